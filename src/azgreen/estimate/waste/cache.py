"""Does a cache stand ready that never gives an answer?

`cachehits` and `cachemisses` count lookups of keys. How searches by vector count is not documented,
so a cache into which entries are written, but of which no lookup is counted, is not judged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from azgreen.estimate.waste.judged import NO_HITS, Judged

if TYPE_CHECKING:
    from azgreen.estimate.rightsizing import Month
    from azgreen.estimate.waste.counted import Counted

_BY_KEY: Final = "lookups of keys are counted; how searches by vector count is not documented"


@dataclass(frozen=True, slots=True)
class Cache:
    """A cluster of Redis, and what was looked up in it."""

    resource: str
    lookups: Counted
    """Hits and misses together."""
    hits: float
    writes: float
    """Commands that set a key."""
    takes: Month
    fix: str


def without_hits(one: Cache) -> Judged:
    """Return whether it is waste: nothing that was looked up was there, or nobody looked."""
    looked, time = one.lookups, one.lookups.time
    if one.hits > 0:
        why = f"{one.hits:,.0f} hits of {looked.total:,.0f} lookups in {time}"
        return Judged(NO_HITS, one.resource, "needed", why)
    if not looked.is_enough:
        return Judged(NO_HITS, one.resource, "not judged", looked.missing)
    if not looked.total and one.writes > 0:
        why = f"{one.writes:,.0f} entries were written and no lookup was counted: {_BY_KEY}"
        return Judged(NO_HITS, one.resource, "not judged", why)
    asked = (
        f"none of {looked.total:,.0f} lookups found a key" if looked.total else "nobody asked it"
    )
    why, evidence = f"{asked} in {time}", (looked.told, _BY_KEY)
    return Judged(NO_HITS, one.resource, "waste", why, evidence, one.takes, one.fix)

"""Does a resource stand ready although nobody asks it anything?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from azgreen.estimate.waste.judged import IDLE, Judged

if TYPE_CHECKING:
    from azgreen.estimate.rightsizing import Month
    from azgreen.estimate.waste.counted import Counted


@dataclass(frozen=True, slots=True)
class Idle:
    """A resource, what came to it, and what it takes."""

    resource: str
    requests: Counted
    stands: str
    """What stands ready: 'kept running: 6 of Standard_NC24ads_A100_v4'."""
    takes: Month
    """All that is saved without it."""
    fix: str


def idle(one: Idle) -> Judged:
    """Return whether it is waste: no request in all the time, of which nearly all was seen."""
    asked = one.requests
    if asked.total > 0:
        return Judged(IDLE, one.resource, "needed", f"{asked.total:,.4g} requests in {asked.time}")
    if not asked.is_enough:
        return Judged(IDLE, one.resource, "not judged", asked.missing)
    why = f"no request in {asked.time}; {one.stands}"
    return Judged(IDLE, one.resource, "waste", why, (asked.told,), one.takes, one.fix)

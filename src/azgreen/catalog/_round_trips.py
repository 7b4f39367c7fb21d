"""How long does a packet take between two regions and back?

Sources, units and licences of every column: `data/SOURCES.md`.
"""

from __future__ import annotations

from functools import cache

from azgreen.catalog._load import load
from azgreen.catalog._regions import region

_MOST_MS = 1000.0


def round_trip_ms(from_: str, to: str) -> float | None:
    """Return the median round trip between two regions in ms, or None where none is published.

    Within a region it is 0: Azure's table starts at the region's border. The two directions are
    measured apart; where only the way back is known, that one stands for both.
    """
    start, end = region(from_).name, region(to).name
    if start == end:
        return 0.0
    known = _round_trips()
    there = known.get((start, end))
    return known.get((end, start)) if there is None else there


@cache
def _round_trips() -> dict[tuple[str, str], float]:
    rows = load("round_trips.csv", ("from", "to", "p50_ms"), ("from", "to"))
    return {(row.text("from"), row.text("to")): row.number("p50_ms", 0.1, _MOST_MS) for row in rows}

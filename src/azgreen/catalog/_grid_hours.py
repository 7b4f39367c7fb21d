"""How clean is each hour of an average day of a grid?

Sources, units and licences of every column: `data/SOURCES.md`.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from azgreen.catalog._load import load

COLUMNS: Final = ("grid_zone", "hour_utc", "grid_gco2e_per_kwh")
GRID_HOURS_VERSION: Final = "hours of 2022 (Electricity Maps, ODbL, mean of the year)"
"""What these hours are, as people read it."""

_MOST_GCO2E_PER_KWH: Final = 1500.0


def grid_hours(zone: str) -> tuple[float, ...] | None:
    """Return gCO2e/kWh of the 24 hours from 00:00 UTC on; None for a zone without hours."""
    return _hours().get(zone)


@cache
def _hours() -> dict[str, tuple[float, ...]]:
    found: dict[str, list[float]] = {}
    for row in load("grid_hours.csv", COLUMNS, COLUMNS[:2]):
        hours = found.setdefault(row.text("grid_zone"), [])
        if row.whole("hour_utc", 0, 23) != len(hours):
            raise row.fault(f"hour_utc is {row.text('hour_utc')}; expected {len(hours):02d}")
        hours.append(row.number("grid_gco2e_per_kwh", 0, _MOST_GCO2E_PER_KWH))
    return {zone: tuple(hours) for zone, hours in found.items()}

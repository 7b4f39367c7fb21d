"""On which grid is the measured energy counted: that of each hour, or of the year?"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from azgreen.catalog import region
from azgreen.cli._grid import HOURLY, stand_in

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from azgreen.estimate.measured import GpuReading
    from azgreen.grid import ElectricityMaps


def _nothing() -> dict[str, Mapping[datetime, float]]:
    return {}


@dataclass(frozen=True)
class Grids:
    """What is known of hours, and where each region's figure comes from."""

    by_region: Mapping[str, Mapping[datetime, float]] = field(default_factory=_nothing)
    """gCO2e/kWh by the hour's beginning; regions without any take the year's."""
    sources: tuple[str, ...] = ()


def grids(options: argparse.Namespace, readings: Sequence[GpuReading]) -> Grids:
    """Return the grids of what was measured.

    Raises:
        GridError: Electricity Maps was to be asked and does not answer.
    """
    names = sorted({each.region for each in readings})
    if options.grid != HOURLY:
        return Grids(sources=tuple(map(_yearly, names)))
    from azgreen.grid import ElectricityMaps  # noqa: PLC0415 - not for the averages

    found: dict[str, Mapping[datetime, float]] = {}
    sources: list[str] = []
    with closing(ElectricityMaps(stand_in(options))) as service:
        for name in names:
            hours, source = _hours(service, name, readings)
            found[name] = hours
            sources.append(source)
    return Grids(found, tuple(sources))


def _yearly(name: str) -> str:
    return f"grid of {name}: {region(name).grid_source}"


def _hours(
    service: ElectricityMaps, name: str, readings: Sequence[GpuReading]
) -> tuple[Mapping[datetime, float], str]:
    from azgreen.grid import NoReadingError  # noqa: PLC0415 - as above

    measured = [
        at
        for each in readings
        if each.region == name
        for minutes in each.joules.values()
        for at, value in minutes.items()
        if value is not None
    ]
    if not measured:
        return {}, _yearly(name)
    first, last = (at.replace(minute=0, second=0) for at in (min(measured), max(measured)))
    try:
        past = service.past(region(name).grid_zone, first, last + timedelta(hours=1))
    except NoReadingError as error:
        return {}, f"{_yearly(name)}; no hours: {error}"
    return {step.begin: step.gco2e_per_kwh for step in past.steps}, f"grid of {name}: {past.source}"

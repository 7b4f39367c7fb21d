"""What is known of a grid's hours: those to come, and those of its usual week?

Electricity Maps is asked where its key is set: averages, as all carbon here is counted. Else
WattTime, where its account is: marginal rates, which are in no figure with averages. Else nobody:
then the catalogue's hours count, where it has some of that grid.
"""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from azgreen import catalog
from azgreen.cli._grid import stand_in
from azgreen.errors import Fault, InputError
from azgreen.estimate.grid import at
from azgreen.estimate.timing import profile_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from datetime import datetime

    from azgreen.catalog import Region
    from azgreen.estimate.timing import Intensity
    from azgreen.grid import ElectricityMaps, WattTime

WEEKS: Final = 4
"""Of the past that a usual week is the mean of: enough to smooth a storm, and of one season."""

_OWN: Final = "carbonProfile of the stack's file"
_HORIZON_HOURS: Final = 72
_DIGITS: Final = 3
"""Of a mean: what a stack's file holds, so that the program chooses as it is chosen here."""

_OTHERWISE: Final = "or take --grid profile"
_NOBODY: Final = (
    "no service was asked for the grid's hours: with a key in ELECTRICITY_MAPS_API_KEY, or an"
    " account in WATTTIME_USER and WATTTIME_PASSWORD, --grid auto asks one. So carbonProfile of the"
    " stack's file counts where it is written, else the catalogue's mean day, which it has of zones"
    " in the United States alone"
)


@dataclass(frozen=True)
class Week:
    """The usual week of a grid."""

    hours: tuple[float, ...]
    """gCO2e/kWh of each hour from Monday 00:00 UTC on."""
    source: str
    is_marginal: bool = False


@dataclass(frozen=True)
class Hours:
    """What is known; `notes` say why something is not."""

    forecast: Intensity | None = None
    week: Week | None = None
    notes: tuple[str, ...] = ()
    usual: Week | None = None
    """The catalogue's: each day as the mean of the days of one year."""


@dataclass(frozen=True)
class Service:
    """A service that measures grids."""

    name: str
    forecast: Callable[[], Intensity]
    past: Callable[[datetime, datetime], Intensity]
    close: Callable[[], None]


def service_of(options: argparse.Namespace, region: Region) -> Service | None:
    """Return whom to ask of a region's grid; None where nobody is to be, or can be, asked.

    Raises:
        InputError: `--grid live`, and no key is set; or a half of an account is.
    """
    if options.grid == "profile":
        return None
    from azgreen.grid import ElectricityMaps, WattTime, electricity_maps, watttime  # noqa: PLC0415

    if os.environ.get(electricity_maps.KEY, "").strip():
        return _averages(ElectricityMaps(stand_in(options), otherwise=_OTHERWISE), region.grid_zone)
    names = (watttime.USER, watttime.PASSWORD)
    if any(os.environ.get(name, "").strip() for name in names):
        return _marginal(WattTime(stand_in(options), otherwise=_OTHERWISE), region)
    if options.grid == "live":
        named = f"set {electricity_maps.KEY}, or {' and '.join(names)}"
        fix = f"{named}; or take --grid profile, which asks nobody"
        raise InputError([Fault("--grid", f"live needs a key, and none is set; {fix}")])
    return None


def _averages(maps: ElectricityMaps, zone: str) -> Service:
    return Service(
        "Electricity Maps",
        lambda: maps.forecast(zone, _HORIZON_HOURS).intensity,
        lambda since, until: maps.past(zone, since, until),
        maps.close,
    )


def _marginal(rates: WattTime, region: Region) -> Service:
    return Service(
        "WattTime",
        lambda: rates.forecast(region, _HORIZON_HOURS),
        lambda since, until: rates.past(region, since, until),
        rates.close,
    )


def own_week(profile: tuple[float, ...] | None) -> Week | None:
    """Return the hours that a stack's file has; None where it has none."""
    return None if profile is None else Week(profile, _OWN)


def usual_week(zone: str) -> Week | None:
    """Return the catalogue's hours of a zone; None where it has none."""
    hours = catalog.grid_hours(zone)
    if hours is None:
        return None
    return Week(hours * 7, f"catalogue, {catalog.GRID_HOURS_VERSION}, zone {zone}")


def read_hours(service: Service | None, zone: str, now: datetime, *, once: bool) -> Hours:
    """Ask for the usual week, and for the hours to come where the week is not known.

    Also for those where a job runs `once`: they say more of its day than other weeks do.

    Raises:
        GridError: a key is refused, its quota is used up, or the service does not answer.
    """
    usual = usual_week(zone)
    if service is None:
        return Hours(notes=(_NOBODY,), usual=usual)
    from azgreen.grid import NoReadingError  # noqa: PLC0415 - not without a key

    week, forecast, notes = None, None, list[str]()
    with closing(service):
        try:
            week = _week(service, now)
        except NoReadingError as error:
            notes.append(f"{service.name} has no past weeks of this grid: {error}")
        if once or week is None:
            try:
                forecast = service.forecast()
            except NoReadingError as error:
                notes.append(f"{service.name} has no forecast of this grid: {error}")
    return Hours(forecast, week, tuple(notes), usual)


def _week(service: Service, now: datetime) -> Week:
    from azgreen.grid import NoReadingError  # noqa: PLC0415 - as above

    until = now.replace(minute=0, second=0, microsecond=0)
    past = service.past(until - timedelta(weeks=WEEKS), until)
    hours = profile_of(past)
    if hours is None:
        raise NoReadingError("an hour of the week is missing in each of them")
    told = f"mean of the {WEEKS} weeks until {at(until)}, {past.source}"
    return Week(tuple(float(f"{hour:.{_DIGITS}g}") for hour in hours), told, past.is_marginal)

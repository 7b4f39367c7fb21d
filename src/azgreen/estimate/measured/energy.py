"""How much did the GPUs of a deployment take, as they measured it, and what carbon is that?

    kWh of the GPUs = joules of all instances and minutes / 3.6e6
    kgCO2e          = kWh x host x PUE x grid / 1000

The grid is that of the hour where it is known, else the yearly average. A minute that nobody
measured is no minute without use: it is in no sum, and how many there are is told.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from azgreen.catalog import Spread, region
from azgreen.estimate.carbon import pue_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HOST_SHARE: Final = Spread(1.43, 1.43, 1.82)
"""IT energy over that of the GPUs, without idle machines: idle GPUs measure themselves.

Low and middle 83/58: accelerators and host in Google's fleet (August 2025). High: an NVIDIA DGX
H100 at 10.2 kW for 5.6 kW of GPUs.
"""

JOULES_PER_KWH: Final = 3.6e6
_MINUTE: Final = timedelta(minutes=1)
_G_PER_KG: Final = 1000
_A_YEAR: Final = 12

Minutes = Mapping[datetime, "float | None"]
"""What was measured in each minute, by its beginning in UTC; None where nothing was."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which time Azure was asked about; before it nothing is kept, after it nothing is known."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class GpuReading:
    """What an online deployment measured of its GPUs."""

    resource: str
    """Its id."""
    region: str
    joules: Mapping[str, Minutes]
    """By instance."""
    asked: Asked


@dataclass(frozen=True, slots=True)
class GpuMonth:
    """The GPUs of a deployment in one month."""

    resource: str
    month: date
    gpu_kwh: float
    """Of the minutes that were measured."""
    kgco2e: Spread
    """Of the same: with the host, PUE and the grid, without making the hardware."""
    instance_hours: float
    """Hours of all instances that were measured."""
    asked_minutes: int
    """Minutes of the month that Azure was asked about; 0 where it keeps none of them any more."""
    measured_minutes: int
    """Of these, those in which any instance sent anything."""
    between_minutes: int
    """Of these, those from the first that was measured to the last, also in other months."""
    hourly_share: float
    """Share of the energy whose grid was that of its hour; the rest takes the yearly average."""

    @property
    def coverage(self) -> float | None:
        """Share of the minutes that were measured; None where none was asked about."""
        return self.measured_minutes / self.asked_minutes if self.asked_minutes else None

    @property
    def has_gaps(self) -> bool:
        """Whether minutes are missing between measured ones."""
        return 0 < self.measured_minutes < self.between_minutes

    @property
    def scaled_kgco2e(self) -> Spread | None:
        """The same had the gaps been as the rest; None without gaps, and without any minute."""
        if not self.has_gaps:
            return None
        return self.kgco2e * (self.between_minutes / self.measured_minutes)

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys."""
        scaled = self.scaled_kgco2e
        return {
            "resource": self.resource,
            "gpu_kwh": self.gpu_kwh,
            "kgco2e": self.kgco2e.as_dict(),
            "scaled_kgco2e": None if scaled is None else scaled.as_dict(),
            "instance_hours": self.instance_hours,
            "coverage": self.coverage,
            "asked_minutes": self.asked_minutes,
            "measured_minutes": self.measured_minutes,
            "hourly_grid_share": self.hourly_share,
        }


def gpu_months(
    reading: GpuReading,
    months: Sequence[date],
    grid: Mapping[datetime, float] | None = None,
) -> tuple[GpuMonth, ...]:
    """Add up what was measured, month by month.

    Args:
        reading: By instance and minute.
        months: First days, the oldest first.
        grid: gCO2e/kWh by the hour's beginning in UTC, where it is known.
    """
    joules, counts = _by_minute(reading.joules.values())
    ends = (min(joules), max(joules) + _MINUTE) if joules else None
    return tuple(_month(reading, each, (joules, counts), ends, grid or {}) for each in months)


def _by_minute(
    instances: Iterable[Minutes],
) -> tuple[dict[datetime, float], dict[datetime, int]]:
    joules: dict[datetime, float] = defaultdict(float)
    counts: dict[datetime, int] = defaultdict(int)
    for minutes in instances:
        for at, value in minutes.items():
            if value is not None:
                joules[at] += value
                counts[at] += 1
    return joules, counts


def _month(
    reading: GpuReading,
    month: date,
    measured: tuple[Mapping[datetime, float], Mapping[datetime, int]],
    ends: tuple[datetime, datetime] | None,
    grid: Mapping[datetime, float],
) -> GpuMonth:
    joules, counts = measured
    start, end = bounds(month)
    since, until = max(start, reading.asked.since), min(end, reading.asked.until)
    own = [at for at in joules if since <= at < until]
    by_hour: dict[datetime, list[float]] = defaultdict(list)
    for at in own:
        by_hour[at.replace(minute=0, second=0, microsecond=0)].append(joules[at])
    kwh = {hour: math.fsum(parts) / JOULES_PER_KWH for hour, parts in by_hour.items()}
    whole = math.fsum(kwh.values())
    hourly = math.fsum(value for hour, value in kwh.items() if hour in grid)
    return GpuMonth(
        resource=reading.resource,
        month=month,
        gpu_kwh=whole,
        kgco2e=_kgco2e(kwh, reading.region, grid),
        instance_hours=sum(counts[at] for at in own) / 60,
        asked_minutes=_minutes(since, until),
        measured_minutes=len(own),
        between_minutes=0 if ends is None else _minutes(max(since, ends[0]), min(until, ends[1])),
        hourly_share=hourly / whole if whole else 0.0,
    )


def bounds(month: date) -> tuple[datetime, datetime]:
    """Return the beginning of a month and that of the next, UTC."""
    start = datetime(month.year, month.month, 1, tzinfo=UTC)
    years, rest = divmod(month.month, _A_YEAR)
    return start, start.replace(year=month.year + years, month=rest + 1)


def _minutes(since: datetime, until: datetime) -> int:
    return max(0, (until - since) // _MINUTE)


def _kgco2e(kwh: Mapping[datetime, float], name: str, grid: Mapping[datetime, float]) -> Spread:
    known = region(name)
    pue = pue_of(known)
    grams = math.fsum(
        value * grid.get(hour, known.grid_gco2e_per_kwh) for hour, value in kwh.items()
    )
    return HOST_SHARE * pue * (grams / _G_PER_KG)

"""What did resources really take in each month, as far as the load on them tells?

Only the GPUs of online deployments have a published power. Their energy is the one that
`GpuEnergyJoules` sends of the same load; host, PUE, the grid of the year and the share of making
the hardware are those of azgreen's estimate. Nothing is told of what nobody publishes the power of,
nor of a time without a load.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from operator import mul
from typing import TYPE_CHECKING, Final

from azgreen import catalog
from azgreen.errors import AzgreenError
from azgreen.estimate.carbon import pue_of
from azgreen.estimate.energy import HOST_OVERHEAD
from azgreen.estimate.sizing.gpu_footprint import hardware_gco2e_per_hour
from azgreen_emulator.services.carbon.months import between, moved
from azgreen_emulator.traffic.by_online import gpu_joules_per_minute
from azgreen_emulator.traffic.placed import description, placed
from azgreen_emulator.traffic.served import served
from azgreen_emulator.traffic.size import ONLINE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from azgreen_emulator.arm.records import Body, Record
    from azgreen_emulator.store import Store
    from azgreen_emulator.traffic.placed import Placed
    from azgreen_emulator.traffic.served import Served

_JOULES_PER_KWH: Final = 3.6e6
_MINUTES_PER_HOUR: Final = 60
_G_PER_KG: Final = 1000
_MOST_KEPT: Final = 4096
"""Loads whose months are remembered."""


@dataclass(frozen=True)
class Taken:
    """What one resource took in one month."""

    resource: Record
    month: date
    use_kg: float
    hardware_kg: float | None
    """None where what making the GPU emitted is not known."""
    hours: float
    """Of all its machines."""


def taken(store: Store, months: Sequence[date]) -> Iterator[Taken]:
    """Yield what each loaded online deployment took in those months in which it took anything."""
    for resource in store.select("type = ?", ONLINE):
        text = description(store, resource)
        if text is None:
            continue
        known = _Known(sha256(text.encode()).digest(), lambda own=resource: placed(store, own))
        by_month = _by_month(known)
        yield from (
            _taken(resource, month, by_month[month]) for month in months if month in by_month
        )


@dataclass(frozen=True)
class _Known:
    """A load on a deployment of these sizes; the same are added up once, and made only for that."""

    digest: bytes
    placed: Callable[[], Placed | None] = field(compare=False)


@dataclass(frozen=True)
class _Sum:
    """What machines took while they had one size."""

    use_g: float
    hardware_g: float | None
    hours: float


def _taken(resource: Record, month: date, found: Sequence[_Sum]) -> Taken:
    use_kg = sum(each.use_g for each in found) / _G_PER_KG
    made = [each.hardware_g for each in found if each.hardware_g is not None]
    hardware_kg = sum(made) / _G_PER_KG if len(made) == len(found) else None
    return Taken(resource, month, use_kg, hardware_kg, sum(each.hours for each in found))


@lru_cache(maxsize=_MOST_KEPT)
def _by_month(known: _Known) -> dict[date, tuple[_Sum, ...]]:
    """Return what was taken in each month; nothing where nothing tells how fast an instance is."""
    own = known.placed()
    if own is None:
        return {}
    first, last = own.load.start.date(), own.load.start + timedelta(minutes=own.load.steps - 1)
    try:
        run = served(own, own.load.steps)
    except AzgreenError:
        return {}
    months = between(first.replace(day=1), last.date().replace(day=1))
    found = {month: tuple(_stretches(own, run, month)) for month in months}
    return {month: sums for month, sums in found.items() if sums}


def _stretches(own: Placed, run: Served, month: date) -> Iterator[_Sum]:
    first, last = (_minute(each) - own.first_minute for each in (month, moved(month, 1)))
    for start, end, size in own.stretches():
        part = slice(max(start, first, 0), min(end, last))
        if part.start < part.stop and catalog.instance(size["machine"]).gpu is not None:
            yield _sum(size, run, part)


def _sum(size: Body, run: Served, part: slice) -> _Sum:
    machine, place = catalog.instance(size["machine"]), catalog.region(size["region"])
    minutes = sum(run.paid[part])
    idle_j, busy_j = (gpu_joules_per_minute(machine.name, share) for share in (0.0, 1.0))
    # the energy of a minute grows with how busy those are that serve; the others idle
    joules = minutes * idle_j + sum(map(mul, run.ready[part], run.busy[part])) * (busy_j - idle_j)
    pue = pue_of(place).mid
    kwh = joules * HOST_OVERHEAD.low / _JOULES_PER_KWH
    made = hardware_gco2e_per_hour(machine, 1)
    hours = minutes / _MINUTES_PER_HOUR
    hardware_g = None if made is None else made.mid * hours
    return _Sum(kwh * pue * place.grid_gco2e_per_kwh, hardware_g, hours)


def _minute(month: date) -> int:
    return int(datetime(month.year, month.month, 1, tzinfo=UTC).timestamp()) // 60

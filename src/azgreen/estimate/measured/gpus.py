"""How does what GPUs measured stand beside the estimate of the same time and Azure's scope 2?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from azgreen.catalog import Spread
from azgreen.estimate.measured.energy import gpu_months
from azgreen.estimate.measured.reported import top_level
from azgreen.estimate.measured.rows import plain, ratio_of
from azgreen.estimate.placement.workload import SECONDS_PER_MONTH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from azgreen.estimate.inventory import Line
    from azgreen.estimate.measured.compare import Compared, Month
    from azgreen.estimate.measured.energy import GpuMonth, GpuReading

NOT_KEPT, NOTHING, MEASURED = "not kept", "nothing measured", "measured"
_NOTHING: Final = Spread.exactly(0)
_G_PER_KG: Final = 1000
_USE: Final = "Scope2"


@dataclass(frozen=True, slots=True)
class Unread:
    """A resource whose metrics could not be read, and why."""

    resource: str
    why: str

    def as_dict(self) -> dict[str, str]:
        """Return plain values for JSON."""
        return {"resource": self.resource, "why": self.why}


@dataclass(frozen=True, slots=True)
class MeasuredMonth:
    """The GPUs of all deployments in one month; electricity alone, not the making of hardware."""

    month: date
    deployments: tuple[GpuMonth, ...]
    estimated_kg: Spread | None
    """The estimate's electricity of the minutes that were measured; None where it is not known."""
    reported_scope2_kg: float | None
    """Azure's, of what the deployments are in and of the whole month; None where it told none."""
    is_pending: bool = False
    """Whether Azure has not reported the month yet, of nobody."""

    @property
    def state(self) -> str:
        """`measured`, `nothing measured`, or `not kept` where Azure has no such minute any more."""
        if any(each.measured_minutes for each in self.deployments):
            return MEASURED
        return NOTHING if any(each.asked_minutes for each in self.deployments) else NOT_KEPT

    @property
    def gpu_kwh(self) -> float:
        """Energy of the GPUs alone."""
        return sum(each.gpu_kwh for each in self.deployments)

    @property
    def kgco2e(self) -> Spread | None:
        """With the host, PUE and the grid; None where nothing was measured."""
        if self.state != MEASURED:
            return None
        return sum((each.kgco2e for each in self.deployments), start=_NOTHING)

    @property
    def scaled_kgco2e(self) -> Spread | None:
        """The same had the gaps been as the rest; None where there are none."""
        if not any(each.has_gaps for each in self.deployments):
            return None
        parts = (each.scaled_kgco2e or each.kgco2e for each in self.deployments)
        return sum(parts, start=_NOTHING)

    @property
    def coverage(self) -> float | None:
        """Share of the minutes that were measured; None where Azure keeps none."""
        asked = sum(each.asked_minutes for each in self.deployments)
        return sum(each.measured_minutes for each in self.deployments) / asked if asked else None

    @property
    def hourly_share(self) -> float:
        """Share of the energy whose grid was that of its hour."""
        whole = self.gpu_kwh
        part = sum(each.hourly_share * each.gpu_kwh for each in self.deployments)
        return part / whole if whole else 0.0

    @property
    def ratio(self) -> Spread | None:
        """Measured, by its middle, over the estimate; None where there is no such number."""
        found = self.kgco2e
        return None if found is None else ratio_of(found.mid, self.estimated_kg)

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys."""
        return {
            "month": f"{self.month:%Y-%m}",
            "state": self.state,
            "gpu_kwh": self.gpu_kwh if self.state == MEASURED else None,
            "kgco2e": plain(self.kgco2e),
            "scaled_kgco2e": plain(self.scaled_kgco2e),
            "coverage": self.coverage,
            "hourly_grid_share": self.hourly_share,
            "estimated_same_time_kg": plain(self.estimated_kg),
            "ratio": plain(self.ratio),
            "reported_scope2_kg": self.reported_scope2_kg,
            "deployments": [each.as_dict() for each in self.deployments],
        }


@dataclass(frozen=True, slots=True)
class Gpus:
    """What was measured of a stack's GPUs, and what could not be read."""

    months: tuple[MeasuredMonth, ...]
    """The oldest first; empty where there is no deployment with GPUs, or none could be read."""
    unread: tuple[Unread, ...] = ()

    def of(self, month: date) -> MeasuredMonth | None:
        """Return one month."""
        return next((each for each in self.months if each.month == month), None)

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys."""
        return {
            "months": [each.as_dict() for each in self.months],
            "not_read": [each.as_dict() for each in self.unread],
        }


def measured_gpus(
    readings: Sequence[GpuReading],
    compared: Compared,
    lines: Mapping[str, Sequence[Line]],
    grids: Mapping[str, Mapping[datetime, float]] | None = None,
    unread: Iterable[Unread] = (),
) -> Gpus:
    """Put the measured months beside the others.

    Args:
        readings: Of each deployment with GPUs.
        compared: The months.
        lines: The estimate by id of the resource.
        grids: gCO2e/kWh of hours, by region, where they are known.
        unread: What could not be read.
    """
    if not readings:
        return Gpus((), tuple(unread))
    days = [month.month for month in compared.months]
    by_deployment = [gpu_months(each, days, (grids or {}).get(each.region)) for each in readings]
    months = (
        MeasuredMonth(
            month.month,
            parts,
            _estimated(parts, lines),
            _scope2(month, parts),
            month.is_pending,
        )
        for month, parts in zip(compared.months, zip(*by_deployment, strict=True), strict=True)
    )
    return Gpus(tuple(months), tuple(unread))


def _estimated(parts: Iterable[GpuMonth], lines: Mapping[str, Sequence[Line]]) -> Spread | None:
    """Return kg of electricity in as many minutes as were measured of each."""
    whole = _NOTHING
    for part in parts:
        if not part.measured_minutes:
            continue
        used = [line.use_gco2e for line in lines.get(part.resource, ())]
        known = [each for each in used if each is not None]
        if not used or len(known) < len(used):
            return None
        share = part.measured_minutes * 60 / SECONDS_PER_MONTH / _G_PER_KG
        whole += sum(known, start=_NOTHING) * share
    return whole if whole.high else None


def _scope2(month: Month, parts: Iterable[GpuMonth]) -> float | None:
    tops = {top_level(part.resource) for part in parts}
    found = [
        row.reported_by_scope_kg[_USE]
        for row in month.resources
        if row.resource in tops and _USE in row.reported_by_scope_kg
    ]
    return sum(found) if found else None

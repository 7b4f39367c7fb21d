"""How does what Azure reported of each month compare with the estimate of that month?"""

from __future__ import annotations

import calendar
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from azgreen.catalog import Spread
from azgreen.estimate.measured.energy import bounds
from azgreen.estimate.measured.reported import SCOPES, top_level
from azgreen.estimate.measured.rows import plain, ratio_of, resource_rows, type_rows
from azgreen.estimate.placement.workload import SECONDS_PER_MONTH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from azgreen.estimate.inventory import Line
    from azgreen.estimate.measured.reported import Reported
    from azgreen.estimate.measured.rows import ResourceRow, TypeRow

_DAY_S: Final = 24 * 3600
_G_PER_KG: Final = 1000
_NOTHING: Final = Spread.exactly(0)


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a stack, or of a subscription where no stack was named."""

    month: date
    reported_kg: Mapping[str, float]
    """By scope; empty where Azure reported nothing of it."""
    estimated_kg: Spread | None
    """Use and hardware; None where nothing is known."""
    estimated_by_scope_kg: Mapping[str, Spread]
    """Scope 2 is use, scope 3 hardware; empty where some line does not hold the two apart."""
    resources: tuple[ResourceRow, ...]
    """The largest first."""
    types: tuple[TypeRow, ...]
    others_kg: float
    """Reported in the same resource groups, of what is no part of the stack."""
    is_pending: bool
    """Whether Azure has not reported it yet, of nobody."""
    elapsed: float
    """Share of the month that is over; the estimate is of that part."""

    @property
    def total_kg(self) -> float | None:
        """All scopes; None where Azure reported nothing."""
        return sum(self.reported_kg.values()) if self.reported_kg else None

    @property
    def ratio(self) -> Spread | None:
        """Azure's figure over the estimate; None where there is no such number."""
        return ratio_of(self.total_kg, self.estimated_kg)

    def ratio_of(self, scope: str) -> Spread | None:
        """Return the same of one scope."""
        return ratio_of(self.reported_kg.get(scope), self.estimated_by_scope_kg.get(scope))

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "month": f"{self.month:%Y-%m}",
            "reported": not self.is_pending,
            "elapsed_share": self.elapsed,
            "scopes": {scope: self._scope(scope) for scope in SCOPES},
            "total_kg": self.total_kg,
            "estimated_kg": plain(self.estimated_kg),
            "ratio": plain(self.ratio),
            "resources": [each.as_dict() for each in self.resources],
            "types": [each.as_dict() for each in self.types],
            "others_kg": self.others_kg,
        }

    def _scope(self, scope: str) -> dict[str, Any]:
        return {
            "reported_kg": self.reported_kg.get(scope),
            "estimated_kg": plain(self.estimated_by_scope_kg.get(scope)),
            "ratio": plain(self.ratio_of(scope)),
        }


@dataclass(frozen=True, slots=True)
class Compared:
    """Months, the oldest first."""

    months: tuple[Month, ...]

    @property
    def is_empty(self) -> bool:
        """Whether Azure reported nothing of any month."""
        return not any(month.reported_kg for month in self.months)


def compare(
    reported: Iterable[Reported],
    months: Sequence[date],
    lines: Mapping[str, Sequence[Line]] | None,
    pending: Sequence[date] = (),
    now: datetime | None = None,
) -> Compared:
    """Put both side by side.

    Args:
        reported: What Azure reported; may hold other resources as well.
        months: First days of those that Azure has reported, the oldest first.
        lines: The estimate by id of the resource; None to take everything that was reported.
        pending: First days of later months, which Azure has not reported yet.
        now: The moment until which the estimate goes; to the end of each month when left out.
    """
    estimated = None if lines is None else _by_top(lines)
    found: dict[date, list[Reported]] = defaultdict(list)
    for each in reported:
        found[each.month].append(each)
    made = (_month(each, found[each], estimated, now) for each in (*months, *pending))
    late = frozenset(pending)
    return Compared(tuple(replace(each, is_pending=each.month in late) for each in made))


def _by_top(lines: Mapping[str, Sequence[Line]]) -> dict[str, list[Line]]:
    made: dict[str, list[Line]] = defaultdict(list)
    for resource, held in lines.items():
        made[top_level(resource)] += held
    return made


def _month(
    month: date,
    found: Sequence[Reported],
    estimated: Mapping[str, Sequence[Line]] | None,
    now: datetime | None,
) -> Month:
    elapsed = _elapsed(month, now)
    own = [each for each in found if estimated is None or top_level(each.resource) in estimated]
    kg_per_g = _share(month) * elapsed
    expected = _expected(estimated or {}, kg_per_g)
    rows = resource_rows(own, expected)
    others = sum(each.kgco2e for each in found) - sum(each.kgco2e for each in own)
    return Month(
        month=month,
        reported_kg=_added((each.scope, each.kgco2e) for each in own),
        estimated_kg=sum(expected.values(), start=_NOTHING) if expected else None,
        estimated_by_scope_kg=_by_scope(estimated or {}, kg_per_g),
        resources=rows,
        types=type_rows(rows),
        others_kg=max(0.0, others),
        is_pending=False,
        elapsed=elapsed,
    )


def _elapsed(month: date, now: datetime | None) -> float:
    """Return the share of a month that is over."""
    start, end = bounds(month)
    return 1.0 if now is None else min(1.0, max(0.0, (now - start) / (end - start)))


def _expected(estimated: Mapping[str, Sequence[Line]], kg_per_g: float) -> dict[str, Spread]:
    """Return the estimate, kg by resource, where it is above 0; see `_share`."""
    made: dict[str, Spread] = {}
    for resource, lines in estimated.items():
        for line in lines:
            if line.gco2e is not None and line.gco2e.high:
                made[resource] = made.get(resource, _NOTHING) + line.gco2e * kg_per_g
    return made


def _by_scope(estimated: Mapping[str, Sequence[Line]], kg_per_g: float) -> dict[str, Spread]:
    """Return kg by scope where every line holds use and hardware apart."""
    held = [line for lines in estimated.values() for line in lines]
    counted = [line for line in held if line.gco2e is not None and line.gco2e.high]
    use, hardware = _NOTHING, _NOTHING
    for line in counted:
        if line.use_gco2e is None or line.hardware_gco2e is None:
            return {}
        use, hardware = use + line.use_gco2e, hardware + line.hardware_gco2e
    both = {"Scope2": use, "Scope3": hardware} if counted else {}
    return {scope: found * kg_per_g for scope, found in both.items()}


def _share(month: date) -> float:
    """Return what makes kg of a month of that many days of g of the inventory's month."""
    days = calendar.monthrange(month.year, month.month)[1]
    return days * _DAY_S / SECONDS_PER_MONTH / _G_PER_KG


def _added(pairs: Iterable[tuple[str, float]]) -> dict[str, float]:
    sums: dict[str, float] = defaultdict(float)
    for key, amount in pairs:
        sums[key] += amount
    return dict(sums)

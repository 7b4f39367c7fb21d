"""How does what Azure reported of each month compare with the estimate of that month?"""

from __future__ import annotations

import calendar
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from azgreen.catalog import Spread
from azgreen.estimate.measured.reported import SCOPES, top_level, type_of
from azgreen.estimate.placement.workload import SECONDS_PER_MONTH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from azgreen.estimate.inventory import Line
    from azgreen.estimate.measured.reported import Reported

_DAY_S: Final = 24 * 3600
_G_PER_KG: Final = 1000
_NOTHING: Final = Spread.exactly(0)


@dataclass(frozen=True, slots=True)
class TypeRow:
    """A type of resources in one month."""

    type: str
    reported_kg: float | None
    """All scopes; None where Azure reported nothing."""
    estimated_kg: Spread | None
    """Use and hardware; None where nothing of the type is known."""

    @property
    def ratio(self) -> Spread | None:
        """Azure's figure over the estimate; None where there is no such number."""
        return _ratio(self.reported_kg, self.estimated_kg)

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "type": self.type,
            "reported_kg": self.reported_kg,
            "estimated_kg": _plain(self.estimated_kg),
            "ratio": _plain(self.ratio),
        }


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
    types: tuple[TypeRow, ...]
    others_kg: float
    """Reported in the same resource groups, of what is no part of the stack."""

    @property
    def total_kg(self) -> float | None:
        """All scopes; None where Azure reported nothing."""
        return sum(self.reported_kg.values()) if self.reported_kg else None

    @property
    def ratio(self) -> Spread | None:
        """Azure's figure over the estimate; None where there is no such number."""
        return _ratio(self.total_kg, self.estimated_kg)

    def ratio_of(self, scope: str) -> Spread | None:
        """Return the same of one scope."""
        return _ratio(self.reported_kg.get(scope), self.estimated_by_scope_kg.get(scope))

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "month": f"{self.month:%Y-%m}",
            "scopes": {scope: self._scope(scope) for scope in SCOPES},
            "total_kg": self.total_kg,
            "estimated_kg": _plain(self.estimated_kg),
            "ratio": _plain(self.ratio),
            "types": [each.as_dict() for each in self.types],
            "others_kg": self.others_kg,
        }

    def _scope(self, scope: str) -> dict[str, Any]:
        return {
            "reported_kg": self.reported_kg.get(scope),
            "estimated_kg": _plain(self.estimated_by_scope_kg.get(scope)),
            "ratio": _plain(self.ratio_of(scope)),
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
) -> Compared:
    """Put both side by side.

    Args:
        reported: What Azure reported; may hold other resources as well.
        months: First days, the oldest first.
        lines: The estimate by id of the resource; None to take everything that was reported.
    """
    estimated = None if lines is None else _by_top(lines)
    found: dict[date, list[Reported]] = defaultdict(list)
    for each in reported:
        found[each.month].append(each)
    return Compared(tuple(_month(each, found[each], estimated) for each in months))


def _by_top(lines: Mapping[str, Sequence[Line]]) -> dict[str, list[Line]]:
    made: dict[str, list[Line]] = defaultdict(list)
    for resource, held in lines.items():
        made[top_level(resource)] += held
    return made


def _month(
    month: date, found: Sequence[Reported], estimated: Mapping[str, Sequence[Line]] | None
) -> Month:
    own = [each for each in found if estimated is None or top_level(each.resource) in estimated]
    by_scope = _added((each.scope, each.kgco2e) for each in own)
    by_type = _added((type_of(each.resource), each.kgco2e) for each in own)
    expected = _expected(month, estimated or {})
    rows = (
        TypeRow(name, by_type.get(name), expected.get(name))
        for name in sorted({*by_type, *expected})
    )
    whole = sum(expected.values(), start=_NOTHING) if expected else None
    others = sum(each.kgco2e for each in found) - sum(each.kgco2e for each in own)
    scopes = _by_scope(month, estimated or {})
    return Month(month, by_scope, whole, scopes, tuple(rows), max(0.0, others))


def _expected(month: date, estimated: Mapping[str, Sequence[Line]]) -> dict[str, Spread]:
    """Return the estimate of as many days as the month has, kg by type, where it is more than 0."""
    made: dict[str, Spread] = {}
    for resource, lines in estimated.items():
        for line in lines:
            if line.gco2e is not None and line.gco2e.high:
                name = type_of(resource)
                made[name] = made.get(name, _NOTHING) + line.gco2e * _share(month)
    return made


def _by_scope(month: date, estimated: Mapping[str, Sequence[Line]]) -> dict[str, Spread]:
    """Return kg by scope where every line holds use and hardware apart."""
    held = [line for lines in estimated.values() for line in lines]
    counted = [line for line in held if line.gco2e is not None and line.gco2e.high]
    use, hardware = _NOTHING, _NOTHING
    for line in counted:
        if line.use_gco2e is None or line.hardware_gco2e is None:
            return {}
        use, hardware = use + line.use_gco2e, hardware + line.hardware_gco2e
    both = {"Scope2": use, "Scope3": hardware} if counted else {}
    return {scope: found * _share(month) for scope, found in both.items()}


def _share(month: date) -> float:
    """Return what makes kg of a month of that many days of g of the inventory's month."""
    days = calendar.monthrange(month.year, month.month)[1]
    return days * _DAY_S / SECONDS_PER_MONTH / _G_PER_KG


def _added(pairs: Iterable[tuple[str, float]]) -> dict[str, float]:
    sums: dict[str, float] = defaultdict(float)
    for key, amount in pairs:
        sums[key] += amount
    return dict(sums)


def _ratio(reported_kg: float | None, estimated_kg: Spread | None) -> Spread | None:
    if reported_kg is None or estimated_kg is None or not estimated_kg.low:
        return None
    held = estimated_kg
    return Spread(reported_kg / held.high, reported_kg / held.mid, reported_kg / held.low)


def _plain(value: Spread | None) -> dict[str, float] | None:
    return None if value is None else value.as_dict()

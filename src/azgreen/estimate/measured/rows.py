"""What did one type, or one resource, emit in a month, as reported and as estimated?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from azgreen.catalog import Spread
from azgreen.estimate.measured.reported import top_level, type_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from azgreen.estimate.measured.reported import Reported


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
        return ratio_of(self.reported_kg, self.estimated_kg)

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "type": self.type,
            "reported_kg": self.reported_kg,
            "estimated_kg": plain(self.estimated_kg),
            "ratio": plain(self.ratio),
        }


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """One resource in one month, together with what is in it."""

    resource: str
    """Its id, lower case."""
    reported_by_scope_kg: Mapping[str, float]
    """Empty where Azure reported nothing."""
    estimated_kg: Spread | None
    """Use and hardware; None where nothing of it is known."""

    @property
    def name(self) -> str:
        """The last part of the id."""
        return self.resource.rpartition("/")[2]

    @property
    def reported_kg(self) -> float | None:
        """All scopes; None where Azure reported nothing."""
        kilograms = self.reported_by_scope_kg
        return sum(kilograms.values()) if kilograms else None

    @property
    def ratio(self) -> Spread | None:
        """Azure's figure over the estimate; None where there is no such number."""
        return ratio_of(self.reported_kg, self.estimated_kg)

    @property
    def size_kg(self) -> float:
        """By what the largest come first: the greater of both figures."""
        estimated = 0.0 if self.estimated_kg is None else self.estimated_kg.mid
        return max(self.reported_kg or 0.0, estimated)

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "resource": self.resource,
            "type": type_of(self.resource),
            "reported_by_scope_kg": dict(self.reported_by_scope_kg),
            "reported_kg": self.reported_kg,
            "estimated_kg": plain(self.estimated_kg),
            "ratio": plain(self.ratio),
        }


def resource_rows(
    own: Iterable[Reported], expected: Mapping[str, Spread]
) -> tuple[ResourceRow, ...]:
    """Return a row for each resource, the largest first.

    Args:
        own: What Azure reported of them in one month.
        expected: The estimate, kg, by id of the resource at the top.
    """
    scopes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for each in own:
        scopes[top_level(each.resource)][each.scope] += each.kgco2e
    rows = (
        ResourceRow(name, dict(scopes.get(name, {})), expected.get(name))
        for name in sorted({*scopes, *expected})
    )
    return tuple(sorted(rows, key=lambda row: -row.size_kg))


def type_rows(resources: Iterable[ResourceRow]) -> tuple[TypeRow, ...]:
    """Add resources up by type."""
    reported: dict[str, float] = {}
    estimated: dict[str, Spread] = {}
    for row in resources:
        name = type_of(row.resource)
        if row.reported_kg is not None:
            reported[name] = reported.get(name, 0.0) + row.reported_kg
        if row.estimated_kg is not None:
            estimated[name] = estimated.get(name, Spread.exactly(0)) + row.estimated_kg
    names = sorted({*reported, *estimated})
    return tuple(TypeRow(name, reported.get(name), estimated.get(name)) for name in names)


def ratio_of(reported_kg: float | None, estimated_kg: Spread | None) -> Spread | None:
    """Return what was reported over the estimate: low is over the high one."""
    if reported_kg is None or estimated_kg is None or not estimated_kg.low:
        return None
    held = estimated_kg
    return Spread(reported_kg / held.high, reported_kg / held.mid, reported_kg / held.low)


def plain(value: Spread | None) -> dict[str, float] | None:
    """Return plain values for JSON."""
    return None if value is None else value.as_dict()

"""What is to be placed, and what must hold where it is placed?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from azgreen.catalog import BY_TOKEN, deployable_skus, way_of

if TYPE_CHECKING:
    from azgreen.catalog import Region
    from azgreen.estimate.traffic import Traffic

SECONDS_PER_MONTH = 365.25 / 12 * 24 * 3600
"""A twelfth of a mean year."""


@dataclass(frozen=True, slots=True)
class Residency:
    """Where tokens may be processed: a region that any of the three names is allowed."""

    data_zones: frozenset[str] = frozenset()
    geographies: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()

    def allows(self, region: Region) -> bool:
        """Return whether tokens may be processed in that region."""
        return (
            region.data_zone in self.data_zones
            or region.geography in self.geographies
            or region.name in self.regions
        )

    def __str__(self) -> str:
        zones = [f"data zone {zone}" for zone in sorted(self.data_zones)]
        return ", ".join([*zones, *sorted(self.geographies), *sorted(self.regions)])


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each criterion counts; `scoring` says what they multiply."""

    carbon: float = 1.0
    cost: float = 0.0
    latency: float = 0.0


def pay_as_you_go() -> tuple[str, ...]:
    """Return the SKUs that are paid by the token and answer at once."""
    return tuple(name for name in deployable_skus() if way_of(name) == BY_TOKEN)


@dataclass(frozen=True, slots=True)
class Workload:
    """One workload; None stands for a constraint that was not set.

    Names are the catalogue's own spelling: `azgreen.workload` checks what a user wrote.
    """

    name: str
    traffic: Traffic
    models: tuple[str, ...]
    skus: tuple[str, ...] = field(default_factory=pay_as_you_go)
    from_region: str | None = None
    max_round_trip_ms: float | None = None
    residency: Residency | None = None
    exclude_regions: frozenset[str] = frozenset()
    max_usd_per_month: float | None = None
    max_grid_gco2e_per_kwh: float | None = None
    weights: Weights = field(default_factory=Weights)

    @property
    def requests_per_month(self) -> float:
        """Requests in a twelfth of a year at the mean rate."""
        return self.traffic.requests_per_second * SECONDS_PER_MONTH

    @property
    def ways(self) -> frozenset[str]:
        """How it may be paid and served: the ways of its SKUs."""
        return frozenset(map(way_of, self.skus))

"""What does the map tell of each region: how clean, how far, and what became of it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from azgreen.catalog import regions, round_trip_ms
from azgreen.report._numbers import plain, whole

if TYPE_CHECKING:
    from azgreen.catalog import Region
    from azgreen.estimate.placement import Candidate, Decision
    from azgreen.report._marks import Shape

BOUNDS: Final = (50, 150, 300, 500)
"""Where one class of intensity ends and the next begins, gCO2e/kWh."""

SIZES: Final = (2.4, 3.0, 3.7, 4.4, 5.2)
"""From the middle of a mark to its edge, by class: the more carbon, the larger."""

_LEAST_SIZE: Final = 4.4


@dataclass(frozen=True, slots=True)
class Site:
    """One region."""

    region: Region
    shape: Shape
    is_caller: bool
    best: Candidate | None
    """The best feasible candidate there."""
    trip_ms: str
    why: str

    @property
    def grid(self) -> float:
        """Intensity of the region's own grid, gCO2e/kWh."""
        return self.region.grid_gco2e_per_kwh

    @property
    def shade(self) -> int:
        """Class of the intensity."""
        return shade(self.grid)

    @property
    def size(self) -> float:
        """From the middle of the mark to its edge; what matters most is never small."""
        least = _LEAST_SIZE if self.shape in {"choice", "runner-up"} else 0.0
        return max(SIZES[self.shade], least)

    @property
    def is_named(self) -> bool:
        """Whether its label must be on the map."""
        return self.shape in {"choice", "runner-up"} or self.is_caller

    @property
    def label(self) -> str:
        """The intensity, with the name and the round trip of the places that matter most."""
        name = f"{self.region.display_name} " if self.is_named else ""
        away = f" \N{MIDDLE DOT} {self.trip_ms} ms" if self.best and self.trip_ms else ""
        return f"{name}{whole(self.grid)}{away}"


def shade(grid_gco2e_per_kwh: float) -> int:
    """Return the class of an intensity: 0 is the cleanest."""
    return sum(grid_gco2e_per_kwh >= bound for bound in BOUNDS)


def sites(decision: Decision) -> tuple[Site, ...]:
    """Return every region of Azure, sorted by name."""
    return tuple(_site(decision, item) for item in regions())


def _site(decision: Decision, here: Region) -> Site:
    failure = decision.rejected.get(here.name)
    best = next((item for item in decision.feasible if item.region.name == here.name), None)
    second = decision.runner_up
    shape: Shape = "feasible" if failure is None else "rejected"
    if here.name == decision.choice.region.name:
        shape = "choice"
    elif second is not None and here.name == second.region.name:
        shape = "runner-up"
    start = decision.workload.from_region
    return Site(
        region=here,
        shape=shape,
        is_caller=here.name == start,
        best=best,
        trip_ms=_trip(start, here.name, best),
        why="" if failure is None else failure.reason,
    )


def _trip(start: str | None, end: str, best: Candidate | None) -> str:
    """Return the round trip to where tokens are made, or for a rejected region to its border."""
    if start is None:
        return ""
    if best is not None and best.round_trip_ms is not None:
        return plain(best.round_trip_ms)
    known = round_trip_ms(start, end)
    return "" if known is None else whole(known)

"""Where is a workload to run? Joins everything, decides, and says why not elsewhere."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from azgreen.catalog import CARBON_DATA_VERSION, regions
from azgreen.errors import EstimateError
from azgreen.estimate.footprint import default_choice
from azgreen.estimate.grid import GridIntensity
from azgreen.estimate.placement.candidate import Candidate, Candidates
from azgreen.estimate.placement.constraints import Failure, failures, region_failure
from azgreen.estimate.placement.relaxation import Relaxation, relaxations
from azgreen.estimate.placement.scoring import ordering, pareto
from azgreen.estimate.placement.supply import Supply, catalogue_supply

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from azgreen.catalog import Spread
    from azgreen.estimate.footprint import Footprint
    from azgreen.estimate.grid import Grid
    from azgreen.estimate.placement.scoring import Key
    from azgreen.estimate.placement.workload import Workload


@dataclass(frozen=True, slots=True)
class Decision:
    """The choice and everything that it was weighed against."""

    workload: Workload
    feasible: tuple[Candidate, ...]
    """Best first, at least one."""
    front: tuple[Candidate, ...]
    """Least carbon first: each is better than every other feasible one in some respect."""
    rejected: Mapping[str, Failure]
    """Every region without a feasible candidate, sorted, and the first constraint in the way."""
    stay: Candidate | None
    """The chosen model where the callers are, whatever the constraints say; None: not offered."""
    source: str
    decided_on: date
    data_version: str = CARBON_DATA_VERSION
    grid: Grid = field(default_factory=dict[str, GridIntensity])
    """Readings by region that went before the yearly averages."""
    yearly_choice: Candidate | None = None
    """With readings: what the yearly averages choose; None: they are what decided."""

    @property
    def choice(self) -> Candidate:
        """The best of all."""
        return self.feasible[0]

    @property
    def runner_up(self) -> Candidate | None:
        """The best in another region, or None where no other is feasible."""
        chosen = self.choice.region.name
        return next((item for item in self.feasible if item.region.name != chosen), None)

    @property
    def default(self) -> Footprint:
        """The default choice for the same traffic, per 1,000 requests."""
        return default_choice(self.workload.traffic, grid=self.grid)

    @property
    def default_gco2e_per_month(self) -> Spread:
        """What the default choice would emit."""
        return self.default.gco2e * (self.workload.requests_per_month / 1000)

    @property
    def saved_against_staying(self) -> float | None:
        """Share of the carbon that the choice saves where `stay` is known; of the middles."""
        stay = None if self.stay is None else self.stay.gco2e_per_month
        return None if stay is None else 1 - self._mid_gco2e / stay.mid

    @property
    def saved_against_default(self) -> float:
        """Share of the default choice's carbon that the choice saves; of the middles."""
        return 1 - self._mid_gco2e / self.default_gco2e_per_month.mid

    @property
    def _mid_gco2e(self) -> float:
        carbon = self.choice.gco2e_per_month
        return math.inf if carbon is None else carbon.mid


class NoPlaceError(EstimateError):
    """No region holds the workload's constraints; `relaxations` says what would admit one."""

    def __init__(self, relaxed: Sequence[Relaxation], rejected: Mapping[str, Failure]) -> None:
        self.relaxations, self.rejected = tuple(relaxed), rejected
        if relaxed:
            advice = "; else ".join(map(str, self.relaxations))
        else:
            advice = "no single constraint is in the way; choose other models"
        super().__init__(f"no region holds all constraints; {advice}")


def decide(
    workload: Workload,
    supply: Supply | None = None,
    today: date | None = None,
    grid: Grid | None = None,
) -> Decision:
    """Return the best place, the runner-up, the Pareto front and why each other region is not it.

    Args:
        workload: what is to be placed.
        supply: offers and free quota; the catalogue's when left out.
        today: by which models count as retired, and the date of the decision.
        grid: readings by region, which go before the yearly averages in all that is compared; the
            constraints are held to the yearly averages. It is then a decision for one hour.

    Raises:
        NoPlaceError: no region holds all constraints.
    """
    day = datetime.now(UTC).date() if today is None else today
    had = catalogue_supply(workload.models) if supply is None else supply
    read = dict(grid or {})
    candidates = Candidates(workload, had, day, read)
    everything = candidates.all()
    key = ordering(workload.weights, everything)
    judged = [(item, failures(workload, item)) for item in everything]
    feasible = tuple(sorted((item for item, broken in judged if not broken), key=key))
    covered = {item.region.name for item in everything}
    others = [(item, failures(workload, item)) for item in candidates.other(covered)]
    rejected = _rejected(workload, judged + others, {item.region.name for item in feasible})
    if not feasible:
        others = [(item, failures(workload, item)) for item in candidates.other()]
        raise NoPlaceError(relaxations(judged, key) or relaxations(others, key), rejected)
    return Decision(
        workload=workload,
        feasible=feasible,
        front=pareto(feasible),
        rejected=rejected,
        stay=_stay(workload, feasible[0], everything, key),
        source=had.source,
        decided_on=day,
        grid=read,
        yearly_choice=_by_year(workload, had, day, feasible) if read else None,
    )


def _by_year(
    workload: Workload, supply: Supply, day: date, feasible: Sequence[Candidate]
) -> Candidate:
    """Return what the yearly averages choose: the same places are feasible, in another order."""
    chosen = decide(workload, supply, day).choice.offer
    return next(item for item in feasible if item.offer == chosen)


def _rejected(
    workload: Workload,
    judged: Sequence[tuple[Candidate, tuple[Failure, ...]]],
    feasible: set[str],
) -> dict[str, Failure]:
    """Say of each region what stopped the candidate there that got furthest.

    A SKU that the workload does not accept is worth a word only where no other is offered.
    """
    furthest: dict[str, tuple[tuple[bool, int, float], Failure]] = {}
    for item, broken in judged:
        name = item.region.name
        if name in feasible:
            continue
        first = broken[0]
        got = (item.sku in workload.skus, first.rank, -(first.needed or 0.0))
        if name not in furthest or got > furthest[name][0]:
            furthest[name] = got, first
    return {
        item.name: furthest[item.name][1]
        if item.name in furthest
        else region_failure(workload, item)
        for item in regions()
        if item.name not in feasible
    }


def _stay(
    workload: Workload,
    choice: Candidate,
    everything: Sequence[Candidate],
    key: Callable[[Candidate], Key],
) -> Candidate | None:
    """Return the chosen model in the region of the callers, under the chosen SKU if there is."""
    there = [
        item
        for item in everything
        if item.region.name == workload.from_region
        and item.model == choice.model
        and item.sku in workload.skus
    ]
    return min(there, key=lambda item: (item.sku != choice.sku, key(item)), default=None)

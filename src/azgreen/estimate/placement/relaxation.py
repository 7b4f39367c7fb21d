"""Nothing is feasible: which constraint stands in the way of the best place?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from azgreen.estimate.placement.candidate import Candidate
    from azgreen.estimate.placement.constraints import Failure
    from azgreen.estimate.placement.scoring import Key

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Relaxation:
    """What to change, all of it together, so that `admits` becomes feasible."""

    failures: tuple[Failure, ...]
    admits: Candidate

    @property
    def constraints(self) -> tuple[str, ...]:
        """The keys of the workload that have to change, and "quota", which Azure has to."""
        return tuple(item.constraint for item in self.failures)

    def __str__(self) -> str:
        fixes = " and ".join(str(item.fix) for item in self.failures)
        best = self.admits
        grid = f"{best.yearly_grid_gco2e_per_kwh.mid:.0f} gCO2e/kWh"
        return f"{fixes}, which admits {best.model} {best.sku} in {best.region.name} ({grid})"


def relaxations(
    judged: Sequence[tuple[Candidate, tuple[Failure, ...]]], key: Callable[[Candidate], Key]
) -> list[Relaxation]:
    """Return what to relax first: of the fewest constraints the set that admits the best place.

    The others that follow are the best that each other set of as many constraints would admit.
    """
    possible = [
        Relaxation(broken, item)
        for item, broken in judged
        if broken and all(failure.fix is not None for failure in broken)
    ]
    fewest = min((len(item.failures) for item in possible), default=0)
    best: dict[tuple[str, ...], Relaxation] = {}
    ranked = sorted(
        (item for item in possible if len(item.failures) == fewest), key=lambda it: key(it.admits)
    )
    for item in ranked:
        best.setdefault(item.constraints, item)
    return list(best.values())[:_SHOWN]

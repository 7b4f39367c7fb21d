"""Which of the sizes that can be bought carries what was asked for, with the least of it?

    refused = sum of what goes over a size / sum of what was asked for

A size is taken whose refused share stays within half the budget on what was measured, and within
all of it were there a tenth more: the same caution as `azgreen.estimate.scaling` learns with. The
present size stays for as long as it keeps within the whole budget and no size is worth the change.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from azgreen.estimate.capacity import PEAK_FACTOR
from azgreen.estimate.rightsizing.evidence import evidence
from azgreen.estimate.rightsizing.recommendation import (
    WORTH_SHARE,
    Month,
    Recommendation,
    Risk,
    Saving,
)
from azgreen.estimate.scaling.replay import LATE_BUDGET
from azgreen.estimate.scaling.search import LEARNED_BUDGET_SHARE, STRESS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from azgreen.estimate.rightsizing.samples import Samples

_MINUTE_S: Final = 60
_WEEK_S: Final = 7 * 86_400
_MORE: Final = max(STRESS)


@dataclass(frozen=True, slots=True)
class Rung:
    """One size that can be had."""

    size: Mapping[str, Any]
    carries: float
    """In the unit of what is asked for."""
    month: Month = field(default_factory=Month)


@dataclass(frozen=True, slots=True)
class Ladder:
    """What one resource was asked for, and the sizes it could have, the smallest first."""

    resource: str
    kind: str
    unit: str
    asked: Samples
    """What was asked for in each step, refused or not."""
    current: Rung
    rungs: tuple[Rung, ...]
    budget: float = LATE_BUDGET
    by_minute: bool = True
    """Whether more than a size carries is refused within the minute: then steps that are longer
    count with the busiest of their minutes."""
    of: str = "the requests"
    """What goes over a size that is too small."""
    notes: tuple[str, ...] = ()


def climbed(ladder: Ladder) -> Recommendation:
    """Return what the ladder comes to."""
    told = evidence(ladder.asked, ladder.unit)
    if told.missing is not None:
        return _said(ladder, told, "more data", told.missing)
    asked = _peaks(ladder, ladder.asked.known)
    best = _least(ladder, asked)
    now = asked.refused_share(ladder.current.carries)
    if best is None and now > ladder.budget:
        largest = ladder.rungs[-1].size if ladder.rungs else "none"
        why = f"no size that can be had carries it; the largest is {largest}"
        return _said(ladder, told, "unknown", why)
    why_not = _why_keep(ladder, best, now)
    if best is None or why_not:
        kept = Risk(now, now, None, ladder.budget, ladder.of)
        return _said(ladder, told, "keep", why_not, risk=kept)
    then = asked.refused_share(best.carries)
    risk = Risk(now, then, _unseen(ladder), ladder.budget, ladder.of)
    saving = Saving(ladder.current.month, best.month)
    why = _why_change(ladder, best, now)
    return _said(ladder, told, "change", why, size=best.size, saving=saving, risk=risk)


def refused_share(asked: Sequence[float], carries: float) -> float:
    """Return the share of what was asked for that goes over a size (formula above)."""
    return _Peaks(sorted(asked)).refused_share(carries)


@dataclass(frozen=True)
class _Peaks:
    """What was asked for, in order: a search for a size looks at what goes over it alone."""

    ordered: Sequence[float]

    def refused_share(self, carries: float) -> float:
        """Return the share that goes over a size."""
        more = self.ordered[bisect_right(self.ordered, carries) :]
        over = math.fsum([value - carries for value in more])
        return over / self._whole if self._whole else 0.0

    @cached_property
    def _whole(self) -> float:
        return math.fsum(self.ordered)


def _said(ladder: Ladder, told: Any, verdict: Any, why: str, **more: Any) -> Recommendation:
    return Recommendation(
        ladder.resource,
        ladder.kind,
        verdict,
        why,
        ladder.current.size,
        told,
        notes=ladder.notes,
        **more,
    )


def _peaks(ladder: Ladder, values: Sequence[float]) -> _Peaks:
    blunt = ladder.by_minute and ladder.asked.step_s > _MINUTE_S
    ordered = sorted(values)
    return _Peaks([value * PEAK_FACTOR for value in ordered] if blunt else ordered)


def _least(ladder: Ladder, asked: _Peaks) -> Rung | None:
    """The larger a size, the less it refuses: so the least that will do is found by halves."""
    at = bisect_left(ladder.rungs, True, key=lambda rung: _does(ladder, rung, asked))  # noqa: FBT003
    return ladder.rungs[at] if at < len(ladder.rungs) else None


def _does(ladder: Ladder, rung: Rung, asked: _Peaks) -> bool:
    return (
        asked.refused_share(rung.carries) <= ladder.budget * LEARNED_BUDGET_SHARE
        and asked.refused_share(rung.carries / _MORE) <= ladder.budget
    )


def _why_keep(ladder: Ladder, best: Rung | None, now: float) -> str:
    """Say why nothing is to change; empty where something is."""
    within = f"{now:.2%} goes over it, within the budget of {ladder.budget:.2%}"
    if best is None:
        return f"{within}; no size that can be had is more careful"
    if now > ladder.budget:
        return ""
    less = 1 - best.carries / ladder.current.carries
    if less >= WORTH_SHARE:
        return ""
    if best.carries > ladder.current.carries:
        return f"{within}; a larger size would be more careful, not needed"
    return f"{within}; no size that does is smaller by {WORTH_SHARE:.0%}"


def _why_change(ladder: Ladder, best: Rung, now: float) -> str:
    if now > ladder.budget:
        return f"{now:.2%} goes over the size there is, the budget is {ladder.budget:.2%}"
    less = 1 - best.carries / ladder.current.carries
    return f"a size that carries {less:.0%} less does, at what was measured and a tenth more"


def _unseen(ladder: Ladder) -> float | None:
    """Return what the last week would have refused at the size that the weeks before it ask for."""
    steps = _WEEK_S // ladder.asked.step_s
    before = [value for value in ladder.asked.values[:-steps] if value is not None]
    after = [value for value in ladder.asked.values[-steps:] if value is not None]
    earlier = _least(ladder, _peaks(ladder, before)) if before else None
    if earlier is None or not after:
        return None
    return _peaks(ladder, after).refused_share(earlier.carries)

"""Which of many autoscale settings is the best, when each may be replayed?"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from azgreen.estimate.scaling.fleet import decisions
from azgreen.estimate.scaling.load import MINUTE_S
from azgreen.estimate.scaling.policies import Autoscale
from azgreen.estimate.scaling.replay import autoscaled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from azgreen.estimate.scaling.replay import Case, Outcome
    from azgreen.estimate.scaling.setting import Setting

LEARNED_BUDGET_SHARE: Final = 0.5
"""Part of the late budget that may be used up while learning: the next week will differ."""

STRESS: Final = (1.1, 0.9)
"""Loads, as factors of the learned one, at which the whole late budget has to hold as well."""

Rank = tuple[float, float]
"""Less is better: how far over the budget a candidate is, then its instance hours."""


class Search:
    """The best of the candidates that were considered; of equal ones that with the least number."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._learned = _Replays(case)
        self._stressed = [_Replays(replace(case, load=case.load.times(it))) for it in STRESS]
        self._best: tuple[Rank, int] = ((math.inf, math.inf), 0)
        self._found: Setting | None = None

    @property
    def found(self) -> tuple[Setting, Outcome]:
        """The best one, and what it did to the load."""
        assert self._found is not None  # noqa: S101 - there is always a candidate
        return self._found, autoscaled(self._case, self._found)

    @property
    def rank(self) -> Rank:
        """That of the best one."""
        return self._best[0]

    def consider(self, setting: Setting, number: int) -> None:
        """Replay a candidate, as far as it may still be better than the best one."""
        if (self._least(setting), number) >= self._best:
            return
        budget = self._case.late_budget
        did, others = self._learned.of(setting), list[float]()
        rank = rank_of(did, others, budget)
        for harder in self._stressed:
            if (rank, number) >= self._best:
                return
            others.append(harder.of(setting).late_share)
            rank = rank_of(did, others, budget)
        if (rank, number) < self._best:
            self._best, self._found = (rank, number), setting

    def _least(self, setting: Setting) -> Rank:
        """Return a rank that no replay of the setting can be better than."""
        load = self._case.load
        minutes = Autoscale(setting, load.start).least_minutes(load.seconds // MINUTE_S)
        steps = minutes * (MINUTE_S // load.step_s)
        return 0.0, steps * (load.step_s / 3600)


class Did(NamedTuple):
    """What of a replay candidates are compared by."""

    late_share: float
    instance_hours: float


class _Replays:
    """Replays of one load, each once: nine of ten settings of a grid decide as another does."""

    def __init__(self, case: Case) -> None:
        self._case, self._by_minute = case, case.load.by_minute()
        self._known = dict[tuple[int, ...], Did]()

    def of(self, setting: Setting) -> Did:
        """Return what the setting does to the load."""
        decided = decisions(self._by_minute, Autoscale(setting, self._by_minute.start))
        if decided not in self._known:
            outcome = self._case.run_decided("autoscale", decided)
            self._known[decided] = Did(outcome.late_share, outcome.instance_hours)
        return self._known[decided]


def rank_of(did: Did, stressed: Sequence[float], budget: float) -> Rank:
    """Return what is less for a better candidate: how far over budget it is, then its hours."""
    over = max(0.0, did.late_share - budget * LEARNED_BUDGET_SHARE)
    over += sum(max(0.0, late_share - budget) for late_share in stressed)
    return over, did.instance_hours

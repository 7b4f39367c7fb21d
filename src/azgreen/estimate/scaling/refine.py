"""Which autoscale setting suits a load that has been measured for weeks, when time is no matter?

`autoscale` chooses from a grid. This goes on from its middle, one property at a time, for as long
as a step still saves instance hours under the same budget and the same stress.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from azgreen.errors import Fault, InputError
from azgreen.estimate.scaling.search import Search
from azgreen.estimate.scaling.size import Shape, Sizing, setting_for
from azgreen.estimate.scaling.week import has_seasons

if TYPE_CHECKING:
    from azgreen.estimate.scaling.replay import Case

_BEGIN: Final = Shape(0.9, 0.5, 1, 0.1, 0.15, 0.15)
_STEPS: Final[dict[str, tuple[float, ...]]] = {
    "out_share": (0.6, 0.7, 0.75, 0.8, 0.85, 0.88, 0.9, 0.92, 0.94, 0.96, 0.98, 1.0),
    "floor_share": (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95),
    "back": (1, 2, 3, 4),
    "step_share": (0.03, 0.06, 0.1, 0.12, 0.15, 0.2),
    "urgent_share": (0.05, 0.1, 0.15, 0.25, 0.35),
    "urgent_distance": (0.02, 0.04, 0.08, 0.15, 0.25),
}


def refined(case: Case) -> Sizing:
    """Return the setting for a week or more of load, in steps of a minute.

    Raises:
        InputError: the load is shorter than a week.
    """
    if not has_seasons(case.load):
        reason = f"{case.load.hours:.1f} hours are too short; allowed: a week or more"
        raise InputError([Fault("load", reason)])
    descent = _Descent(case)
    descent.go()
    setting, learned = descent.search.found
    setting.check(case.instance.load_time_s)
    return Sizing(setting, learned, None, case.late_budget)


class _Descent:
    """From one shape to the next better one, until none of its neighbours is."""

    def __init__(self, case: Case) -> None:
        self.search = Search(case)
        self._case, self._shape, self._tried = case, _BEGIN, 0
        self._improves(_BEGIN)

    def go(self) -> None:
        """Take every step that saves something."""
        while sum(self._along(name, values) for name, values in _STEPS.items()):
            pass

    def _along(self, name: str, values: tuple[float, ...]) -> bool:
        """Walk along one property, up or else down, for as long as that is better."""
        at = values.index(getattr(self._shape, name))
        for step in (1, -1):
            walked = 0
            while 0 <= at + step * (walked + 1) < len(values):
                value = values[at + step * (walked + 1)]
                if not self._improves(replace(self._shape, **{name: value})):
                    break
                walked += 1
            if walked:
                return True
        return False

    def _improves(self, shape: Shape) -> bool:
        before = self.search.rank
        self.search.consider(setting_for(self._case, shape, weekly=True), self._tried)
        self._tried += 1
        if self.search.rank >= before:
            return False
        self._shape = shape
        return True

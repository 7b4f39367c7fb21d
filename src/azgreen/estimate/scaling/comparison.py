"""What does an autoscale save beside a constant number and beside the best there could be?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from azgreen.estimate.scaling.replay import autoscaled, oracle, static_least, static_peak

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from azgreen.estimate.scaling.replay import Case, Outcome
    from azgreen.estimate.scaling.setting import Setting


@dataclass(frozen=True, slots=True)
class Comparison:
    """Static peak, the autoscale and the oracle side by side."""

    static: Outcome
    least: Outcome
    autoscale: Outcome
    oracle: Outcome
    late_budget: float

    def saved(self, outcome: Outcome) -> float:
        """Return the share of static peak's instance hours that `outcome` saves."""
        return 1 - outcome.instance_hours / self.static.instance_hours

    @property
    def share_of_oracle(self) -> float | None:
        """The autoscale's saving as a share of the oracle's; None where there is none to have."""
        possible = self.saved(self.oracle)
        return self.saved(self.autoscale) / possible if possible > 0 else None

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """All of them, as they are shown."""
        return (self.static, self.least, self.autoscale, self.oracle)

    def chosen(self, policies: Sequence[str]) -> dict[str, Any]:
        """Return plain values for JSON, of the policies named with hyphens for blanks."""
        rows = [
            item.as_dict() | {"saved_share": self.saved(item)}
            for item in self.outcomes
            if item.policy.replace(" ", "-") in policies
        ]
        return {
            "policies": rows,
            "autoscale_share_of_oracle": self.share_of_oracle,
            "autoscale_over_late_budget": not self.autoscale.meets(self.late_budget),
        }


def compare(
    case: Case, setting: Setting, told: Callable[[float], None] | None = None
) -> Comparison:
    """Replay `setting` beside static peak and the oracle."""
    chosen = autoscaled(case, setting, told)
    best = oracle(case)
    # the oracle's search is a family of schedules; what the policy did is known to it as well
    if chosen.meets(case.late_budget) and chosen.instance_hours < best.instance_hours:
        best = replace(chosen, policy="oracle")
    return Comparison(static_peak(case), static_least(case), chosen, best, case.late_budget)

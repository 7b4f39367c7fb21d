"""What of a decision is kept beside the stack, so that anybody can see when it is out of date?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from azgreen.catalog import PROVISIONED, way_of
from azgreen.errors import EstimateError

if TYPE_CHECKING:
    from azgreen.catalog import Spread
    from azgreen.estimate.placement.candidate import Candidate
    from azgreen.estimate.placement.decision import Decision

_DIGITS: Final = 3
"""More than the estimate knows, and steady where a rounding error is not."""


def record(decision: Decision, workload_sha256: str) -> dict[str, Any]:
    """Return the object `azgreen:placement` of a stack; units are in the keys.

    Raises:
        EstimateError: the decision is one for an hour, which is no reason to live anywhere.
    """
    if decision.yearly_choice is not None:
        raise EstimateError("a decision on live readings is not recorded; decide without them")
    choice, second = decision.choice, decision.runner_up
    return {
        **_named(choice),
        "decidedOn": decision.decided_on.isoformat(),
        "dataVersion": decision.data_version,
        "runnerUp": None if second is None else _named(second),
        "gridGco2ePerKwh": _rounded(choice.grid_gco2e_per_kwh.mid),
        "gco2ePerMonth": _spread(choice.gco2e_per_month),
        "workloadSha256": workload_sha256,
    }


def _named(item: Candidate) -> dict[str, Any]:
    named = {"region": item.region.name, "sku": item.sku, "model": item.model}
    return named | ({"ptu": item.need.units} if way_of(item.sku) == PROVISIONED else {})


def _spread(value: Spread | None) -> dict[str, float] | None:
    if value is None:
        return None
    return {name: _rounded(end) for name, end in value.as_dict().items()}


def _rounded(value: float) -> float:
    short = float(f"{value:.{_DIGITS}g}")
    return int(short) if short.is_integer() else short

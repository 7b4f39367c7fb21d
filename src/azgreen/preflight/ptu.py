"""Does Azure's calculator say as many PTUs as the plan has?

Compared is the busiest minute of the declared mean, as `ProvisionedDeployment` buys for it. Fewer
PTUs than that are no fault of their own: the rest may spill over, or come from the prompt cache.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from azgreen.errors import AzgreenError
from azgreen.estimate.capacity import PEAK_FACTOR
from azgreen.estimate.sizing import PtuLoad, size_ptu
from azgreen.preflight.azure import number
from azgreen.preflight.line import Line, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen.estimate.traffic import Traffic
    from azgreen.preflight.azure import Json
    from azgreen.preflight.wanted import Deployed

_PER_MINUTE = 60.0


def workload(traffic: Traffic) -> Json:
    """Return the busiest minute as Calculate Model Capacity takes it: whole numbers."""
    return {
        "requestPerMinute": math.ceil(_peak_per_minute(traffic)),
        "requestParameters": {
            "avgPromptTokens": math.ceil(traffic.input_tokens),
            "avgGeneratedTokens": math.ceil(traffic.output_tokens),
        },
    }


def calculated(answer: Json) -> float | None:
    """Read what can be deployed for a load; None where Azure does not say."""
    return number(answer, "estimatedCapacity", "deployableValue")


def own(wanted: Deployed, traffic: Traffic) -> float | None:
    """Return azgreen's own size; None where the table does not list the model."""
    load = PtuLoad(_peak_per_minute(traffic), traffic.input_tokens, traffic.output_tokens)
    try:
        return float(size_ptu(wanted.model, wanted.sku, load).ptu)
    except AzgreenError:
        return None


def judge(wanted: Deployed, units: float | None, mine: float | None) -> Iterator[Line]:
    """Yield the line of one deployment.

    Args:
        wanted: The deployment.
        units: What Azure's calculator says; None where it said nothing.
        mine: What azgreen says; None where it says nothing.
    """
    has = f"{wanted.told} has {wanted.units:g} PTU"
    if units is None and mine is None:
        remedy = "size it from a load test: neither Azure's calculator nor azgreen knows the model"
        yield _line(Verdict.SKIP, wanted, f"{has}; no size is published", remedy)
        return
    who = "azgreen" if units is None else "Azure's calculator"
    right = mine if units is None else units
    told = f"{has}, and {who} says {right:g} for the busiest minute of azgreen-need"
    if right == wanted.units and units is not None:
        yield _line(Verdict.PASS, wanted, told)
    elif right == wanted.units:
        yield _line(Verdict.WARN, wanted, told, "Azure's calculator does not know the model")
    elif wanted.units < (right or 0):
        remedy = f"set sku.capacity to {right:g}, unless the rest spills over or is cached"
        yield _line(Verdict.WARN, wanted, told, remedy)
    else:
        remedy = f"set sku.capacity to {right:g}: PTUs are billed and draw power whether used"
        yield _line(Verdict.WARN, wanted, told, f"{remedy} or not")


def _line(verdict: Verdict, wanted: Deployed, told: str, remedy: str = "") -> Line:
    return Line(verdict, "ptu", wanted.name, told, remedy)


def _peak_per_minute(traffic: Traffic) -> float:
    return traffic.requests_per_second * _PER_MINUTE * PEAK_FACTOR

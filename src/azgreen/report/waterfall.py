"""How much of the saving does each step bring, from the default choice to what is chosen?"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from azgreen.catalog import model as model_named
from azgreen.catalog import region
from azgreen.errors import EstimateError, Fault, InputError
from azgreen.estimate.carbon import embodied_gco2e, operational_gco2e
from azgreen.estimate.energy import energy_wh, gpu_j_per_request

if TYPE_CHECKING:
    from azgreen.catalog import Spread
    from azgreen.estimate.place import Place
    from azgreen.estimate.placement import Decision
    from azgreen.estimate.traffic import Traffic

REQUESTS: Final = 1000
"""Every step is for so many requests."""

_DIGITS: Final = 2


@dataclass(frozen=True, slots=True)
class Levers:
    """What is to be done beside the choice; None: nothing is said, so no step is shown.

    A cached answer counts as free of carbon: what the cache itself emits is not part of it.
    """

    cache_hit_rate: float | None = None
    """Share of the requests that are answered without the model."""
    response_budget_tokens: float | None = None
    """Tokens of the mean answer under a response budget."""

    def __post_init__(self) -> None:
        faults: list[Fault] = []
        rate, tokens = self.cache_hit_rate, self.response_budget_tokens
        if rate is not None and not 0 <= rate < 1:
            allowed = "allowed: from 0 to below 1"
            faults.append(Fault("cache_hit_rate", f"{rate!r} is not usable; {allowed}"))
        if tokens is not None and not (math.isfinite(tokens) and tokens > 0):
            allowed = "allowed: a finite number above 0"
            faults.append(Fault("response_budget_tokens", f"{tokens!r} is not usable; {allowed}"))
        if faults:
            raise InputError(faults)


@dataclass(frozen=True, slots=True)
class Level:
    """What is emitted when everything up to here is done, gCO2e per 1,000 requests."""

    name: str
    gco2e: Spread


def levels(decision: Decision, levers: Levers | None = None) -> tuple[Level, ...]:
    """Return the default choice, then what each step leaves; the third is the choice itself.

    The model comes first, at the place of the default choice; then that model at its own place.
    """
    choice, default, traffic = decision.choice, decision.default, decision.workload.traffic
    if choice.gco2e_per_month is None:
        raise EstimateError(f"the carbon of {choice.model} is not known; choose another model")
    ours, theirs = choice.region.display_name, region(default.region).display_name
    found = [
        Level(f"{default.model} in {theirs}", default.gco2e),
        Level(f"{default.model} to {choice.model}", _gco2e(choice.model, default.place, traffic)),
        Level(
            f"{theirs} to {ours}",
            choice.gco2e_per_month * (REQUESTS / decision.workload.requests_per_month),
        ),
    ]
    return (*found, *_pulled(levers or Levers(), decision))


def rounded(mids: list[float]) -> tuple[Decimal, ...]:
    """Round to a common place, that of the smallest's second digit: so differences add up."""
    least = min((value for value in mids if value > 0), default=1.0)
    place = min(0, math.floor(math.log10(least)) - _DIGITS + 1)
    return tuple(Decimal(value).quantize(Decimal(1).scaleb(place)) for value in mids)


def _pulled(levers: Levers, decision: Decision) -> list[Level]:
    choice, traffic, found = decision.choice, decision.workload.traffic, list[Level]()
    if levers.response_budget_tokens is not None:
        tokens = min(levers.response_budget_tokens, traffic.output_tokens)
        name = f"answers {traffic.output_tokens:g} to {tokens:g} tokens"
        traffic = replace(traffic, output_tokens=tokens)
        found.append(Level(name, _gco2e(choice.model, choice.place, traffic)))
    if levers.cache_hit_rate is not None:
        sent = _gco2e(choice.model, choice.place, traffic) * (1 - levers.cache_hit_rate)
        found.append(Level(f"{levers.cache_hit_rate:.0%} from the cache", sent))
    return found


def _gco2e(model: str, place: Place, traffic: Traffic) -> Spread:
    gpu_j = gpu_j_per_request(model_named(model), traffic) * REQUESTS
    used = operational_gco2e(energy_wh(gpu_j), place.pue, place.grid_gco2e_per_kwh)
    return used + embodied_gco2e(gpu_j)

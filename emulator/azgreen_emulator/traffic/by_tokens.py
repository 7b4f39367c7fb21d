"""What do the model deployments of an AI account measure?

Provisioned throughput is used up by normalised tokens (`azgreen.estimate.sizing.ptu_load`), others
by tokens per minute; what goes over it is answered with 429. How fast a model answers is published
for none, so latencies are sent only where the load's facts name `ms_to_first_token` and
`ms_between_tokens`.
"""

from __future__ import annotations

import json
import math
from array import array
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from azgreen import catalog
from azgreen.estimate.sizing.ptu_load import PtuLoad, normalised_tokens
from azgreen_emulator.traffic.samples import Later, Series, amounts, counts, gauges

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from azgreen.estimate.scaling import Load
    from azgreen_emulator.arm.records import Body
    from azgreen_emulator.traffic.placed import Placed
    from azgreen_emulator.traffic.samples import Sample

_OPENAI: Final = "OpenAI"
_TOKENS_PER_UNIT: Final = 1000
_STREAM: Final = {"StreamType": "Non-Streaming"}
_OVER: Final = {"IsSpillover": "False"}

# by what Azure calls it for models of OpenAI and for others
_NAMES: Final = {
    "requests": ("AzureOpenAIRequests", "ModelRequests"),
    "input": ("ProcessedPromptTokens", "InputTokens"),
    "output": ("GeneratedTokens", "OutputTokens"),
    "all": ("TokenTransaction", "TotalTokens"),
    "available": ("AzureOpenAIAvailabilityRate", "ModelAvailabilityRate"),
    "used": ("AzureOpenAIProvisionedManagedUtilizationV2", "ProvisionedUtilization"),
    "first": ("AzureOpenAITimeToResponse", "TimeToResponse"),
    "last": ("AzureOpenAITTLTInMS", "TimeToLastByte"),
    "speed": ("AzureOpenAITokenPerSecond", "TokensPerSecond"),
}


def of_account(placed: Placed, minutes: int) -> dict[str, list[Series]]:
    """Return the series of `Microsoft.CognitiveServices/accounts` that a deployment adds."""
    run = _Run(placed, minutes)
    found = {"requests": _requests(placed, run)}
    load = placed.load
    both = (load.input_tokens, load.output_tokens)
    for name, tokens in (("input", both[:1]), ("output", both[1:]), ("all", both)):
        found[name] = [_series(placed, run.tokens(tokens))]
    asked = load.requests
    found["available"] = [_later(placed, run, lambda row: 100.0 if asked[row] else None)]
    if is_provisioned(placed.sizes[-1][1]):
        used = _later(placed, run, lambda row: 100 * min(1.0, run.used[row]), _STREAM)
        found["used"] = [used]
    found |= _latencies(placed, run)
    openai = placed.sizes[-1][1]["model"]["format"] == _OPENAI
    named = {_NAMES[name][0 if openai else 1]: series for name, series in found.items()}
    if "used" in found and openai:
        named["ActiveTokens"] = found["all"]
    return named


def is_provisioned(size: Body) -> bool:
    """Tell whether a deployment is paid by the PTU."""
    return size["sku"].lower() in {name.lower() for name in catalog.PTU_SKUS}


class _Run:
    """What becomes of the requests of each minute; samples are made when they are looked at."""

    def __init__(self, placed: Placed, minutes: int) -> None:
        self.load, self.minutes = placed.load, minutes
        sized = json.dumps([placed.stretches(), placed.facts], sort_keys=True)
        self.used = _used(placed.load, sized, minutes)

    def passed(self, row: int) -> float:
        """Return which share of a minute's requests is answered."""
        used = self.used[row]
        return min(1.0, 1 / used) if used else 1.0

    def done(self, row: int) -> float:
        """Return how many requests of a minute are answered."""
        return self.load.requests[row] * self.passed(row)

    def refused(self, row: int) -> float:
        """Return how many are not."""
        return self.load.requests[row] - self.done(row)

    @property
    def refuses(self) -> bool:
        """Whether any is refused."""
        return any(used > 1 and self.refused(row) for row, used in enumerate(self.used))

    def counted(self, count: Callable[[int], float]) -> Later:
        """Return so many requests a minute."""
        return Later(self.minutes, lambda rows: counts(map(count, rows)))

    def tokens(self, tokens: Sequence[Sequence[float]]) -> Later:
        """Return the tokens of answered requests, of what is given summed up."""

        def made(rows: range) -> list[Sample | None]:
            shares = [self.passed(row) for row in rows]
            sums = [
                sum(each[row] * share for each in tokens)
                for row, share in zip(rows, shares, strict=True)
            ]
            return amounts(sums, map(self.done, rows))

        return Later(self.minutes, made)


@lru_cache(maxsize=256)
def _used(load: Load, sized: str, minutes: int) -> Sequence[float]:
    """Return how much of what is deployed each minute asks for; above 1 it is refused."""
    stretches, facts = json.loads(sized)
    found = array("d")
    for first, last, size in stretches:
        able, weights = _able(size), _weights(size, facts)
        found.extend(
            _share(load.input_tokens[row] * weights[0] + load.output_tokens[row] * weights[1], able)
            for row in range(first, min(last, minutes))
        )
    return found


def _share(asked: float, able: float) -> float:
    if not asked:
        return 0.0
    return asked / able if able else math.inf


def _able(size: Body) -> float:
    """Return what a deployment lets through in a minute: normalised tokens, or tokens."""
    if is_provisioned(size):
        return size["capacity"] * catalog.ptu(size["model"]["name"]).input_tpm_per_ptu
    return size["capacity"] * _TOKENS_PER_UNIT


def _weights(size: Body, facts: Body) -> tuple[float, float]:
    """Return what a token counts that is read, and one that is written."""
    if not is_provisioned(size):
        return 1.0, 1.0
    row, cached = catalog.ptu(size["model"]["name"]), facts.get("cache_rate", 0.0)
    read, written = (
        normalised_tokens(row, PtuLoad(1, *tokens, cache_rate=cached))
        for tokens in ((1.0, 0.0), (0.0, 1.0))
    )
    return read, written


def _requests(placed: Placed, run: _Run) -> list[Series]:
    more = {**_STREAM, **_OVER}
    found = [_series(placed, run.counted(run.done), {"StatusCode": "200", **more})]
    if run.refuses:
        found.append(_series(placed, run.counted(run.refused), {"StatusCode": "429", **more}))
    return found


def _latencies(placed: Placed, run: _Run) -> dict[str, list[Series]]:
    first, between = (
        placed.facts.get(f"ms_{name}") for name in ("to_first_token", "between_tokens")
    )
    if first is None or between is None:
        return {}
    load = placed.load

    def whole(row: int) -> float | None:
        asked = load.requests[row]
        return first + between * load.output_tokens[row] / asked if asked else None

    return {
        "first": [_later(placed, run, lambda row: first if run.done(row) else None)],
        "last": [_later(placed, run, whole)],
        "speed": [_later(placed, run, lambda row: 1000 / between if run.done(row) else None)],
    }


def _later(
    placed: Placed,
    run: _Run,
    value: Callable[[int], float | None],
    more: dict[str, str] | None = None,
) -> Series:
    return _series(placed, Later(run.minutes, lambda rows: gauges(map(value, rows))), more)


def _series(placed: Placed, samples: Later, more: dict[str, str] | None = None) -> Series:
    size = placed.sizes[-1][1]
    dimensions = {
        "ModelDeploymentName": placed.resource.name,
        "ModelName": size["model"]["name"],
        "ModelVersion": size["model"].get("version", ""),
        "Region": size["region"],
    }
    return Series(placed.first_minute, samples, {**dimensions, **(more or {})})

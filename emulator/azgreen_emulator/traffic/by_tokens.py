"""What do the model deployments of an AI account measure?

Provisioned throughput is used up by normalised tokens (`azgreen.estimate.sizing.ptu_load`), others
by tokens per minute; what goes over it is answered with 429. How fast a model answers is published
for none, so latencies are sent only where the load's facts name `ms_to_first_token` and
`ms_between_tokens`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from azgreen import catalog
from azgreen.estimate.sizing.ptu_load import PtuLoad, normalised_tokens
from azgreen_emulator.traffic.samples import Series, amounts, counts, gauges

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    used = _used(placed, minutes)
    passed = [min(1.0, 1 / share) if share else 1.0 for share in used]
    requests = placed.load.requests[:minutes]
    done = [count * share for count, share in zip(requests, passed, strict=True)]
    found = {"requests": _requests(placed, requests, done)}
    read = _let_through(placed.load.input_tokens, passed)
    written = _let_through(placed.load.output_tokens, passed)
    both = [one + other for one, other in zip(read, written, strict=True)]
    for name, values in (("input", read), ("output", written), ("all", both)):
        found[name] = [_series(placed, amounts(values, done))]
    found["available"] = [_series(placed, gauges(100.0 if count else None for count in requests))]
    if is_provisioned(placed.sizes[-1][1]):
        found["used"] = [_series(placed, gauges(100 * min(1.0, share) for share in used), _STREAM)]
    found |= _latencies(placed, done)
    openai = placed.sizes[-1][1]["model"]["format"] == _OPENAI
    named = {_NAMES[name][0 if openai else 1]: series for name, series in found.items()}
    if "used" in found and openai:
        named["ActiveTokens"] = found["all"]
    return named


def is_provisioned(size: Body) -> bool:
    """Tell whether a deployment is paid by the PTU."""
    return size["sku"].lower() in {name.lower() for name in catalog.PTU_SKUS}


def _used(placed: Placed, minutes: int) -> list[float]:
    """Return how much of what is deployed each minute asks for; above 1 it is refused."""
    found = list[float]()
    for first, last, size in placed.stretches():
        rows = range(first, min(last, minutes))
        able = _able(size)
        found += [_share(_asked(placed, size, row), able) for row in rows]
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


def _asked(placed: Placed, size: Body, row: int) -> float:
    load = placed.load
    requests = load.requests[row]
    if not requests:
        return 0.0
    read, written = load.input_tokens[row] / requests, load.output_tokens[row] / requests
    if not is_provisioned(size):
        return requests * (read + written)
    each = PtuLoad(1, read, written, cache_rate=placed.facts.get("cache_rate", 0.0))
    return requests * normalised_tokens(catalog.ptu(size["model"]["name"]), each)


def _requests(placed: Placed, asked: Sequence[float], done: Sequence[float]) -> list[Series]:
    refused = [all_ - own for all_, own in zip(asked, done, strict=True)]
    more = {**_STREAM, **_OVER}
    found = [_series(placed, counts(done), {"StatusCode": "200", **more})]
    if any(refused):
        found.append(_series(placed, counts(refused), {"StatusCode": "429", **more}))
    return found


def _latencies(placed: Placed, done: Sequence[float]) -> dict[str, list[Series]]:
    first, between = (
        placed.facts.get(f"ms_{name}") for name in ("to_first_token", "between_tokens")
    )
    if first is None or between is None:
        return {}
    whole = [
        first + between * written / asked if asked else None
        for written, asked in zip(placed.load.output_tokens, placed.load.requests, strict=True)
    ]
    rows = {
        "first": [first if count else None for count in done],
        "last": whole[: len(done)],
        "speed": [1000 / between if count else None for count in done],
    }
    return {name: [_series(placed, gauges(values))] for name, values in rows.items()}


def _let_through(tokens: Sequence[float], passed: Sequence[float]) -> list[float]:
    return [count * share for count, share in zip(tokens, passed, strict=False)]


def _series(
    placed: Placed, samples: list[Sample | None], more: dict[str, str] | None = None
) -> Series:
    size = placed.sizes[-1][1]
    dimensions = {
        "ModelDeploymentName": placed.resource.name,
        "ModelName": size["model"]["name"],
        "ModelVersion": size["model"].get("version", ""),
        "Region": size["region"],
    }
    return Series(placed.first_minute, samples, {**dimensions, **(more or {})})

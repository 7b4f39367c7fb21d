"""Does Azure take the sampling parameters, and do they suit caching and short answers?

Ranges: azure-rest-api-specs, Azure OpenAI inference. Reasoning models: Microsoft, "Azure OpenAI
reasoning models" (2026-02-24), which lists the GPT-5 and o series. Penalties: OpenAI, "Advanced
usage", by which 0.1 to 1 are reasonable and more can degrade the answers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from azgreen.estimate.prompting.finding import FAIL, PASS, WARN, Finding
from azgreen.estimate.prompting.request import LIMIT_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen.catalog import Model
    from azgreen.estimate.prompting.request import Parameters

RANGES: Final = {
    "temperature": (0.0, 2.0),
    "top_p": (0.0, 1.0),
    "frequency_penalty": (-2.0, 2.0),
    "presence_penalty": (-2.0, 2.0),
}
"""What the API takes, least and most."""

MOST_TEMPERATURE: Final = 1.0
"""Judgement: above the API's default, answers to one question differ so much that a cached one
stands for them badly."""

MOST_PENALTY: Final = 1.0
"""From OpenAI's guide: above, quality suffers."""

_REASONING: Final = re.compile(r"(gpt-5|o[134](-|$))")


def is_reasoning(model: Model) -> bool:
    """Return whether Microsoft's list of reasoning models has the model's series."""
    return model.format == "OpenAI" and _REASONING.match(model.name) is not None


def check_sampling(model: Model, given: Parameters) -> Iterator[Finding]:
    """Check every sampling parameter that was given, and under which name the limit stands."""
    if is_reasoning(model) and given.max_tokens and given.limit_name == LIMIT_NAMES[0]:
        said = f"{model.name!r} does not take it"
        yield Finding(FAIL, LIMIT_NAMES[0], said, f"write {LIMIT_NAMES[1]} in its place")
    for name, (low, high) in RANGES.items():
        value = getattr(given, name)
        if value is not None:
            yield _checked(model, name, value, low, high)


def _checked(model: Model, name: str, value: float, low: float, high: float) -> Finding:
    if not low <= value <= high:
        said = f"{value:g} is refused by the API"
        return Finding(FAIL, name, said, f"allowed: {low:g} to {high:g}")
    if is_reasoning(model):
        said = f"{value:g}: {model.name!r} is a reasoning model, which does not take it"
        return Finding(FAIL, name, said, "leave it out")
    return judged(name, value)


def judged(name: str, value: float) -> Finding:
    """Say whether a value that the API takes suits caching and short answers."""
    if name == "top_p":
        low, high = RANGES[name]
        return Finding(PASS, name, f"{value:g} is within {low:g} to {high:g}")
    return _temperature(value) if name == "temperature" else _penalty(name, value)


def _temperature(value: float) -> Finding:
    if value > MOST_TEMPERATURE:
        said = f"{value:g}: a semantic cache repeats one of many different answers"
        return Finding(WARN, "temperature", said, f"set at most {MOST_TEMPERATURE:g}, or 0")
    return Finding(PASS, "temperature", f"{value:g} is within 0 to {MOST_TEMPERATURE:g}")


def _penalty(name: str, value: float) -> Finding:
    if value < 0:
        said = f"{value:g} rewards repetition, and so longer answers"
        return Finding(WARN, name, said, "set 0 or more")
    if value > MOST_PENALTY:
        said = f"{value:g} can degrade the answers, which are then asked for again"
        return Finding(WARN, name, said, f"set at most {MOST_PENALTY:g}")
    return Finding(PASS, name, f"{value:g} is within 0 to {MOST_PENALTY:g}")

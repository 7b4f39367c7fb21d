"""How much of the prompts could Azure's prompt cache hold?

Azure caches what is the same from the first token on: at least 1,024 tokens, then in steps of 128
(Microsoft, "Prompt caching", 2026-03-19; GPT-4o and newer). Tools stand before the messages.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from azgreen.catalog import Spread
from azgreen.estimate.prompting.request import ChatRequest, Message
from azgreen.estimate.prompting.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from azgreen.estimate.prompting.counting import Counter

LEAST_TOKENS: Final = 1024
STEP_TOKENS: Final = 128


@dataclass(frozen=True, slots=True)
class Prefix:
    """What several requests begin with alike."""

    tokens: Spread
    cacheable_tokens: float
    """By the middle of `tokens`: 0 below `LEAST_TOKENS`."""
    share: float
    """Of the mean prompt."""


def shared_prefix(
    requests: Sequence[ChatRequest], counter: Counter, mean_prompt_tokens: float
) -> Prefix | None:
    """Return what all requests begin with; None for a single one, which says nothing about it."""
    if len(requests) == 1:
        return None
    tokens = _tokens(requests, counter)
    held = min(cacheable(tokens.mid), mean_prompt_tokens)
    return Prefix(tokens, held, held / mean_prompt_tokens)


def cacheable(prefix_tokens: float) -> float:
    """Return how much of a common beginning Azure's prompt cache takes, in tokens."""
    if prefix_tokens < LEAST_TOKENS:
        return 0
    return LEAST_TOKENS + STEP_TOKENS * math.floor((prefix_tokens - LEAST_TOKENS) / STEP_TOKENS)


def _tokens(requests: Sequence[ChatRequest], counter: Counter) -> Spread:
    tools = {item.tools for item in requests}
    if len(tools) > 1:
        return counter.of(_common([item.tools for item in requests]))
    each = [item.messages for item in requests]
    alike = [at[0] for at in takewhile(lambda at: len(set(at)) == 1, zip(*each, strict=False))]
    common = tokens_of(ChatRequest(tuple(alike), tools.pop()), counter).total
    begun = counter.of(_begun([messages[len(alike) :] for messages in each]))
    reply = counter.template.per_request  # stands at the end, after what differs
    return Spread(*(end - reply for end in _ends(common + begun)))


def _begun(rests: list[tuple[Message, ...]]) -> str:
    """Return the text that the first unlike messages begin with alike."""
    if not all(rests) or len({(item[0].role, item[0].name) for item in rests}) > 1:
        return ""
    return _common([item[0].text for item in rests])


def _ends(spread: Spread) -> tuple[float, float, float]:
    return spread.low, spread.mid, spread.high


def _common(texts: list[str]) -> str:
    """Return what all texts begin with: no more than the first and the last by order share."""
    pairs = zip(min(texts), max(texts), strict=False)
    return "".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))

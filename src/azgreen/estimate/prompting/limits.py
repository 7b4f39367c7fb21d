"""Does a request stay within its budgets of tokens: context window, prompt and answer?

Lengths of answers are taken as exponential, as `azgreen advise` does: a limit of m tokens cuts the
share exp(-m / mean) of them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from azgreen.estimate.prompting.finding import FAIL, PASS, WARN, Finding

if TYPE_CHECKING:
    from azgreen.catalog import Model, Spread

MOST_CUT_SHARE: Final = 0.1
"""Judgement: a limit that cuts more than every tenth answer is too low: cut ones are repeated."""

FAR_ABOVE: Final = 8
"""Judgement: times the mean answer from which a limit stops next to nothing (1 in 3,000)."""

_COUNTS: Final = "quota and PTU admission count max_tokens, not what is written"


def check_context(model: Model, prompt: Spread, max_tokens: int | None) -> Finding:
    """Check that the longest prompt and its answer fit the model's context window."""
    check, window = "context window", model.context_tokens
    if window is None:
        return Finding(WARN, check, f"that of {model.name!r} is not known", "look it up")
    answer = 1 if max_tokens is None else max_tokens
    asked = f"{_tokens(prompt)} of prompt and " + (
        "an answer without limit" if max_tokens is None else f"{max_tokens:,} of answer"
    )
    if prompt.low + answer > window:
        fix = "shorten the prompt, lower max_tokens or choose a model with more"
        return Finding(FAIL, check, f"{asked} exceed {window:,} tokens", fix)
    if prompt.high + answer > window:
        fix = "count with the model's own tokenizer before you rely on it"
        return Finding(WARN, check, f"{asked} may exceed {window:,} tokens", fix)
    return Finding(PASS, check, f"{asked} fit into {window:,} tokens")


def check_prompt(prompt: Spread, budget_tokens: float | None) -> Finding | None:
    """Check the mean prompt against the workload's input tokens; None without a workload."""
    if budget_tokens is None:
        return None
    check, told = "prompt budget", f"{_tokens(prompt)}; the workload has {budget_tokens:,.0f}"
    fix = "shorten the prompt, or raise inputTokens and place and size anew"
    if prompt.low > budget_tokens:
        over = prompt.mid / budget_tokens - 1
        return Finding(FAIL, check, f"{told}: {over:.0%} over", fix)
    if prompt.high > budget_tokens:
        return Finding(WARN, check, f"{told}: it may be over", fix)
    return Finding(PASS, check, f"{told}: {prompt.mid / budget_tokens:.0%} of it")


def check_max_tokens(
    max_tokens: int | None,
    mean_answer_tokens: float | None,
    worst_case: str,
    check: str = "max_tokens",
) -> Finding:
    """Check the limit of an answer against the workload's output tokens.

    `worst_case` says what an answer as long as may be costs, `check` whose limit it is.
    """
    if max_tokens is None:
        return _no_limit(check, mean_answer_tokens, worst_case)
    if mean_answer_tokens is None:
        fix = "give --workload or --stack to check it against its answers"
        return Finding(PASS, check, f"an answer takes at most {worst_case}", fix)
    cut = math.exp(-max_tokens / mean_answer_tokens)
    told = f"{max_tokens:,}, {max_tokens / mean_answer_tokens:.1f} times the workload's mean answer"
    wanted = f"set about {enough(mean_answer_tokens):,}"
    if max_tokens < mean_answer_tokens:
        return Finding(FAIL, check, f"{told}: cuts {cut:.0%} of the answers", wanted)
    if cut > MOST_CUT_SHARE:
        return Finding(WARN, check, f"{told}: cuts {cut:.0%} of the answers", wanted)
    if max_tokens > FAR_ABOVE * mean_answer_tokens:
        reason = f"{told}: it stops next to nothing ({worst_case}), and {_COUNTS}"
        return Finding(WARN, check, reason, wanted)
    return Finding(PASS, check, f"{told}: cuts {cut:.1%} of the answers")


def enough(mean_answer_tokens: float) -> int:
    """Return the limit that cuts `MOST_CUT_SHARE` of the answers, up to the next whole token."""
    return math.ceil(-math.log(MOST_CUT_SHARE) * mean_answer_tokens)


def _no_limit(check: str, mean_answer_tokens: float | None, worst_case: str) -> Finding:
    known = mean_answer_tokens is not None
    wanted = f"set about {enough(mean_answer_tokens):,}" if known else "set one"
    return Finding(
        WARN, check, f"missing: an answer may fill the context window, {worst_case}", wanted
    )


def _tokens(prompt: Spread) -> str:
    if prompt.low == prompt.high:
        return f"{prompt.mid:,.0f} tokens"
    return f"about {prompt.mid:,.0f} ({prompt.low:,.0f} to {prompt.high:,.0f}) tokens"

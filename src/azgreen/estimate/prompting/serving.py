"""Do prompts suit what serves them: Azure's prompt cache, and provisioned throughput?

On PTUs a request is admitted by its prompt, less what is cached, and its `max_tokens`; what it
really took is put right when it ends (Microsoft, "Provisioned throughput", utilization).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen.catalog import PTU_SKUS, ptu
from azgreen.errors import CatalogError
from azgreen.estimate.prompting.finding import PASS, WARN, Finding
from azgreen.estimate.prompting.prefix import LEAST_TOKENS
from azgreen.estimate.sizing import PtuLoad
from azgreen.estimate.sizing.ptu_load import normalised_tokens

if TYPE_CHECKING:
    from azgreen.catalog import Spread
    from azgreen.estimate.prompting.prefix import Prefix

_ADMISSION: Final = "PTU admission"
MOST_ADMITTED: Final = 3
"""Judgement: times its true size at which a request may be admitted before it crowds others out."""


def check_prefix(prompt_tokens: float, prefix: Prefix | None) -> Finding:
    """Check how much of the prompts Azure's prompt cache could hold."""
    check = "prompt cache"
    if prompt_tokens < LEAST_TOKENS:
        said = f"{prompt_tokens:,.0f} tokens are fewer than the {LEAST_TOKENS:,} it starts at"
        return Finding(PASS, check, f"{said}: nothing is cached, and little is lost")
    if prefix is None:
        fix = "give several as JSON lines to see what they begin with alike"
        return Finding(PASS, check, "one request does not say what is stable", fix)
    alike = f"{prefix.tokens.mid:,.0f} tokens begin all requests alike"
    if prefix.cacheable_tokens == 0:
        fix = "put what never changes first: tools, instructions, examples"
        return Finding(WARN, check, f"{alike}; it starts at {LEAST_TOKENS:,}", fix)
    held = f"it can hold {prefix.cacheable_tokens:,.0f}, {prefix.share:.0%} of the mean prompt"
    return Finding(PASS, check, f"{alike}: {held}")


def check_admission(
    model: str, sku: str | None, prompt: Spread, answer: float | None, max_tokens: int | None
) -> Finding | None:
    """Check how much larger than it is a request is admitted on PTUs; None for other SKUs."""
    if sku is None or sku.lower() not in {item.lower() for item in PTU_SKUS}:
        return None
    if max_tokens is None:
        said = "max_tokens is missing, so Azure guesses one and may admit fewer requests at once"
        return Finding(WARN, _ADMISSION, said, "set it close to the true length of an answer")
    if answer is None:
        said = f"each request is admitted with {max_tokens:,} of answer"
        return Finding(PASS, _ADMISSION, said, "give --workload or --stack to check it")
    return _admitted(model, prompt.mid, answer, max_tokens)


def _admitted(model: str, prompt: float, answer: float, max_tokens: int) -> Finding:
    try:
        row = ptu(model)
    except CatalogError as error:
        return Finding(WARN, _ADMISSION, f"not known: {error}")
    if row.output_ratio is None and row.short_context is None:
        return Finding(WARN, _ADMISSION, "not known: what output tokens count is not published")
    taken, admitted = (
        normalised_tokens(row, PtuLoad(1, prompt, tokens)) for tokens in (answer, max_tokens)
    )
    said = (
        f"{admitted:,.0f} normalised tokens a request, {admitted / taken:.1f} times what it takes"
    )
    if admitted > MOST_ADMITTED * taken:
        return Finding(WARN, _ADMISSION, f"{said}: 429 comes early", "lower max_tokens")
    return Finding(PASS, _ADMISSION, said)

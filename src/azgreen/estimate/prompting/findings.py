"""Which checks does a prompt pass?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen.estimate.prompting.enforced import check_enforced
from azgreen.estimate.prompting.limits import check_context, check_max_tokens, check_prompt
from azgreen.estimate.prompting.sampling import check_sampling
from azgreen.estimate.prompting.serving import check_admission, check_prefix
from azgreen.estimate.prompting.weight import REQUESTS, weigh

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from azgreen.catalog import Spread
    from azgreen.estimate.prompting.ask import PromptAsk
    from azgreen.estimate.prompting.finding import Finding
    from azgreen.estimate.prompting.prefix import Prefix
    from azgreen.estimate.prompting.request import Parameters
    from azgreen.estimate.prompting.sold import SoldAs
    from azgreen.estimate.prompting.tokens import Tokens


def findings(
    ask: PromptAsk,
    counted: Sequence[Tokens],
    mean: Spread,
    prefix: Prefix | None,
    sold: SoldAs | None,
) -> tuple[Finding, ...]:
    """Return every finding once; `counted` holds the tokens of each request of `ask`."""
    found: list[Finding | None] = [check_prompt(mean, ask.budget_tokens)]
    for parameters, longest in _longest(ask, counted).items():
        found += _of_gateway(ask, parameters, longest, sold)
        reaching = ask.reaching(parameters)
        found += _of_parameters(ask, reaching, longest, sold)
        most = reaching.max_tokens
        found.append(check_admission(ask.model, ask.sku, mean, ask.answer_tokens, most))
    found.append(check_prefix(mean.mid, prefix))
    return tuple(dict.fromkeys(item for item in found if item is not None))


def _longest(ask: PromptAsk, counted: Sequence[Tokens]) -> dict[Parameters, Spread]:
    """Return the longest prompt that goes with each set of parameters."""
    found: dict[Parameters, Spread] = {}
    for request, tokens in zip(ask.requests, counted, strict=True):
        known = found.get(request.parameters)
        if known is None or tokens.total.mid > known.mid:
            found[request.parameters] = tokens.total
    return found


def _of_parameters(
    ask: PromptAsk, parameters: Parameters, longest: Spread, sold: SoldAs | None
) -> Iterator[Finding]:
    model, most = ask.known_model, parameters.max_tokens
    yield check_context(model, longest, most)
    yield check_max_tokens(most, ask.answer_tokens, _worst_case(ask, longest, most, sold))
    yield from check_sampling(model, parameters)


def _of_gateway(
    ask: PromptAsk, parameters: Parameters, longest: Spread, sold: SoldAs | None
) -> Iterator[Finding]:
    if ask.enforced is not None:
        worst = _worst_case(ask, longest, ask.enforced.max_tokens, sold)
        model, answer = ask.known_model, ask.answer_tokens
        yield from check_enforced(model, parameters, ask.enforced, answer, worst)


def _worst_case(ask: PromptAsk, prompt: Spread, most: int | None, sold: SoldAs | None) -> str:
    """Say what answers as long as may be cost, as far as that is known."""
    answer, window = most, ask.known_model.context_tokens
    if answer is None and window is not None:
        answer = max(1, window - round(prompt.mid))
    if answer is None:
        return "as many tokens as the model can write"
    tokens = f"{answer:,} tokens"
    if sold is None:
        return tokens
    found = weigh(sold, prompt, answer)
    usd = "" if found.usd is None else f"{found.usd.mid:,.4g} USD and "
    return f"{tokens}: {usd}{found.gco2e.mid:,.4g} gCO2e for {REQUESTS:,} requests"

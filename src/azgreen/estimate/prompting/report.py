"""What does a prompt take, cost and emit, and does it keep its budgets?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from azgreen.catalog import Spread
from azgreen.errors import CatalogError, EstimateError, Fault, InputError
from azgreen.estimate.placement.workload import SECONDS_PER_MONTH
from azgreen.estimate.prompting.counting import counter_of
from azgreen.estimate.prompting.finding import FAIL, Finding
from azgreen.estimate.prompting.findings import findings
from azgreen.estimate.prompting.prefix import LEAST_TOKENS, STEP_TOKENS, shared_prefix
from azgreen.estimate.prompting.sold import sold_as
from azgreen.estimate.prompting.tokens import mean_tokens, tokens_of
from azgreen.estimate.prompting.weight import REQUESTS, Weight, saved_by_cache, weigh

if TYPE_CHECKING:
    from azgreen.estimate.prompting.ask import PromptAsk
    from azgreen.estimate.prompting.counting import Counter
    from azgreen.estimate.prompting.prefix import Prefix
    from azgreen.estimate.prompting.sold import SoldAs
    from azgreen.estimate.prompting.tokens import Tokens

STEP: Final = 100
"""Tokens whose weight is told, to see what shortening brings."""


@dataclass(frozen=True, slots=True)
class PromptReport:
    """The mean request; `weights` is empty where `not_weighed` says why."""

    ask: PromptAsk
    counter: Counter
    tokens: Tokens
    prefix: Prefix | None
    sold: SoldAs | None
    weights: dict[str, Weight]
    not_weighed: str | None
    findings: tuple[Finding, ...]

    @property
    def is_within_budget(self) -> bool:
        """Whether no check failed."""
        return all(item.level != FAIL for item in self.findings)

    @property
    def requests_per_month(self) -> float | None:
        """At the mean rate, where one was given."""
        rate = self.ask.requests_per_second
        return None if rate is None else rate * SECONDS_PER_MONTH

    def monthly(self, weight: Weight) -> Weight | None:
        """Return the weight of a month's requests."""
        requests = self.requests_per_month
        return None if requests is None else weight.times(requests / REQUESTS)

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys."""
        sold, prefix = self.sold, self.prefix
        return {
            "model": self.ask.known_model.name,
            "requests": len(self.ask.requests),
            "is_exact": self.counter.is_exact,
            "tokens": self.tokens.as_dict(),
            "shared_prefix_tokens": None if prefix is None else prefix.tokens.as_dict(),
            "cacheable_share": None if prefix is None else prefix.share,
            "sku": None if sold is None else sold.sku,
            "region": None if sold is None else sold.region,
            f"per_{REQUESTS}_requests": {
                name: item.as_dict() for name, item in self.weights.items()
            },
            "per_month": {name: item and item.as_dict() for name, item in self._by_month()},
            "findings": [item.as_dict() for item in self.findings],
            "explain": self.explain(),
        }

    def explain(self) -> list[str]:
        """Say how the numbers came about, one thing a line."""
        around = self.counter.template
        lines = [
            f"tokens: {self.counter.how}",
            (
                f"overhead: {around.per_message} a message, its role included, "
                f"and {around.per_request} a request; tools as their JSON"
            ),
        ]
        if self.prefix is not None:
            begun = f"prompt cache: from {LEAST_TOKENS:,} tokens on, in steps of {STEP_TOKENS}"
            lines.append(f"{begun}; it can hold {self.prefix.share:.0%} of the mean prompt")
        return [*lines, self._weighed()]

    def _weighed(self) -> str:
        if self.sold is None or self.not_weighed is not None:
            return f"not priced or weighed: {self.not_weighed}"
        paid = "list price, nothing cached" if self.sold.by_token else "PTUs are paid by the hour"
        where = f"{self.sold.model} under {self.sold.sku} in {self.sold.region}"
        return f"weighed: {where}; {paid}; Wh before PUE; how: docs/METHODOLOGY.md"

    def _by_month(self) -> list[tuple[str, Weight | None]]:
        return [(name, self.monthly(item)) for name, item in self.weights.items()]


def examine(ask: PromptAsk) -> PromptReport:
    """Count, weigh and check the requests of `ask`.

    Raises:
        InputError: a number or name is not usable, or the model is not offered so.
    """
    asked = ask.checked()
    counter = counter_of(asked.known_model)
    counted = [tokens_of(item, counter) for item in asked.requests]
    mean = mean_tokens(counted)
    prefix = shared_prefix(asked.requests, counter, mean.total.mid)
    sold = _sold(asked)
    weights, why = _weights(asked, mean.total, sold, prefix)
    usable = None if why else sold
    checked = findings(asked, counted, mean.total, prefix, usable)
    return PromptReport(asked, counter, mean, prefix, usable, weights, why, checked)


def _sold(ask: PromptAsk) -> SoldAs | None:
    try:
        return sold_as(ask.model, ask.sku, ask.region)
    except CatalogError as error:
        raise InputError([Fault("model, sku, region", str(error))]) from error


def _weights(
    ask: PromptAsk, prompt: Spread, sold: SoldAs | None, prefix: Prefix | None
) -> tuple[dict[str, Weight], str | None]:
    """Return the weights by what is weighed, or why there are none."""
    if sold is None:
        own = "; own GPUs: 'azgreen size gpu'" if ask.known_model.is_open else ""
        return {}, f"the catalogue lists no offer by the token{own}"
    sizes = {"prompt": (prompt, 0.0), f"each {STEP} tokens of it": (Spread.exactly(STEP), 0.0)}
    if ask.answer_tokens is not None:
        sizes["prompt and mean answer"] = (prompt, ask.answer_tokens)
    limits = {ask.reaching(item.parameters).max_tokens for item in ask.requests} - {None}
    if limits:
        sizes["prompt and longest answer"] = (prompt, float(max(filter(None, limits))))
    try:
        found = {name: weigh(sold, *size) for name, size in sizes.items()}
        if prefix is not None and prefix.cacheable_tokens:
            found["saved by the prompt cache"] = saved_by_cache(sold, prefix.cacheable_tokens)
    except EstimateError as error:
        return {}, str(error)
    return found, None

"""How many tokens may be used and answered, and which parameters may a request have?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from azgreen.estimate.prompting import CAP, OVER_LIMIT, RANGES
from azgreen_components._inputs import (
    Faults,
    at,
    check_keys,
    choice,
    finite,
    given_or,
    mapping,
    whole_number,
)
from azgreen_components.ai_gateway.args import BoundArgs, BoundsArgs, TokenBudgetArgs

SUBSCRIPTION, CALLER, TENANT = KEYS = ("subscription", "caller", "tenant")
PERIODS: Final = ("Hourly", "Daily", "Weekly", "Monthly", "Yearly")
"""azure-docs, api-management/llm-token-limit-policy."""

DEFAULT_PERIOD: Final = "Monthly"
"""As budgets of money run."""


@dataclass(frozen=True)
class TokenBudget:
    """Tokens that a key may use; None is without limit."""

    tokens_per_minute: int | None
    quota: int | None
    quota_period: str
    per: str


@dataclass(frozen=True)
class Bound:
    """Between which values a parameter may be, both included."""

    parameter: str
    least: float
    most: float


@dataclass(frozen=True)
class AnswerLimits:
    """What a request may ask for."""

    max_tokens: int | None
    bounds: tuple[Bound, ...]
    over_limit: str

    @property
    def is_any(self) -> bool:
        """Whether anything is limited."""
        return self.max_tokens is not None or bool(self.bounds)


def read_budget(faults: Faults, given: object, *, tenants: bool) -> TokenBudget | None:
    """Return the budget, or note why it cannot be; `tenants` says whether a header names them."""
    fields = None if given is None else mapping(faults, "tokenBudget", given)
    if fields is None:
        return None
    check_keys(faults, "tokenBudget", fields, TokenBudgetArgs)
    per = choice(faults, "tokenBudget.per", given_or(fields, "per", SUBSCRIPTION), KEYS)
    if per == TENANT and not tenants:
        what = "tenants are known by a header only"
        faults.add("tokenBudget.per", f"{what}; write tenantHeader, or per 'subscription'")
    if fields.get("tokens_per_minute") is None and fields.get("quota") is None:
        what = "a budget without a number"
        faults.add("tokenBudget", f"{what}; write tokensPerMinute, quota or both")
    if fields.get("quota_period") is not None and fields.get("quota") is None:
        faults.add("tokenBudget.quotaPeriod", "a period without a quota; write the quota as well")
    period = given_or(fields, "quota_period", DEFAULT_PERIOD)
    return TokenBudget(
        _tokens(faults, "tokenBudget.tokensPerMinute", fields.get("tokens_per_minute")),
        _tokens(faults, "tokenBudget.quota", fields.get("quota")),
        choice(faults, "tokenBudget.quotaPeriod", period, PERIODS) or DEFAULT_PERIOD,
        per or SUBSCRIPTION,
    )


def read_answer_limits(faults: Faults, given: Mapping[str, object]) -> AnswerLimits:
    """Return what a request may ask for, and note what cannot be."""
    mode = given.get("over_limit")
    most = _tokens(faults, "maxTokens", given.get("max_tokens"))
    bounds = _bounds(faults, given.get("bounds"))
    if mode is not None:
        choice(faults, "overLimit", mode, OVER_LIMIT)
        if given.get("max_tokens") is None and given.get("bounds") is None:
            faults.add("overLimit", "there is no limit; write maxTokens or bounds as well")
    return AnswerLimits(most, bounds, str(mode or CAP))


def _bounds(faults: Faults, given: object) -> tuple[Bound, ...]:
    fields = None if given is None else mapping(faults, "bounds", given)
    if fields is None:
        return ()
    check_keys(faults, "bounds", fields, BoundsArgs)
    read = [_bound(faults, key, fields[key]) for key in RANGES if fields.get(key) is not None]
    return tuple(item for item in read if item is not None)


def _bound(faults: Faults, key: str, given: object) -> Bound | None:
    path = at("bounds", key)
    fields = mapping(faults, path, given)
    if fields is None:
        return None
    check_keys(faults, path, fields, BoundArgs)
    low, high = RANGES[key]
    ends: dict[str, float] = {"least": low, "most": high}
    for name in ends:
        if fields.get(name) is None:
            continue
        value = finite(fields[name])
        if value is None or not low <= value <= high:
            what = f"{fields[name]!r} is no value of {key}"
            faults.add(at(path, name), f"{what}; write {low:g} to {high:g}")
            return None
        ends[name] = value
    if ends["least"] > ends["most"]:
        faults.add(path, f"least {ends['least']:g} is above most {ends['most']:g}; swap them")
    return Bound(key, ends["least"], ends["most"])


def _tokens(faults: Faults, path: str, given: object) -> int | None:
    return None if given is None else whole_number(faults, path, given, "tokens")

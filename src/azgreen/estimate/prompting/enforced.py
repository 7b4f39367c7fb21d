"""What does the gateway of a stack let through, and does that suit the workload?

It enforces under the same names, within the same `RANGES`, what is checked here: AiGateway's
`max_tokens` and `bounds`, and `over_limit`, which caps a value or refuses the request.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from azgreen.estimate.prompting.finding import FAIL, PASS, WARN, Finding
from azgreen.estimate.prompting.limits import check_max_tokens
from azgreen.estimate.prompting.sampling import RANGES, is_reasoning, judged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from azgreen.catalog import Model
    from azgreen.estimate.prompting.request import Parameters

CAP, REJECT = OVER_LIMIT = ("cap", "reject")
"""What becomes of a request that asks for more."""

LIMIT: Final = "gateway max_tokens"
_BOUNDED: Final = "azgreen:gateway.bounds"
_REFUSED: Final = "the gateway answers 400"


@dataclass(frozen=True, slots=True)
class Enforced:
    """The limits of a gateway; None and what is not in `bounds` are without limit."""

    max_tokens: int | None = None
    bounds: Mapping[str, tuple[float, float]] = field(
        default_factory=dict[str, tuple[float, float]]
    )
    over_limit: str = CAP

    def reaching(self, given: Parameters) -> Parameters:
        """Return the parameters that the model gets; a request that is refused keeps its own."""
        found: dict[str, float] = {}
        asked = given.max_tokens
        if self.max_tokens is not None and (asked is None or self._caps(asked > self.max_tokens)):
            found["max_tokens"] = self.max_tokens
        for name, (least, most) in self.bounds.items():
            value = getattr(given, name)
            if value is not None and self._caps(not least <= value <= most):
                found[name] = min(max(value, least), most)
        return replace(given, **found)  # pyright: ignore[reportArgumentType]  # by their names

    def _caps(self, over: bool) -> bool:
        return over and self.over_limit == CAP


def check_enforced(
    model: Model, given: Parameters, enforced: Enforced, mean_answer: float | None, worst_case: str
) -> Iterator[Finding]:
    """Check the limits of the gateway, and what becomes of the parameters of a request.

    Args:
        model: Who answers.
        given: What the request asks for.
        enforced: What the gateway lets through.
        mean_answer: Tokens of the workload's mean answer; None where they are not known.
        worst_case: What an answer as long as may be costs.
    """
    most = enforced.max_tokens
    yield check_max_tokens(most, mean_answer, worst_case, LIMIT)
    if most is not None and given.max_tokens is not None and given.max_tokens > most:
        yield _over(enforced, "max_tokens", given.max_tokens, most)
    for name in RANGES:
        yield from _bound(model, name, given, enforced)


def _bound(model: Model, name: str, given: Parameters, enforced: Enforced) -> Iterator[Finding]:
    check, bound = f"gateway {name}", enforced.bounds.get(name)
    if bound is None:
        # a value that no request may have, or that no judgement speaks against, needs no bound
        if name != "top_p" and not is_reasoning(model):
            low, high = RANGES[name]
            said = f"not bounded: a request may say {low:g} to {high:g}"
            yield Finding(WARN, check, said, f"set {_BOUNDED}")
        return
    least, most = bound
    through = f"{least:g} to {most:g} goes through"
    worst = next((it for end in bound if (it := judged(name, end)).level != PASS), None)
    if worst is None:
        yield Finding(PASS, check, through)
    else:
        yield Finding(worst.level, check, f"{through}, and {worst.said}", worst.fix)
    value = getattr(given, name)
    if value is not None and not least <= value <= most:
        yield _over(enforced, name, value, min(max(value, least), most))


def _over(enforced: Enforced, name: str, value: float, allowed: float) -> Finding:
    check, asked = f"gateway {name}", f"the request asks for {value:,g}"
    if enforced.over_limit == REJECT:
        return Finding(FAIL, check, f"{asked}: {_REFUSED}", f"ask for {allowed:,g}")
    return Finding(
        WARN, check, f"{asked}, and the model gets {allowed:,g}", f"ask for {allowed:,g}"
    )

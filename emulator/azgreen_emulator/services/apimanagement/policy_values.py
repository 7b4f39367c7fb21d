"""Which values may a policy's attributes have, and what must be in it?

azure-docs, `api-management`, the page of each policy. An expression (`@(...)`) is known only when a
request comes, and may stand where the page allows one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from azgreen_emulator.services.apimanagement.policy_text import Element

_PERIODS: Final = ("Hourly", "Daily", "Weekly", "Monthly", "Yearly")
_MOST_RETRIES: Final = 50
_MOST_DIMENSIONS: Final = 5
_OWN_DIMENSIONS: Final = frozenset(
    (
        "API ID",
        "Operation ID",
        "Product ID",
        "User ID",
        "Subscription ID",
        "Location",
        "Gateway ID",
        "Backend ID",
    )
)
"""Dimensions that need no value: azure-docs, includes/api-management-emit-metric-dimensions-llm."""


def _is_expression(text: str) -> bool:
    return text.startswith(("@", "{{"))


def _number(element: Element, name: str) -> float | None:
    """Return a number that is written out; None for one that is missing or an expression."""
    text = element.attributes.get(name, "@")
    try:
        return None if _is_expression(text) else float(text)
    except ValueError:
        return float("nan")


def _whole(element: Element, name: str, low: int, high: float = float("inf")) -> Iterator[str]:
    value = _number(element, name)
    if value is not None and not (value.is_integer() and low <= value <= high):
        allowed = f"{low} or more" if high == float("inf") else f"{low} to {high:g}"
        given = element.attributes[name]
        yield f"The attribute '{name}' has the value '{given}'; it is a whole number, {allowed}."


def _one_of(element: Element, name: str, allowed: tuple[str, ...]) -> Iterator[str]:
    given = element.attributes.get(name, "@")
    if not _is_expression(given) and given not in allowed:
        listed = ", ".join(f"'{item}'" for item in allowed)
        yield f"The attribute '{name}' has the value '{given}'; possible values: {listed}."


def _lookup(element: Element) -> Iterator[str]:
    score = _number(element, "score-threshold")
    if score is not None and not 0 <= score <= 1:
        given = element.attributes["score-threshold"]
        yield f"The attribute 'score-threshold' has the value '{given}'; it is 0.0 to 1.0."
    yield from _one_of(element, "embeddings-backend-auth", ("system-assigned",))
    yield from _one_of(element, "ignore-system-messages", ("true", "false"))
    yield from _whole(element, "max-message-count", 1)
    for child in element.children:
        if child.name != "vary-by":
            yield f"'{child.name}' is not allowed in it; possible elements: 'vary-by'."


def _store(element: Element) -> Iterator[str]:
    yield from _whole(element, "duration", 1)


def _limit(element: Element) -> Iterator[str]:
    given = element.attributes
    quota = {"token-quota", "token-quota-period"} & given.keys()
    if "tokens-per-minute" not in given and not quota:
        yield "Either 'tokens-per-minute' or 'token-quota' with 'token-quota-period' is required."
    if len(quota) == 1:
        yield "'token-quota' and 'token-quota-period' go together."
    if _is_expression(given.get("token-quota", "")):
        yield "The attribute 'token-quota' takes no policy expression."
    yield from _whole(element, "tokens-per-minute", 1)
    yield from _whole(element, "token-quota", 1)
    yield from _one_of(element, "token-quota-period", _PERIODS)
    yield from _one_of(element, "estimate-prompt-tokens", ("true", "false"))


def _metric(element: Element) -> Iterator[str]:
    if _is_expression(element.attributes.get("namespace", "")):
        yield "The attribute 'namespace' takes no policy expression."
    dimensions = [child for child in element.children if child.name == "dimension"]
    if not dimensions:
        yield "At least one element 'dimension' is required."
    names = [child.attributes.get("name", "") for child in dimensions]
    custom = [name for name in names if name not in _OWN_DIMENSIONS]
    if len(custom) > _MOST_DIMENSIONS:
        yield f"{len(custom)} custom dimensions are given; at most {_MOST_DIMENSIONS} are allowed."
    for child, name in zip(dimensions, names, strict=True):
        if not name:
            yield "An element 'dimension' lacks the required attribute 'name'."
        elif name not in _OWN_DIMENSIONS and "value" not in child.attributes:
            yield f"The dimension '{name}' is none of API Management's own and needs a 'value'."


def _retry(element: Element) -> Iterator[str]:
    yield from _whole(element, "count", 1, _MOST_RETRIES)
    for name in ("interval", "max-interval", "delta"):
        yield from _whole(element, name, 0)
    yield from _one_of(element, "first-fast-retry", ("true", "false"))


def _set_backend(element: Element) -> Iterator[str]:
    if not {"base-url", "backend-id"} & element.attributes.keys():
        yield "Either 'base-url' or 'backend-id' is required."


OWN_RULES: Final[dict[str, Callable[[Element], Iterator[str]]]] = {
    "semantic-cache-lookup": _lookup,
    "semantic-cache-store": _store,
    "token-limit": _limit,
    "emit-token-metric": _metric,
    "retry": _retry,
    "set-backend-service": _set_backend,
}
"""What holds for policies whose name ends so."""

"""What does an expression of a template come to?

Only what follows from the request is evaluated: parameters, variables, resource ids and texts. A
function that is not in `_FUNCTIONS` is refused by its name, `reference` and `uniqueString` say.
The language: https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NoReturn, cast

if TYPE_CHECKING:
    from azgreen_emulator.arm.records import Body

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>-?\d+)|(?P<word>[A-Za-z_]\w*)|(?P<mark>[()\[\],.]))"
)
_HOLE: Final = re.compile(r"\{\{|\}\}|\{(\d+)\}|[{}]")


class TemplateFaultError(Exception):
    """A template asks for what it cannot have, in words."""


@dataclass(frozen=True)
class Scope:
    """What the expressions of one deployment can name."""

    group: Body
    parameters: Mapping[str, Any]
    variables: Mapping[str, Any]
    open: tuple[str, ...] = field(default=())
    """The variables that are being worked out."""

    def evaluated(self, value: Any) -> Any:
        """Return `value` with every expression in it, names of properties too, worked out."""
        if isinstance(value, Mapping):
            items = cast("Mapping[str, Any]", value).items()
            return {str(self.evaluated(key)): self.evaluated(item) for key, item in items}
        if isinstance(value, list):
            return [self.evaluated(item) for item in cast("list[Any]", value)]
        if not isinstance(value, str) or not value.startswith("[") or not value.endswith("]"):
            return value
        return value[1:] if value.startswith("[[") else _Reader(self, value).whole()


class _Reader:
    """Reads one expression from left to right and works it out on the way."""

    def __init__(self, scope: Scope, text: str) -> None:
        self._scope, self._text = scope, text
        self._left = self._tokens(text[1:-1])

    def whole(self) -> Any:
        """Work out the expression."""
        value = self._value()
        if self._left:
            self._refuse()
        return value

    def _tokens(self, text: str) -> list[tuple[str, str]]:
        tokens: list[tuple[str, str]] = []
        at, end = 0, len(text.rstrip())
        while at < end:
            found = _TOKEN.match(text, at)
            if found is None:
                self._refuse()
            kind = str(found.lastgroup)
            tokens.append((kind, found[kind]))
            at = found.end()
        return tokens

    def _refuse(self) -> NoReturn:
        raise TemplateFaultError(f"the expression '{self._text}' is not valid")

    def _take(self) -> tuple[str, str]:
        if not self._left:
            self._refuse()
        return self._left.pop(0)

    def _takes(self, mark: str) -> bool:
        found = self._left[:1] == [("mark", mark)]
        if found:
            self._left.pop(0)
        return found

    def _value(self) -> Any:
        kind, token = self._take()
        if kind == "text":
            value: Any = token[1:-1].replace("''", "'")
        elif kind == "number":
            value = int(token)
        elif kind == "word" and self._takes("("):
            value = self._called(token)
        else:
            self._refuse()
        while self._left and self._left[0] in {("mark", "."), ("mark", "[")}:
            value = self._part(value)
        return value

    def _called(self, name: str) -> Any:
        function = _FUNCTIONS.get(name.lower())
        if function is None:
            served = ", ".join(sorted(_FUNCTIONS))
            what = f"the function '{name}' of '{self._text}' is not served"
            raise TemplateFaultError(f"{what}; served are {served}")
        given: list[Any] = []
        while not self._takes(")"):
            if given and not self._takes(","):
                self._refuse()
            given.append(self._value())
        try:
            return function(self._scope, *given)
        except TypeError:
            raise TemplateFaultError(f"'{name}' of '{self._text}' has other arguments") from None

    def _part(self, whole: Any) -> Any:
        if self._takes("."):
            kind, key = self._take()
            if kind != "word":
                self._refuse()
        else:
            self._take()
            key = self._value()
            if not self._takes("]"):
                self._refuse()
        try:
            return whole[key]
        except (KeyError, IndexError, TypeError):
            what = f"the property '{key}' of the expression '{self._text}' doesn't exist"
            raise TemplateFaultError(what) from None


def _parameter(scope: Scope, name: str) -> Any:
    if name not in scope.parameters:
        raise TemplateFaultError(f"the template parameter '{name}' is not found")
    return scope.parameters[name]


def _variable(scope: Scope, name: str) -> Any:
    if name not in scope.variables:
        raise TemplateFaultError(f"the template variable '{name}' is not found")
    if name in scope.open:
        raise TemplateFaultError(f"the template variable '{name}' is made of itself")
    inner = Scope(scope.group, scope.parameters, scope.variables, (*scope.open, name))
    return inner.evaluated(scope.variables[name])


def _concat(_: Scope, first: Any, *more: Any) -> Any:
    if isinstance(first, list):
        lists = cast("tuple[list[Any], ...]", (first, *more))
        return [item for part in lists for item in part]
    return "".join(_as_text(part) for part in (first, *more))


def _format(_: Scope, text: str, *given: Any) -> str:
    def filled(hole: re.Match[str]) -> str:
        if hole[1] is not None and int(hole[1]) < len(given):
            return _as_text(given[int(hole[1])])
        if hole[0] in {"{{", "}}"}:
            return hole[0][0]
        raise TemplateFaultError(f"the format '{text}' is not served; write places as {{0}}")

    return _HOLE.sub(filled, text)


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value)  # .NET writes True and False as Python does
    if isinstance(value, str | int):
        return str(value)
    raise TemplateFaultError("only texts and numbers can be put together to a text")


def _resource_id(scope: Scope, *given: str) -> str:
    parts = [_as_text(part) for part in given]
    at = next((index for index, part in enumerate(parts) if "/" in part), len(parts))
    _, _, subscription, _, group = scope.group["id"].split("/")
    before = [subscription, group][: 2 - at] + parts[:at]
    namespace, *kinds = parts[at].split("/") if at < len(parts) else ("",)
    names = parts[at + 1 :]
    if len(before) != len(["subscription", "group"]) or not kinds or len(kinds) != len(names):
        raise TemplateFaultError(f"unable to make a resource id of '{', '.join(parts)}'")
    below = "/".join(f"{kind}/{name}" for kind, name in zip(kinds, names, strict=True))
    group_id = f"/subscriptions/{before[0]}/resourceGroups/{before[1]}"
    return f"{group_id}/providers/{namespace}/{below}"


def _group(scope: Scope) -> Body:
    return scope.group


def _subscription(scope: Scope) -> Body:
    subscription = scope.group["id"].split("/")[2]
    return {"id": f"/subscriptions/{subscription}", "subscriptionId": subscription}


_FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "concat": _concat,
    "format": _format,
    "parameters": _parameter,
    "resourcegroup": _group,
    "resourceid": _resource_id,
    "subscription": _subscription,
    "variables": _variable,
}

"""Is one value what its rule allows, and how is that said?"""

from __future__ import annotations

import json
import operator
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from azgreen_emulator.schema.load import Rule

_DURATION = re.compile(r"P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?")
_SHOWN = 80
_BITS = {"integer": 32, "int64": 64}
_JSON_TYPES = {
    "string": (str, "a string"),
    "integer": (int, "an integer"),
    "int64": (int, "an integer"),
    "number": (int | float, "a number"),
    "boolean": (bool, "true or false"),
    "date-time": (str, "a date and time as a string"),
    "duration": (str, "an ISO 8601 duration as a string"),
    "object": (dict, "an object"),
    "map": (dict, "an object"),
    "array": (list, "a list"),
}
_LIMITS: tuple[tuple[str, str, Callable[[Any, Any], bool], str], ...] = (
    ("minimum", "OutOfRange", operator.lt, "is too small; the minimum is {}"),
    ("maximum", "OutOfRange", operator.gt, "is too large; the maximum is {}"),
    (
        "minLength",
        "InvalidLength",
        lambda text, least: len(text) < least,
        "is too short; the minimum length is {}",
    ),
    (
        "maxLength",
        "InvalidLength",
        lambda text, most: len(text) > most,
        "is too long; the maximum length is {}",
    ),
    (
        "minItems",
        "InvalidLength",
        lambda items, least: len(items) < least,
        "has too few items; the least is {}",
    ),
    (
        "maxItems",
        "InvalidLength",
        lambda items, most: len(items) > most,
        "has too many items; the most is {}",
    ),
    (
        "pattern",
        "InvalidFormat",
        lambda text, pattern: not re.search(pattern, text),
        "does not match the pattern {}",
    ),
)


def is_a(kind: str, value: Any) -> bool:
    """Tell whether a JSON value is of a kind; nothing is coerced."""
    if isinstance(value, bool) and kind != "boolean":
        return False
    return isinstance(value, _JSON_TYPES[kind][0])


def expected(rule: Rule) -> str:
    """Say which values the rule allows."""
    if "enum" in rule:
        return "one of " + ", ".join(map(repr, rule["enum"]))
    return _JSON_TYPES[rule["type"]][1]


def limits(rule: Rule, value: Any) -> Iterator[tuple[str, str]]:
    """Yield code and reason of each limit that a value of the right kind breaks."""
    shown = show(value)
    if "enum" in rule and canonical(rule, value) not in rule["enum"]:
        yield "InvalidEnumValue", f"{shown} is not allowed; expected {expected(rule)}"
    bits = _BITS.get(rule["type"])
    if bits and not -(2 ** (bits - 1)) <= value < 2 ** (bits - 1):
        yield "OutOfRange", f"{shown} does not fit into {bits} bits"
    for key, code, is_beyond, said in _LIMITS:
        if key in rule and is_beyond(value, rule[key]):
            yield code, f"{shown} {said.format(rule[key])}"
    if rule["type"] == "duration" and not _DURATION.fullmatch(value):
        yield "InvalidFormat", f"{shown} is no ISO 8601 duration such as 'PT90S'"
    if rule["type"] == "date-time" and not is_moment(value):
        yield "InvalidFormat", f"{shown} is no ISO 8601 date and time"


def canonical(rule: Rule, value: Any) -> Any:
    """Spell a member of an enumeration as it was published."""
    if "enum" not in rule or not isinstance(value, str):
        return value
    spelled = {_folded(member): member for member in rule["enum"]}
    return spelled.get(_folded(value), value)


def _folded(text: str) -> str:
    # 'SystemAssigned,UserAssigned' and 'SystemAssigned, UserAssigned' are one value to Azure.
    return text.lower().replace(", ", ",")


def is_moment(text: str) -> bool:
    """Tell whether a text is an ISO 8601 date and time."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def show(value: Any) -> str:
    """Quote a value, cut where it is long."""
    text = repr(value) if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."

"""Does a body keep to Azure's published schema? Every fault at once, each with its path.

Nothing is coerced: `"10"` is no integer, and neither is `10.0`, which the Newtonsoft reader behind
Azure refuses as well ("Input string '10.0' is not a valid integer").
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from azgreen.errors import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.schema.load import Rule, Schema

_DURATION = re.compile(r"P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?")
_SHOWN = 80
_INT32 = 2**31
_DATE_DECIMALS_S = 0.001
_JSON_TYPES = {
    "string": (str, "a string"),
    "integer": (int, "an integer"),
    "number": (int | float, "a number"),
    "boolean": (bool, "true or false"),
    "date-time": (str, "a date and time as a string"),
    "duration": (str, "an ISO 8601 duration as a string"),
    "object": (dict, "an object"),
    "map": (dict, "an object"),
    "array": (list, "a list"),
}


@dataclass(frozen=True)
class SchemaFault:
    """One property that cannot be used: where it is, what it is, and what is allowed."""

    path: str
    code: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@dataclass
class _Walk:
    schema: Schema
    faults: list[SchemaFault]

    def add(self, path: str, code: str, reason: str) -> None:
        self.faults.append(SchemaFault(path, code, reason))

    def object(self, name: str, value: Any, path: str, stored: Any) -> dict[str, Any]:
        rules = self.schema.types[name]
        kept: dict[str, Any] = {}
        known = _object(stored)
        for key, item in value.items():
            where = f"{path}.{key}" if path else key
            if key not in rules and "*" not in rules:
                allowed = [name for name, rule in rules.items() if not rule.get("readOnly")]
                self.add(where, "UnknownProperty", f"unknown property; {nearest(key, allowed)}")
            elif rules.get(key, {}).get("readOnly"):
                if item is not None and not _within(item, known.get(key)):
                    self.add(where, "ReadOnlyProperty", f"{_show(item)} cannot be set: read-only")
            elif item is not None:
                kept[key] = self.value(rules.get(key, {"type": "any"}), item, where, known.get(key))
        for key in _missing(rules, value):
            where = f"{path}.{key}" if path else key
            self.add(where, "MissingProperty", f"required: {_expected(rules[key])}")
        return kept

    def value(self, rule: Rule, value: Any, path: str, stored: Any) -> Any:
        if rule["type"] == "any":
            return value
        if not _is_a(rule["type"], value):
            expected = _expected(rule)
            self.add(path, "InvalidType", f"{_show(value)} is not allowed; expected {expected}")
            return value
        if "ref" in rule:
            return self.object(rule["ref"], value, path, stored)
        if rule["type"] == "array":
            return [
                self.value(rule["items"], item, f"{path}[{index}]", _at(stored, index))
                for index, item in enumerate(value)
            ]
        if rule["type"] == "map":
            return {
                key: self.value(rule["values"], item, f"{path}.{key}", _at(stored, key))
                for key, item in value.items()
            }
        for code, reason in _limits(rule, value):
            self.add(path, code, reason)
        return _canonical(rule, value)


def check(
    schema: Schema, body: str, value: dict[str, Any], stored: dict[str, Any] | None = None
) -> tuple[dict[str, Any], list[SchemaFault]]:
    """Hold a body against the schema.

    Args:
        schema: The schema of the API version that the client speaks.
        body: Which body of it, `accounts` say.
        value: What the client sent.
        stored: What is there already: clients PUT back the read-only values that they were given.

    Returns:
        The body without read-only values and nulls, and with enumerations in the published case;
        and every fault.
    """
    walk = _Walk(schema, [])
    kept = walk.object(schema.bodies[body], value, "", stored)
    return kept, walk.faults


def _missing(rules: dict[str, Rule], value: dict[str, Any]) -> Iterator[str]:
    for key, rule in rules.items():
        if rule.get("required") and not rule.get("readOnly") and value.get(key) is None:
            yield key


def _is_a(kind: str, value: Any) -> bool:
    if isinstance(value, bool) and kind != "boolean":
        return False
    return isinstance(value, _JSON_TYPES[kind][0])


def _expected(rule: Rule) -> str:
    if "enum" in rule:
        return "one of " + ", ".join(map(repr, rule["enum"]))
    return _JSON_TYPES[rule["type"]][1]


def _limits(rule: Rule, value: Any) -> Iterator[tuple[str, str]]:
    shown = _show(value)
    if "enum" in rule and _canonical(rule, value) not in rule["enum"]:
        yield "InvalidEnumValue", f"{shown} is not allowed; expected {_expected(rule)}"
    if rule["type"] == "integer" and not -_INT32 <= value < _INT32:
        yield "OutOfRange", f"{shown} does not fit into 32 bits"
    if "minimum" in rule and value < rule["minimum"]:
        yield "OutOfRange", f"{shown} is too small; the minimum is {rule['minimum']}"
    if "maximum" in rule and value > rule["maximum"]:
        yield "OutOfRange", f"{shown} is too large; the maximum is {rule['maximum']}"
    if "minLength" in rule and len(value) < rule["minLength"]:
        yield "InvalidLength", f"{shown} is too short; the minimum length is {rule['minLength']}"
    if "maxLength" in rule and len(value) > rule["maxLength"]:
        yield "InvalidLength", f"{shown} is too long; the maximum length is {rule['maxLength']}"
    if "pattern" in rule and not re.search(rule["pattern"], value):
        yield "InvalidFormat", f"{shown} does not match the pattern {rule['pattern']}"
    if rule["type"] == "duration" and not _DURATION.fullmatch(value):
        yield "InvalidFormat", f"{shown} is no ISO 8601 duration such as 'PT90S'"
    if rule["type"] == "date-time" and not _is_moment(value):
        yield "InvalidFormat", f"{shown} is no ISO 8601 date and time"


def _canonical(rule: Rule, value: Any) -> Any:
    if "enum" not in rule:
        return value
    spelled = {_folded(member): member for member in rule["enum"]}
    return spelled.get(_folded(value), value)


def _folded(text: str) -> str:
    # 'SystemAssigned,UserAssigned' and 'SystemAssigned, UserAssigned' are one value to Azure.
    return text.lower().replace(", ", ",")


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _within(sent: Any, stored: Any) -> bool:
    if isinstance(sent, dict) and isinstance(stored, dict):
        return all(_within(item, _at(stored, key)) for key, item in _object(sent).items())
    if isinstance(sent, str) and isinstance(stored, str):
        return sent.lower() == stored.lower() or _same_moment(sent, stored)
    if isinstance(sent, list) and isinstance(stored, list):
        one, other = cast("list[Any]", sent), cast("list[Any]", stored)
        return len(one) == len(other) and all(map(_within, one, other))
    return sent == stored


def _same_moment(one: str, other: str) -> bool:
    # Clients read dates into types of their own, and write them back with fewer decimals.
    if not (_is_moment(one) and _is_moment(other)):
        return False
    apart = datetime.fromisoformat(one).timestamp() - datetime.fromisoformat(other).timestamp()
    return abs(apart) <= _DATE_DECIMALS_S


def _at(container: Any, key: Any) -> Any:
    if isinstance(container, list) and isinstance(key, int):
        items = cast("list[Any]", container)
        return items[key] if key < len(items) else None
    return _object(container).get(key)


def _object(value: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _show(value: Any) -> str:
    text = repr(value) if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."

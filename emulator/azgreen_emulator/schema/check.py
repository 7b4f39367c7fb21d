"""Does a body keep to Azure's published schema? Every fault at once, each with its path.

Nothing is coerced: `"10"` is no integer, and neither is `10.0`, which the Newtonsoft reader behind
Azure refuses as well ("Input string '10.0' is not a valid integer").
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from azgreen.errors import nearest
from azgreen_emulator.schema.limits import canonical, expected, is_a, is_moment, limits, show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.schema.load import Rule, Schema

_DATE_DECIMALS_S = 0.001


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
        subtype = self.subtype(name, value, path)
        if subtype is None:
            return value
        rules = self.schema.types[subtype]
        kept: dict[str, Any] = {}
        known = _object(stored)
        for key, item in value.items():
            where = f"{path}.{key}" if path else key
            if key not in rules and "*" not in rules:
                allowed = [name for name, rule in rules.items() if not rule.get("readOnly")]
                self.add(where, "UnknownProperty", f"unknown property; {nearest(key, allowed)}")
            elif rules.get(key, {}).get("readOnly"):
                if item is not None and not _within(item, known.get(key)):
                    self.add(where, "ReadOnlyProperty", f"{show(item)} cannot be set: read-only")
            elif item is not None:
                kept[key] = self.value(rules.get(key, {"type": "any"}), item, where, known.get(key))
        for key in _missing(rules, value):
            where = f"{path}.{key}" if path else key
            self.add(where, "MissingProperty", f"required: {expected(rules[key])}")
        return kept

    def subtype(self, name: str, value: dict[str, Any], path: str) -> str | None:
        """Find the type that the value says it is; None, with a fault, where it says no such type.

        What such a value may hold is not known: its other properties are no faults.
        """
        choice = self.schema.discriminators.get(name)
        if choice is None:
            return name
        key = choice["property"]
        rule: Rule = {"type": "string", "enum": [*choice["mapping"]]}
        where = f"{path}.{key}" if path else key
        if value.get(key) is None:
            self.add(where, "MissingProperty", f"required: {expected(rule)}")
            return None
        said = self.value(rule, value[key], where, None)
        mapped = choice["mapping"].get(said) if isinstance(said, str) else None
        return mapped and self.subtype(mapped, value, path)

    def value(self, rule: Rule, value: Any, path: str, stored: Any) -> Any:
        if rule["type"] == "any":
            return value
        if not is_a(rule["type"], value):
            reason = f"{show(value)} is not allowed; expected {expected(rule)}"
            self.add(path, "InvalidType", reason)
            return value
        for code, reason in limits(rule, value):
            self.add(path, code, reason)
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
        return canonical(rule, value)


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
    if not (is_moment(one) and is_moment(other)):
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

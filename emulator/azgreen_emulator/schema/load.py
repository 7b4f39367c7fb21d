"""Where is the schema of a namespace and version, and what does a version show of a resource?"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

Rule = dict[str, Any]


@dataclass(frozen=True)
class Schema:
    """All bodies of one API version: `types` holds the rules of each property by its wire name.

    `discriminators` says of a type with subtypes which property chooses (`property`), and which
    type each of its values stands for (`mapping`).
    """

    namespace: str
    api_version: str
    bodies: dict[str, str]
    names: dict[str, Rule]
    types: dict[str, dict[str, Rule]]
    discriminators: dict[str, Rule] = field(default_factory=dict[str, Rule])

    def project(self, body: str, value: dict[str, Any]) -> dict[str, Any]:
        """Keep of a stored resource what this version has."""
        return self._object(self.bodies[body], value)

    def subtype(self, name: str, value: dict[str, Any]) -> str:
        """Return the type that `value` chooses of the subtypes of `name`, or `name` itself."""
        if (choice := self.discriminators.get(name)) is None:
            return name
        chosen: str | None = choice["mapping"].get(value.get(choice["property"]))
        return self.subtype(chosen, value) if chosen else name

    def _object(self, name: str, value: dict[str, Any]) -> dict[str, Any]:
        rules = self.types[self.subtype(name, value)]
        rest = "*" in rules
        return {
            key: self._value(rules.get(key, {}), item)
            for key, item in value.items()
            if (key in rules or rest) and not rules.get(key, {}).get("writeOnly")
        }

    def _value(self, rule: Rule, value: Any) -> Any:
        if value is None:
            return None
        if "ref" in rule:
            return self._object(rule["ref"], value)
        if "items" in rule:
            return [self._value(rule["items"], item) for item in value]
        if "values" in rule:
            return {key: self._value(rule["values"], item) for key, item in value.items()}
        return value


@cache
def schema(namespace: str, api_version: str) -> Schema:
    """Read the schema of one namespace and version."""
    place = files("azgreen_emulator.schema") / "data" / namespace.lower() / f"{api_version}.json"
    data = json.loads(place.read_text(encoding="utf-8"))
    return Schema(
        data["namespace"],
        data["apiVersion"],
        data["bodies"],
        data["names"],
        data["types"],
        data.get("discriminators", {}),
    )

"""What do the models of a published client say of the bodies that they stand for?

Two generators made them. Autorest's models keep a table of wire names, types and limits; they
flatten `properties.capacity`, which is nested again here. TypeSpec's models keep fields with
annotations, and know neither limits nor the width of an integer.
"""

from __future__ import annotations

import datetime as dt
import importlib
import inspect
import re
import sys
import types
import typing
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

Rule = dict[str, Any]

# Autorest's names of plain types.
_PLAIN = {"str": "string", "int": "integer", "long": "int64", "float": "number", "bool": "boolean"}
_PLAIN |= {"iso-8601": "date-time", "duration": "duration", "object": "any"}
_ANNOTATED: dict[Any, str] = {str: "string", int: "int64", float: "number", bool: "boolean"}
_ANNOTATED |= {dt.datetime: "date-time", dt.timedelta: "duration", Any: "any"}
# The names that the clients give to the limits of a value.
LIMITS = {"minimum": "minimum", "maximum": "maximum", "pattern": "pattern"}
LIMITS |= {"min_length": "minLength", "max_length": "maxLength"}
LIMITS |= {"min_items": "minItems", "max_items": "maxItems"}
# Namespaces that other installed clients share.
_SHARED = ("azure", "azure.mgmt")


def imported(module: str, folder: Path) -> Any:
    """Import the models of an unpacked client, and nothing else of it."""
    parts = module.split(".")
    for depth in range(1, len(parts) + 1):
        level = ".".join(parts[:depth])
        place = str(folder.joinpath(*parts[:depth]))
        if level in _SHARED:
            parent: Any = importlib.import_module(level)
            parent.__path__ = [place, *parent.__path__]
        else:
            package = types.ModuleType(level)
            package.__path__ = [place]
            sys.modules[level] = package
    return importlib.import_module(f"{module}.models")


class Reader:
    """Gathers the types that bodies are made of, and which property chooses between them."""

    def __init__(self, models: Any) -> None:
        self._models = models
        self.types: dict[str, dict[str, Rule]] = {}
        self.discriminators: dict[str, Rule] = {}

    def collect(self, name: str) -> None:
        """Read one model, and all that it is made of."""
        if name in self.types:
            return
        self.types[name] = {}
        cls = getattr(self._models, name)
        autorest = hasattr(cls, "_attribute_map")
        flat = self._autorest(cls) if autorest else self._typespec(cls)
        for rule in flat.values():
            if ref := _innermost(rule).get("ref"):
                self.collect(ref)
        self._nest(name, flat)
        choice = (_autorest_choice if autorest else _typespec_choice)(cls)
        if choice is None:
            return
        key, mapping = choice
        self.discriminators[name] = {"property": key, "mapping": dict(sorted(mapping.items()))}
        for value, subtype in mapping.items():
            self.collect(subtype)
            self.types[subtype][key] = {"type": "string", "enum": [value], "required": True}

    def _nest(self, name: str, flat: dict[str, Rule]) -> None:
        """Write `properties.capacity` as what it is: `capacity` in an object `properties`."""
        groups: dict[str, dict[str, Rule]] = {}
        own: dict[str, Rule] = {}
        for key, rule in flat.items():
            head, *rest = re.split(r"(?<!\\)\.", key, maxsplit=1)
            if rest:
                groups.setdefault(head, {})[rest[0]] = rule
            else:
                own[key.replace("\\.", ".")] = rule
        for head, inner in groups.items():
            ref = f"{name}.{head}"
            self._nest(ref, inner)
            own[head] = {"type": "object", "ref": ref}
            if any(rule.get("required") and not rule.get("readOnly") for rule in inner.values()):
                own[head]["required"] = True
        self.types[name] = dict(sorted(own.items()))

    def _autorest(self, cls: Any) -> dict[str, Rule]:
        rules: dict[str, Rule] = {}
        for attribute, entry in cls._attribute_map.items():
            checks = cls._validation.get(attribute, {})
            rule = self._autorest_type(entry["type"])
            rule.update({LIMITS[k]: v for k, v in checks.items() if k in LIMITS})
            if checks.get("required"):
                rule["required"] = True
            if checks.get("readonly"):
                rule["readOnly"] = True
            constant = [getattr(cls, attribute)] if checks.get("constant") else None
            if enum := constant or self._enum(cls, attribute):
                _innermost(rule)["enum"] = enum
            rules[entry["key"] or "*"] = rule
        return rules

    def _autorest_type(self, text: str) -> Rule:
        if text.startswith("["):
            return {"type": "array", "items": self._autorest_type(text[1:-1])}
        if text.startswith("{"):
            return {"type": "map", "values": self._autorest_type(text[1:-1])}
        if text in _PLAIN:
            return {"type": _PLAIN[text]}
        getattr(self._models, text)  # a name that is no model must not pass for one
        return {"type": "object", "ref": text}

    def _enum(self, cls: Any, attribute: str) -> list[str] | None:
        annotation = str(inspect.signature(cls.__init__).parameters.get(attribute))
        if literal := re.search(r"Literal\['(\w+)'\]", annotation):
            return [literal[1]]
        for name in re.findall(r"_models\.(\w+)", annotation):
            found = getattr(self._models, name)
            if isinstance(found, type) and issubclass(found, Enum):
                return [member.value for member in found]
        return None

    def _typespec(self, cls: Any) -> dict[str, Rule]:
        cls.__new__(cls)  # the fields are only known once an instance was made
        hints = typing.get_type_hints(cls, localns={"_models": self._models})
        required = _required(cls)
        rules: dict[str, Rule] = {}
        for attribute, told in _fields(cls).items():
            rule = _annotated(hints[attribute])
            constant = typing.get_origin(hints[attribute]) is typing.Literal
            if attribute in required or told.is_discriminator or constant:
                rule["required"] = True
            if told.is_read_only:
                rule["readOnly"] = True
            if told.is_write_only:
                rule["writeOnly"] = True
            rules[told.wire_name.replace(".", "\\.")] = rule
        return rules


def merged(types: dict[str, dict[str, Rule]], sent: str, told: str) -> None:
    """Add to what Azure takes what it tells beside that, as read-only."""
    if sent == told:
        return
    taken = types[sent]
    for key, rule in types[told].items():
        if key not in taken:
            taken[key] = {**{k: v for k, v in rule.items() if k != "required"}, "readOnly": True}
        elif "ref" in taken[key] and "ref" in rule:
            merged(types, taken[key]["ref"], rule["ref"])
    types[sent] = dict(sorted(taken.items()))


def _innermost(rule: Rule) -> Rule:
    while "items" in rule or "values" in rule:
        rule = rule.get("items") or rule["values"]
    return rule


def _autorest_choice(cls: Any) -> tuple[str, dict[str, str]] | None:
    for attribute, mapping in cls.__dict__.get("_subtype_map", {}).items():
        return cls._attribute_map[attribute]["key"].replace("\\.", "."), mapping
    return None


def _typespec_choice(cls: Any) -> tuple[str, dict[str, str]] | None:
    mapping = cls.__dict__.get("__mapping__")
    fields = _fields(cls).values()
    key = next((field.wire_name for field in fields if field.is_discriminator), None)
    if not mapping or key is None:
        return None
    return key, {
        str(getattr(value, "value", value)): subtype.__name__ for value, subtype in mapping.items()
    }


class _Field(NamedTuple):
    wire_name: str
    is_discriminator: bool
    is_read_only: bool
    is_write_only: bool


def _fields(cls: Any) -> dict[str, _Field]:
    """Read the fields of a TypeSpec model; there is no public way to see them."""
    return {
        attribute: _Field(
            field._rest_name,  # noqa: SLF001
            field._is_discriminator,  # noqa: SLF001
            field._visibility == ["read"],  # noqa: SLF001
            "read" not in (field._visibility or ["read"]),  # noqa: SLF001
        )
        for attribute, field in cls._attr_to_rest_field.items()
    }


def _required(cls: Any) -> set[str]:
    return {
        name
        for overload in typing.get_overloads(cls.__init__)
        for name, parameter in inspect.signature(overload).parameters.items()
        if parameter.kind is parameter.KEYWORD_ONLY and parameter.default is parameter.empty
    }


def _annotated(hint: Any) -> Rule:
    inner = [item for item in typing.get_args(hint) if item is not type(None)]
    origin = typing.get_origin(hint)
    if origin in {typing.Union, types.UnionType}:
        enums = [item for item in inner if isinstance(item, type) and issubclass(item, Enum)]
        return _annotated((enums or inner)[0]) if enums or len(inner) == 1 else {"type": "any"}
    if origin is list:
        return {"type": "array", "items": _annotated(inner[0])}
    if origin is dict:
        return {"type": "map", "values": _annotated(inner[1])}
    if hint in _ANNOTATED:
        return {"type": _ANNOTATED[hint]}
    members = inner if origin is typing.Literal else list(hint) if issubclass(hint, Enum) else []
    if members:
        return {"type": "string", "enum": [str(getattr(it, "value", it)) for it in members]}
    return {"type": "object", "ref": hint.__name__}

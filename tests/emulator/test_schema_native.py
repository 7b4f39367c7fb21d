"""Does every schema know what azure-native's classes of the same version know, nested ones too?"""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from tests.native.classes import (
    args_of,
    class_of,
    constant_of,
    enum_of,
    is_required,
    properties,
    types_in,
)

from azgreen_emulator.native.table import RESOURCES
from azgreen_emulator.schema.load import Rule, Schema, schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.native.spec import ResourceSpec

# azure-native sends version 2024-03-01 of bodies that are the same in every version
SPECS = [spec for spec in RESOURCES if not spec.token.startswith("azure-native:resources:")]
# What is otherwise, and why; anything else is a fault of the schema.
EXPECTED = {
    "ApiManagementService: certificates.storeName: enumeration": (
        "azure-native takes any text, and names these two as the only ones that are valid"
    ),
    "StorageAccount: networkRuleSet.defaultAction: required": "azure-native fills in 'Allow'",
    "StorageAccount: sasPolicy.expirationAction: required": "azure-native fills in 'Log'",
    "ScheduledQueryRule: criteria.allOf.operator: enumeration": (
        "azure-native has that of another type of the same name"
    ),
    "ScheduledQueryRule: severity: enumeration": "azure-native takes any number",
    **{
        f"RaiPolicy: properties.{path}": (
            "azure-native has one class for all versions, and these came with 2025-12-01"
        )
        for path in (
            "contentFilters.action: unknown",
            "contentFilters.source: enumeration",
            "customBlocklists.source: enumeration",
            "safetyProviders: unknown",
        )
    },
    "RoleAssignment: systemData: unknown": "came to the specification after client 4.0.0",
}


def _innermost(rule: Rule) -> Rule:
    while "items" in rule or "values" in rule:
        rule = rule.get("items") or rule["values"]
    return rule


@dataclass
class Walk:
    """Goes through a class and a type of the schema side by side, and notes what differs."""

    spec: ResourceSpec
    known: Schema
    module: Any
    seen: set[tuple[Any, str, str]] = field(default_factory=set)

    def rule(self, type_name: str, path: str, name: str) -> Rule | None:
        """Find the rule of what azure-native calls `name`."""
        # the table has a place by its path among the inputs, which are flat
        flat = path.removeprefix("properties.") if self.spec.answers_nested else path
        *above, last = self.spec.places.get(flat, {}).get(name, (name,))
        for step in above:
            type_name = self.known.types[type_name][step]["ref"]
        rules = self.known.types[type_name]
        if last not in rules and not path and self.spec.flattened:
            rules = self.known.types[rules["properties"]["ref"]]
        return rules.get(last)

    def subtype(self, cls: Any, type_name: str) -> str:
        choice = self.known.discriminators.get(type_name)
        constants = {constant_of(member) for member in properties(cls).values()}
        return next(
            (name for value, name in choice["mapping"].items() if value in constants)
            if choice
            else iter([type_name])
        )

    def inputs(self, cls: Any, type_name: str, path: str) -> Iterator[str]:
        if (cls, type_name, path) in self.seen:
            return
        self.seen.add((cls, type_name, path))
        type_name = self.subtype(cls, type_name)
        for name, member in properties(cls).items():
            where = f"{path}.{name}" if path else name
            if not path and name in self.spec.path_inputs and name not in self.spec.body:
                continue
            rule = self.rule(type_name, path, name)
            if rule is None:
                yield f"{where}: unknown"
                continue
            if rule.get("readOnly"):
                yield f"{where}: read-only"
            if path and is_required(cls, member) != bool(rule.get("required")):
                yield f"{where}: required"
            enum, constant = enum_of(self.module, member), constant_of(member)
            if (enum or {constant} - {None}) != {*_innermost(rule).get("enum", ())}:
                yield f"{where}: enumeration"
            if ref := _innermost(rule).get("ref"):
                for inner in types_in(self.module, member, "Args"):
                    yield from self.inputs(inner, ref, where)

    def answers(self, cls: Any, type_name: str, path: str) -> Iterator[str]:
        if (cls, type_name, path) in self.seen:
            return
        self.seen.add((cls, type_name, path))
        type_name = self.subtype(cls, type_name)
        for name, member in properties(cls).items():
            where = f"{path}.{name}" if path else name
            rule = self.rule(type_name, path, name)
            if rule is None:
                yield f"{where}: unknown"
            elif ref := _innermost(rule).get("ref"):
                for inner in types_in(self.module, member, "Response"):
                    yield from self.answers(inner, ref, where)


def _walk(spec: ResourceSpec) -> tuple[Walk, str]:
    namespace, _, body = spec.arm_type.partition("/")
    known = schema(namespace, spec.api_version)
    package = inspect.getmodule(class_of(spec.token)).__name__.rpartition(".")[0]
    module = __import__(package, fromlist=["outputs"])
    return Walk(spec, known, module), known.bodies[body]


def _inputs(spec: ResourceSpec) -> list[str]:
    walk, body = _walk(spec)
    cls = class_of(spec.token)
    return [f"{cls.__name__}: {fault}" for fault in walk.inputs(args_of(cls), body, "")]


def _answers(spec: ResourceSpec) -> list[str]:
    walk, body = _walk(spec)
    cls = class_of(spec.token)
    faults = [*walk.answers(cls, body, "")]
    faults.remove("azureApiVersion: unknown")  # azure-native's own
    return [f"{cls.__name__}: {fault}" for fault in faults]


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.token)
def test_every_input_is_known_required_and_enumerated_as_azure_native_has_it(spec):
    assert [fault for fault in _inputs(spec) if fault not in EXPECTED] == []


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.token)
def test_every_output_is_known(spec):
    assert [fault for fault in _answers(spec) if fault not in EXPECTED] == []


def test_what_is_expected_to_differ_still_does():
    names = {fault.partition(":")[0] for fault in EXPECTED}
    specs = [spec for spec in SPECS if spec.token.rpartition(":")[2] in names]
    found = {fault for spec in specs for fault in (*_inputs(spec), *_answers(spec))}
    assert found >= {*EXPECTED}

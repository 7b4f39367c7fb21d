"""What do pulumi-azure-native's own classes say of a resource? Read by reflection."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from enum import Enum
from typing import Any

import pulumi

Class = type[Any]
_PULUMIS = {"id", "urn", "pulumi_resource_name", "pulumi_resource_type"}


def class_of(token: str) -> Class:
    """Return the resource's class."""
    module, name = token.removeprefix("azure-native:").split(":")
    return getattr(importlib.import_module(f"pulumi_azure_native.{module}"), name)


def args_of(cls: Class) -> Class:
    """Return the class of the resource's inputs."""
    module = inspect.getmodule(cls)
    return getattr(module, f"{cls.__name__}InitArgs", None) or getattr(
        module, f"{cls.__name__}Args"
    )


def properties(cls: Class) -> dict[str, Any]:
    """Return a class's properties by their names in Azure's way of writing."""
    found = inspect.getmembers(cls, lambda member: isinstance(member, property))
    # of a job, `id` is an input too: its name
    own = _PULUMIS if issubclass(cls, pulumi.Resource) else set[str]()
    return {
        getattr(member.fget, "_pulumi_name", name): member
        for name, member in found
        if name not in own
    }


def python_name(member: Any) -> str:
    return member.fget.__name__


def is_required(cls: Class, member: Any) -> bool:
    parameter = inspect.signature(cls.__init__).parameters.get(python_name(member))
    return parameter is not None and parameter.default is inspect.Parameter.empty


def required_of(cls: Class) -> set[str]:
    """Return the inputs that the resource's class refuses to go without."""
    missing = re.findall(r"Missing required property '(\w+)'", inspect.getsource(cls))
    return {name for name, member in properties(args_of(cls)).items() if _is(member, missing)}


def defaults_of(cls: Class) -> dict[str, Any]:
    """Return what the resource's class fills in."""
    filled_in = r"if (\w+) is None:\n\s+\w+ = ('\w+'|True|False|\d+)\n"
    found = dict(re.findall(filled_in, _source(cls)))
    return {
        name: ast.literal_eval(found[python_name(member)])
        for name, member in properties(args_of(cls)).items()
        if python_name(member) in found
    }


def types_in(module: Any, member: Any, suffix: str) -> list[Class]:
    """Return the classes ending in `suffix` that a property holds."""
    annotation = str(member.fget.__annotations__.get("return"))
    names = dict.fromkeys(re.findall(rf"'?(?:outputs\.)?(\w+{suffix})\b", annotation))
    home = module.outputs if suffix == "Response" else module
    return [getattr(home, name) for name in names if hasattr(home, name)]


def enum_of(module: Any, member: Any) -> set[Any] | None:
    """Return the members of the enumeration that a property holds."""
    annotation = str(member.fget.__annotations__.get("return"))
    for name in re.findall(r"'(\w+)'", annotation):
        found = getattr(module, name, None)
        if isinstance(found, type) and issubclass(found, Enum):
            return {each.value for each in found}
    return None


def constant_of(member: Any) -> str | None:
    """Return the one value that a property of a subtype may have."""
    found = re.search(r"Expected value is '([^']+)'", inspect.getdoc(member) or "")
    return found[1] if found else None


def _is(member: Any, names: list[str]) -> bool:
    return python_name(member) in names


def _source(cls: Class) -> str:
    return inspect.getsource(cls)

"""Which TypeScript types does the schema stand for? For the compiler, where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.e2e.consumers import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator

SDK = """\
declare module "@pulumi/pulumi" {
  export type Output<T> = { readonly __value: T } & { readonly [K in keyof T]: Output<T[K]> };
  export type Input<T> = T | Promise<T> | Output<T>;
}
declare module "@pulumi/azure-native/resources" {
  import * as pulumi from "@pulumi/pulumi";
  export class ResourceGroup {
    constructor(name: string, args: { location?: pulumi.Input<string> });
    readonly name: pulumi.Output<string>;
  }
}
"""
"""As much of Pulumi's own SDKs as the program uses."""
_SCALARS = {"string": "string", "boolean": "boolean", "number": "number", "integer": "number"}


def declarations() -> str:
    """Return what Pulumi would generate of the schema, as far as types go."""
    body = [*_interfaces(), *_classes()]
    head = ['declare module "@pulumi/azgreen" {', '  import * as pulumi from "@pulumi/pulumi";']
    return SDK + "\n".join([*head, *body, "}", ""])


def _interfaces() -> Iterator[str]:
    for token, shape in SCHEMA["types"].items():
        yield f"  interface {_name(token)} {{ {_fields(shape, shape.get('required', []))} }}"


def _classes() -> Iterator[str]:
    for token, shape in SCHEMA["resources"].items():
        inputs = _fields({"properties": shape["inputProperties"]}, shape["requiredInputs"])
        outputs = " ".join(
            f"readonly {name}: pulumi.Output<{_type(item)}>;"
            for name, item in shape["properties"].items()
        )
        yield f"  export class {_name(token)} {{"
        yield f"    constructor(name: string, args: {{ {inputs} }}); {outputs}"
        yield "  }"


def _fields(shape: dict[str, Any], required: list[str]) -> str:
    return " ".join(
        f"{name}{'' if name in required else '?'}: {_input(item)};"
        for name, item in shape["properties"].items()
    )


def _input(item: dict[str, Any]) -> str:
    return _type(item) if item.get("plain") else f"pulumi.Input<{_type(item)}>"


def _type(item: dict[str, Any]) -> str:
    if "items" in item:
        return f"({_input(item['items'])})[]"
    if "additionalProperties" in item:
        return f"{{ [key: string]: {_input(item['additionalProperties'])} }}"
    reference = item.get("$ref", "")
    return "any" if reference == "pulumi.json#/Any" else _scalar(item, reference)


def _scalar(item: dict[str, Any], reference: str) -> str:
    return _name(reference) if reference else _SCALARS[item["type"]]


def _name(token: str) -> str:
    return token.rpartition(":")[2]

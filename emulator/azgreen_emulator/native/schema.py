"""How does the stand-in describe itself to the Pulumi CLI?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from azgreen_emulator.native.table import AZURE_NATIVE_VERSION, RESOURCES

if TYPE_CHECKING:
    from azgreen_emulator.native.spec import ResourceSpec

_ANY = {"$ref": "pulumi.json#/Any"}
_STRING = {"type": "string"}
_STRINGS = frozenset(("azureApiVersion", "etag", "kind", "location", "managedBy", "name", "type"))
"""Properties that every resource has as a string.

A YAML program may not hand an output of type Any on to an input of type string.
"""


def package_schema() -> dict[str, Any]:
    """Return a Pulumi package schema with the resources of the table.

    Property types are left open: programs are written against azure-native's own SDKs, which
    know them, and the local Azure checks every body against Azure's schema.
    """
    return {
        "name": "azure-native",
        "version": AZURE_NATIVE_VERSION,
        "resources": {spec.token: _resource(spec) for spec in RESOURCES},
    }


def _resource(spec: ResourceSpec) -> dict[str, Any]:
    inputs = dict.fromkeys(spec.path_inputs, _STRING) | _typed(spec.body)
    return {
        "description": f"{spec.arm_type} at API version {spec.api_version}",
        "inputProperties": inputs,
        "requiredInputs": [name for name in spec.path_inputs if name != spec.name_input],
        # 'id' is an input of some types, but as an output it is the engine's own
        "properties": _typed(tuple(sorted({*spec.outputs} - {"id"}))),
    }


def _typed(names: tuple[str, ...]) -> dict[str, Any]:
    return {name: _STRING if name in _STRINGS else _ANY for name in names}

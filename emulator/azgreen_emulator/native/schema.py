"""How does the stand-in describe itself to the Pulumi CLI?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from azgreen_emulator.native.table import AZURE_NATIVE_VERSION, RESOURCES

if TYPE_CHECKING:
    from azgreen_emulator.native.table import ResourceSpec

_ANY = {"$ref": "pulumi.json#/Any"}


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
    inputs = {name: {"type": "string"} for name in spec.path_inputs}
    inputs |= dict.fromkeys(spec.body, _ANY)
    return {
        "description": f"{spec.arm_type} at API version {spec.api_version}",
        "inputProperties": inputs,
        "requiredInputs": [name for name in spec.path_inputs if name != spec.name_input],
        "properties": dict.fromkeys((*spec.computed, *spec.body), _ANY),
    }

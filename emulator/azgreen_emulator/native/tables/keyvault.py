"""How do azure-native's key vaults map to ARM?"""

from __future__ import annotations

from typing import Final

from azgreen_emulator.native.spec import PRIVATE_ENDPOINTS, RESOURCE_GROUP, ResourceSpec

_PURGE: Final = (
    "/subscriptions/{subscriptionId}/providers/Microsoft.KeyVault/locations/{location}"
    "/deletedVaults/{vaultName}/purge"
)
ROWS: Final = (
    ResourceSpec(
        token="azure-native:keyvault:Vault",
        arm_type="Microsoft.KeyVault/vaults",
        api_version="2024-11-01",
        path=f"{RESOURCE_GROUP}/providers/Microsoft.KeyVault/vaults/{{vaultName}}",
        name_input="vaultName",
        name_length=24,
        body=(
            "location",
            "properties",
            "tags",
        ),
        renamed={f"properties.{path}": place for path, place in PRIVATE_ENDPOINTS.items()},
        required=("properties",),
        purge_path=_PURGE,
        purge_method="POST",
        computed=(
            "azureApiVersion",
            "name",
            "systemData",
            "type",
        ),
        nested_computed={
            "properties": (
                "hsmPoolResourceId",
                "privateEndpointConnections",
                "provisioningState",
                "vaultUri",
            ),
        },
    ),
)

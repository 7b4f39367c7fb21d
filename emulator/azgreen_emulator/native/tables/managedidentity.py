"""How do azure-native's managed identities map to ARM?"""

from __future__ import annotations

from typing import Final

from azgreen_emulator.native.spec import RESOURCE_GROUP, ResourceSpec

ROWS: Final = (
    ResourceSpec(
        token="azure-native:managedidentity:UserAssignedIdentity",
        arm_type="Microsoft.ManagedIdentity/userAssignedIdentities",
        api_version="2023-01-31",
        path=f"{RESOURCE_GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{{resourceName}}",
        name_input="resourceName",
        name_length=128,
        body=(
            "location",
            "tags",
        ),
        flattened=(
            "clientId",
            "principalId",
            "tenantId",
        ),
        replace_on=("location",),
        computed=(
            "azureApiVersion",
            "clientId",
            "name",
            "principalId",
            "systemData",
            "tenantId",
            "type",
        ),
    ),
)

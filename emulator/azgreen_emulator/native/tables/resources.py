"""How do azure-native's resource groups map to ARM?"""

from __future__ import annotations

from typing import Final

from azgreen_emulator.native.spec import RESOURCE_GROUP, ResourceSpec

ROWS: Final = (
    ResourceSpec(
        token="azure-native:resources:ResourceGroup",
        arm_type="Microsoft.Resources/resourceGroups",
        api_version="2024-03-01",
        path=RESOURCE_GROUP,
        name_input="resourceGroupName",
        name_length=90,
        body=("location", "managedBy", "tags"),
        computed=("azureApiVersion", "name", "properties", "type"),
        replace_on=("location", "managedBy"),
    ),
)

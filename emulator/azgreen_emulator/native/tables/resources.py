"""How do azure-native's resource groups and template deployments map to ARM?"""

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
    ResourceSpec(
        token="azure-native:resources:Deployment",
        arm_type="Microsoft.Resources/deployments",
        api_version="2024-03-01",
        path=f"{RESOURCE_GROUP}/providers/Microsoft.Resources/deployments/{{deploymentName}}",
        name_input="deploymentName",
        name_length=64,
        body=("location", "properties", "tags"),
        required=("properties",),
        computed=("azureApiVersion", "name", "type"),
        nested_computed={
            "properties": (
                "correlationId",
                "dependencies",
                "diagnostics",
                "duration",
                "error",
                "extensions",
                "outputResources",
                "outputs",
                "providers",
                "provisioningState",
                "templateHash",
                "timestamp",
                "validatedResources",
            ),
        },
        auto_location=False,
    ),
)

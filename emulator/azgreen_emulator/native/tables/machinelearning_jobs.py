"""How do azure-native's resources of Azure Machine Learning that run jobs map to ARM?"""

from __future__ import annotations

from typing import Final

from azgreen_emulator.native.spec import ResourceSpec
from azgreen_emulator.native.tables.machinelearningservices import WORKSPACE

_COMPONENT: Final = f"{WORKSPACE}/components/{{name}}"
ROWS: Final = (
    ResourceSpec(
        token="azure-native:machinelearningservices:Compute",
        arm_type="Microsoft.MachineLearningServices/workspaces/computes",
        api_version="2025-12-01",
        path=f"{WORKSPACE}/computes/{{computeName}}",
        name_input="computeName",
        name_length=24,
        body=(
            "identity",
            "location",
            "properties",
            "sku",
            "tags",
        ),
        replace_on=("location",),
        computed=(
            "azureApiVersion",
            "name",
            "systemData",
            "type",
        ),
        nested_computed={
            "identity": (
                "principalId",
                "tenantId",
            ),
            "properties": (
                "createdOn",
                "isAttachedCompute",
                "modifiedOn",
                "provisioningErrors",
                "provisioningState",
            ),
        },
    ),
    ResourceSpec(
        token="azure-native:machinelearningservices:ComponentContainer",
        arm_type="Microsoft.MachineLearningServices/workspaces/components",
        api_version="2025-12-01",
        path=_COMPONENT,
        name_input="name",
        name_length=255,
        body=("properties",),
        required=("properties",),
        computed=(
            "azureApiVersion",
            "name",
            "systemData",
            "type",
        ),
        nested_computed={
            "properties": (
                "latestVersion",
                "nextVersion",
                "provisioningState",
            ),
        },
    ),
    ResourceSpec(
        token="azure-native:machinelearningservices:ComponentVersion",
        arm_type="Microsoft.MachineLearningServices/workspaces/components/versions",
        api_version="2025-12-01",
        path=f"{_COMPONENT}/versions/{{version}}",
        name_input="version",
        name_length=255,
        body=("properties",),
        required=("properties",),
        computed=(
            "azureApiVersion",
            "name",
            "systemData",
            "type",
        ),
        nested_computed={"properties": ("provisioningState",)},
    ),
    ResourceSpec(
        token="azure-native:machinelearningservices:Job",
        arm_type="Microsoft.MachineLearningServices/workspaces/jobs",
        api_version="2025-12-01",
        path=f"{WORKSPACE}/jobs/{{id}}",
        name_input="id",
        name_length=255,
        body=("properties",),
        required=("properties",),
        computed=(
            "azureApiVersion",
            "name",
            "systemData",
            "type",
        ),
        nested_computed={"properties": ("status",)},
    ),
    ResourceSpec(
        token="azure-native:machinelearningservices:Schedule",
        arm_type="Microsoft.MachineLearningServices/workspaces/schedules",
        api_version="2025-12-01",
        path=f"{WORKSPACE}/schedules/{{name}}",
        name_input="name",
        name_length=255,
        body=("properties",),
        required=("properties",),
        computed=(
            "azureApiVersion",
            "name",
            "systemData",
            "type",
        ),
        nested_computed={"properties": ("provisioningState",)},
    ),
)

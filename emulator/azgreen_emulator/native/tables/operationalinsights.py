"""How do azure-native's Log Analytics resources map to ARM?"""

from __future__ import annotations

from typing import Final

from azgreen_emulator.native.spec import RESOURCE_GROUP, ResourceSpec

_WORKSPACE_PROPERTIES: Final = (
    "defaultDataCollectionRuleResourceId",
    "features",
    "forceCmkForQuery",
    "publicNetworkAccessForIngestion",
    "publicNetworkAccessForQuery",
    "retentionInDays",
    "sku",
    "workspaceCapping",
)
ROWS: Final = (
    ResourceSpec(
        token="azure-native:operationalinsights:Workspace",
        arm_type="Microsoft.OperationalInsights/workspaces",
        api_version="2023-09-01",
        path=f"{RESOURCE_GROUP}/providers/Microsoft.OperationalInsights/workspaces/{{workspaceName}}",
        name_input="workspaceName",
        name_length=63,
        body=(
            "identity",
            "location",
            "tags",
            *_WORKSPACE_PROPERTIES,
        ),
        flattened=_WORKSPACE_PROPERTIES,
        replace_on=("location",),
        computed=(
            "azureApiVersion",
            "createdDate",
            "customerId",
            "etag",
            "modifiedDate",
            "name",
            "privateLinkScopedResources",
            "provisioningState",
            "systemData",
            "type",
        ),
        nested_computed={
            "features": ("unifiedSentinelBillingOnly",),
            "identity": (
                "principalId",
                "tenantId",
            ),
            "sku": ("lastSkuUpdate",),
            "workspaceCapping": (
                "dataIngestionStatus",
                "quotaNextResetTime",
            ),
        },
    ),
)

"""How do azure-native's Cognitive Services resources map to ARM?"""

from __future__ import annotations

from typing import Final

from azgreen_emulator.native.spec import RESOURCE_GROUP, ResourceSpec

_ACCOUNT: Final = f"{RESOURCE_GROUP}/providers/Microsoft.CognitiveServices/accounts/{{accountName}}"
_DELETED_ACCOUNT: Final = (
    "/subscriptions/{subscriptionId}/providers/Microsoft.CognitiveServices/locations/{location}"
    "/resourceGroups/{resourceGroupName}/deletedAccounts/{accountName}"
)
_BLOCKLIST: Final = f"{_ACCOUNT}/raiBlocklists/{{raiBlocklistName}}"
_TOLD: Final = ("azureApiVersion", "etag", "name", "systemData", "type")

ROWS: Final = (
    ResourceSpec(
        token="azure-native:cognitiveservices:Account",
        arm_type="Microsoft.CognitiveServices/accounts",
        api_version="2025-06-01",
        path=_ACCOUNT,
        name_input="accountName",
        name_length=64,
        body=("identity", "kind", "location", "properties", "sku", "tags"),
        computed=_TOLD,
        replace_on=("location",),
        purge_path=_DELETED_ACCOUNT,
        nested_computed={
            "identity": ("principalId", "tenantId"),
            "properties": (
                "abusePenalty",
                "callRateLimit",
                "capabilities",
                "commitmentPlanAssociations",
                "dateCreated",
                "deletionDate",
                "endpoint",
                "endpoints",
                "internalId",
                "isMigrated",
                "privateEndpointConnections",
                "provisioningState",
                "quotaLimit",
                "scheduledPurgeDate",
                "skuChangeInfo",
            ),
        },
    ),
    ResourceSpec(
        token="azure-native:cognitiveservices:Deployment",
        arm_type="Microsoft.CognitiveServices/accounts/deployments",
        api_version="2025-06-01",
        path=f"{_ACCOUNT}/deployments/{{deploymentName}}",
        name_input="deploymentName",
        name_length=64,
        body=("properties", "sku", "tags"),
        computed=_TOLD,
        nested_computed={
            "properties": (
                "callRateLimit",
                "capabilities",
                "dynamicThrottlingEnabled",
                "provisioningState",
                "rateLimits",
            ),
        },
    ),
    ResourceSpec(
        token="azure-native:cognitiveservices:RaiPolicy",
        arm_type="Microsoft.CognitiveServices/accounts/raiPolicies",
        api_version="2025-06-01",
        path=f"{_ACCOUNT}/raiPolicies/{{raiPolicyName}}",
        name_input="raiPolicyName",
        name_length=64,
        body=("properties", "tags"),
        computed=_TOLD,
        nested_computed={"properties": ("type",)},
    ),
    ResourceSpec(
        token="azure-native:cognitiveservices:RaiBlocklist",
        arm_type="Microsoft.CognitiveServices/accounts/raiBlocklists",
        api_version="2025-06-01",
        path=_BLOCKLIST,
        name_input="raiBlocklistName",
        name_length=64,
        body=("properties", "tags"),
        computed=_TOLD,
    ),
    ResourceSpec(
        token="azure-native:cognitiveservices:RaiBlocklistItem",
        arm_type="Microsoft.CognitiveServices/accounts/raiBlocklists/raiBlocklistItems",
        api_version="2025-06-01",
        path=f"{_BLOCKLIST}/raiBlocklistItems/{{raiBlocklistItemName}}",
        name_input="raiBlocklistItemName",
        name_length=64,
        body=("properties", "tags"),
        computed=_TOLD,
    ),
)

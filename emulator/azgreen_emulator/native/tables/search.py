"""How do azure-native's Azure AI Search resources map to ARM?"""

from __future__ import annotations

from typing import Final

from azgreen_emulator.native.spec import RESOURCE_GROUP, ResourceSpec

_PROPERTIES: Final = (
    "authOptions",
    "computeType",
    "dataExfiltrationProtections",
    "disableLocalAuth",
    "encryptionWithCmk",
    "endpoint",
    "hostingMode",
    "networkRuleSet",
    "partitionCount",
    "publicNetworkAccess",
    "replicaCount",
    "semanticSearch",
    "upgradeAvailable",
)
_TOLD: Final = (
    "eTag",
    "privateEndpointConnections",
    "provisioningState",
    "serviceUpgradedAt",
    "sharedPrivateLinkResources",
    "status",
    "statusDetails",
)

ROWS: Final = (
    ResourceSpec(
        token="azure-native:search:Service",
        arm_type="Microsoft.Search/searchServices",
        api_version="2025-05-01",
        path=f"{RESOURCE_GROUP}/providers/Microsoft.Search/searchServices/{{searchServiceName}}",
        name_input="searchServiceName",
        name_length=60,
        body=("identity", "location", "sku", "tags", *_PROPERTIES),
        flattened=(*_PROPERTIES, *_TOLD),
        defaults={
            "hostingMode": "Default",
            "partitionCount": 1,
            "publicNetworkAccess": "Enabled",
            "replicaCount": 1,
        },
        replace_on=("location",),
        computed=("azureApiVersion", "name", "systemData", "type", *_TOLD),
        nested_computed={
            "encryptionWithCmk": ("encryptionComplianceStatus",),
            "identity": ("principalId", "tenantId"),
        },
    ),
)

"""How do azure-native's Azure Managed Redis resources map to ARM?"""

from __future__ import annotations

from typing import Final

from azgreen_emulator.native.spec import PRIVATE_ENDPOINTS, RESOURCE_GROUP, ResourceSpec

_CLUSTER: Final = f"{RESOURCE_GROUP}/providers/Microsoft.Cache/redisEnterprise/{{clusterName}}"
_DATABASE: Final = f"{_CLUSTER}/databases/{{databaseName}}"
_DATABASE_PROPERTIES: Final = (
    "accessKeysAuthentication",
    "clientProtocol",
    "clusteringPolicy",
    "deferUpgrade",
    "evictionPolicy",
    "geoReplication",
    "modules",
    "persistence",
    "port",
)
ROWS: Final = (
    ResourceSpec(
        token="azure-native:redisenterprise:RedisEnterprise",
        arm_type="Microsoft.Cache/redisEnterprise",
        api_version="2025-07-01",
        path=_CLUSTER,
        name_input="clusterName",
        name_length=60,
        body=(
            "encryption",
            "highAvailability",
            "identity",
            "location",
            "minimumTlsVersion",
            "publicNetworkAccess",
            "sku",
            "tags",
            "zones",
        ),
        flattened=(
            "encryption",
            "highAvailability",
            "minimumTlsVersion",
            "publicNetworkAccess",
        ),
        renamed=PRIVATE_ENDPOINTS,
        required=(
            "publicNetworkAccess",
            "sku",
        ),
        replace_on=("location",),
        computed=(
            "azureApiVersion",
            "hostName",
            "kind",
            "name",
            "privateEndpointConnections",
            "provisioningState",
            "redisVersion",
            "redundancyMode",
            "resourceState",
            "type",
        ),
        nested_computed={
            "identity": (
                "principalId",
                "tenantId",
            ),
        },
    ),
    ResourceSpec(
        token="azure-native:redisenterprise:Database",
        arm_type="Microsoft.Cache/redisEnterprise/databases",
        api_version="2025-07-01",
        path=_DATABASE,
        name_input="databaseName",
        name_length=60,
        body=(*_DATABASE_PROPERTIES,),
        flattened=_DATABASE_PROPERTIES,
        replace_on=(
            "geoReplication",
            "modules",
            "port",
        ),
        computed=(
            "azureApiVersion",
            "name",
            "provisioningState",
            "redisVersion",
            "resourceState",
            "systemData",
            "type",
        ),
    ),
    ResourceSpec(
        token="azure-native:redisenterprise:AccessPolicyAssignment",
        arm_type="Microsoft.Cache/redisEnterprise/databases/accessPolicyAssignments",
        api_version="2025-07-01",
        path=f"{_DATABASE}/accessPolicyAssignments/{{accessPolicyAssignmentName}}",
        name_input="accessPolicyAssignmentName",
        name_length=60,
        body=(
            "accessPolicyName",
            "user",
        ),
        flattened=(
            "accessPolicyName",
            "user",
        ),
        required=(
            "accessPolicyName",
            "user",
        ),
        computed=(
            "azureApiVersion",
            "name",
            "provisioningState",
            "type",
        ),
    ),
)

"""How do azure-native's Azure Machine Learning resources map to ARM?"""

from __future__ import annotations

from typing import Final

from azgreen_emulator.native.spec import PRIVATE_ENDPOINTS, RESOURCE_GROUP, ResourceSpec

_PROVIDER: Final = f"{RESOURCE_GROUP}/providers/Microsoft.MachineLearningServices"
WORKSPACE: Final = f"{_PROVIDER}/workspaces/{{workspaceName}}"
_ENDPOINT: Final = f"{WORKSPACE}/onlineEndpoints/{{endpointName}}"
_WORKSPACE_PROPERTIES: Final = (
    "allowPublicAccessWhenBehindVnet",
    "applicationInsights",
    "associatedWorkspaces",
    "containerRegistry",
    "description",
    "discoveryUrl",
    "enableDataIsolation",
    "enableServiceSideCMKEncryption",
    "encryption",
    "featureStoreSettings",
    "friendlyName",
    "hbiWorkspace",
    "hubResourceId",
    "imageBuildCompute",
    "keyVault",
    "managedNetwork",
    "primaryUserAssignedIdentity",
    "provisionNetworkNow",
    "publicNetworkAccess",
    "serverlessComputeSettings",
    "serviceManagedResourcesSettings",
    "sharedPrivateLinkResources",
    "storageAccount",
    "systemDatastoresAuthMode",
    "v1LegacyMode",
    "workspaceHubConfig",
)
ROWS: Final = (
    ResourceSpec(
        token="azure-native:machinelearningservices:Workspace",
        arm_type="Microsoft.MachineLearningServices/workspaces",
        api_version="2025-12-01",
        path=WORKSPACE,
        name_input="workspaceName",
        name_length=33,
        body=(
            "identity",
            "kind",
            "location",
            "sku",
            "tags",
            *_WORKSPACE_PROPERTIES,
        ),
        flattened=_WORKSPACE_PROPERTIES,
        purge_path=f"{WORKSPACE}?forceToPurge=true",
        renamed={
            **PRIVATE_ENDPOINTS,
            "sharedPrivateLinkResources.groupId": "properties/groupId",
            "sharedPrivateLinkResources.privateLinkResourceId": "properties/privateLinkResourceId",
            "sharedPrivateLinkResources.requestMessage": "properties/requestMessage",
            "sharedPrivateLinkResources.status": "properties/status",
        },
        computed=(
            "azureApiVersion",
            "mlFlowTrackingUri",
            "name",
            "notebookInfo",
            "privateEndpointConnections",
            "privateLinkCount",
            "provisioningState",
            "serviceProvisionedResourceGroup",
            "storageHnsEnabled",
            "systemData",
            "tenantId",
            "type",
            "workspaceId",
        ),
        nested_computed={
            "identity": (
                "principalId",
                "tenantId",
            ),
            "managedNetwork": (
                "firewallPublicIpAddress",
                "networkId",
            ),
        },
    ),
    ResourceSpec(
        token="azure-native:machinelearningservices:OnlineEndpoint",
        arm_type="Microsoft.MachineLearningServices/workspaces/onlineEndpoints",
        api_version="2025-12-01",
        path=_ENDPOINT,
        name_input="endpointName",
        name_length=32,
        body=(
            "identity",
            "kind",
            "location",
            "properties",
            "sku",
            "tags",
        ),
        required=("properties",),
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
                "provisioningState",
                "scoringUri",
                "swaggerUri",
            ),
        },
    ),
    ResourceSpec(
        token="azure-native:machinelearningservices:OnlineDeployment",
        arm_type="Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments",
        api_version="2025-12-01",
        path=f"{_ENDPOINT}/deployments/{{deploymentName}}",
        name_input="deploymentName",
        name_length=32,
        body=(
            "identity",
            "kind",
            "location",
            "properties",
            "sku",
            "tags",
        ),
        required=("properties",),
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
            "properties": ("provisioningState",),
        },
    ),
    ResourceSpec(
        token="azure-native:machinelearningservices:MarketplaceSubscription",
        arm_type="Microsoft.MachineLearningServices/workspaces/marketplaceSubscriptions",
        api_version="2025-12-01",
        path=f"{WORKSPACE}/marketplaceSubscriptions/{{name}}",
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
                "marketplacePlan",
                "marketplaceSubscriptionStatus",
                "provisioningState",
            ),
        },
    ),
    ResourceSpec(
        token="azure-native:machinelearningservices:ServerlessEndpoint",
        arm_type="Microsoft.MachineLearningServices/workspaces/serverlessEndpoints",
        api_version="2025-12-01",
        path=f"{WORKSPACE}/serverlessEndpoints/{{name}}",
        name_input="name",
        name_length=52,
        body=(
            "identity",
            "kind",
            "location",
            "properties",
            "sku",
            "tags",
        ),
        required=("properties",),
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
                "endpointState",
                "inferenceEndpoint",
                "marketplaceSubscriptionId",
                "provisioningState",
            ),
        },
    ),
)

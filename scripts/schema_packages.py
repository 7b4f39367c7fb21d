"""Which published client tells the bodies of which API version, and where does it err?

Every client is Microsoft's own, under the MIT licence. `A + B` is a body that Azure takes as `A`
and answers as `B`: the properties of `B` that `A` has not are read-only.
"""

from __future__ import annotations

from dataclasses import dataclass

COGNITIVE_BODIES = {
    "accounts": "Account",
    "accounts/deployments": "Deployment",
    "accounts/deployments:patch": "PatchResourceTagsAndSku",
    "accounts:listModels": "AccountModel",
    "accounts:regenerateKey": "RegenerateKeyParameters",
    "accounts:usages": "Usage",
    "accounts/raiBlocklists": "RaiBlocklist",
    "accounts/raiBlocklists/raiBlocklistItems": "RaiBlocklistItem",
    "accounts/raiPolicies": "RaiPolicy",
    "calculateModelCapacity": "CalculateModelCapacityParameter",
    "checkDomainAvailability": "CheckDomainAvailabilityParameter",
    "checkSkuAvailability": "CheckSkuAvailabilityParameter",
    "locations/modelCapacities": "ModelCapacityListResultValueItem",
    "locations/models": "Model",
    "skus": "ResourceSku",
}
TEMPLATE_BODIES = {"deployments": "Deployment + DeploymentExtended"}
GROUP_BODIES = {"resourceGroups": "ResourceGroup", "resourceGroups:patch": "ResourceGroupPatchable"}
ENDPOINT = "workspaces/onlineEndpoints"
SERVERLESS = "workspaces/serverlessEndpoints"
LEARNING_BODIES = {
    "workspaces": "Workspace",
    "workspaces:patch": "WorkspaceUpdateParameters",
    "workspaces/computes": "ComputeResource",
    "workspaces/components": "ComponentContainer",
    "workspaces/components/versions": "ComponentVersion",
    "workspaces/jobs": "JobBase",
    "workspaces/schedules": "Schedule",
    "workspaces/marketplaceSubscriptions": "MarketplaceSubscription",
    SERVERLESS: "ServerlessEndpoint",
    f"{SERVERLESS}:patch": "PartialMinimalTrackedResourceWithSkuAndIdentity",
    f"{SERVERLESS}:regenerateKeys": "RegenerateEndpointKeysRequest",
    ENDPOINT: "OnlineEndpoint",
    f"{ENDPOINT}:patch": "PartialMinimalTrackedResourceWithIdentity",
    f"{ENDPOINT}:regenerateKeys": "RegenerateEndpointKeysRequest",
    f"{ENDPOINT}/deployments": "OnlineDeployment",
    f"{ENDPOINT}/deployments:patch": "PartialMinimalTrackedResourceWithSku",
}
COSMOS_BODIES = {
    "databaseAccounts": "DatabaseAccountCreateUpdateParameters + DatabaseAccountGetResults",
    "databaseAccounts:patch": "DatabaseAccountUpdateParameters",
    "databaseAccounts:regenerateKey": "DatabaseAccountRegenerateKeyParameters",
    "databaseAccounts/sqlDatabases": "SqlDatabaseCreateUpdateParameters + SqlDatabaseGetResults",
    "databaseAccounts/sqlDatabases/containers": (
        "SqlContainerCreateUpdateParameters + SqlContainerGetResults"
    ),
    "databaseAccounts/sqlDatabases/throughputSettings": "ThroughputSettingsUpdateParameters",
    "databaseAccounts/sqlRoleAssignments": (
        "SqlRoleAssignmentCreateUpdateParameters + SqlRoleAssignmentGetResults"
    ),
}
REDIS_BODIES = {
    "redisEnterprise": "Cluster",
    "redisEnterprise:patch": "ClusterUpdate",
    "redisEnterprise/databases": "Database",
    "redisEnterprise/databases:patch": "DatabaseUpdate",
    "redisEnterprise/databases:regenerateKey": "RegenerateKeyParameters",
    "redisEnterprise/databases/accessPolicyAssignments": "AccessPolicyAssignment",
}
AUTOSCALE_BODIES = {
    "autoscaleSettings": "AutoscaleSettingResource",
    "autoscaleSettings:patch": "AutoscaleSettingResourcePatch",
}
ACTION_GROUP_BODIES = {
    "actionGroups": "ActionGroupResource",
    "actionGroups:patch": "ActionGroupPatchBody",
}
METRIC_ALERT_BODIES = {
    "metricAlerts": "MetricAlertResource",
    "metricAlerts:patch": "MetricAlertResourcePatch",
}
QUERY_RULE_BODIES = {
    "scheduledQueryRules": "ScheduledQueryRuleResource",
    "scheduledQueryRules:patch": "ScheduledQueryRuleResourcePatch",
}
COMPONENT_BODIES = {
    "components": "ApplicationInsightsComponent",
    "components:patch": "TagsResource",
}
WORKBOOK_BODIES = {"workbooks": "Workbook", "workbooks:patch": "WorkbookUpdateParameters"}
LOG_BODIES = {"workspaces": "Workspace", "workspaces:patch": "WorkspacePatch"}
IDENTITY_BODIES = {
    "userAssignedIdentities": "Identity",
    "userAssignedIdentities:patch": "IdentityUpdate",
}
ROLE_BODIES = {
    "roleAssignments": "RoleAssignmentCreateParameters + RoleAssignment",
    "roleDefinitions": "RoleDefinition",
}
STORAGE_BODIES = {
    "storageAccounts": "StorageAccountCreateParameters + StorageAccount",
    "storageAccounts:patch": "StorageAccountUpdateParameters",
    "storageAccounts:regenerateKey": "StorageAccountRegenerateKeyParameters",
    "storageAccounts/blobServices/containers": "BlobContainer",
}
SEARCH_BODIES = {"searchServices": "SearchService", "searchServices:patch": "SearchServiceUpdate"}
VAULT_BODIES = {
    "vaults": "VaultCreateOrUpdateParameters + Vault",
    "vaults:patch": "VaultPatchParameters",
}

GATEWAY_BODIES = {
    "service": "ApiManagementServiceResource",
    "service:patch": "ApiManagementServiceUpdateParameters",
    "service/apis": "ApiCreateOrUpdateParameter + ApiContract",
    "service/apis:patch": "ApiUpdateContract",
    "service/apis/diagnostics": "DiagnosticContract",
    "service/apis/policies": "PolicyContract",
    "service/backends": "BackendContract",
    "service/backends:patch": "BackendUpdateParameters",
    "service/caches": "CacheContract",
    "service/caches:patch": "CacheUpdateParameters",
    "service/loggers": "LoggerContract",
    "service/loggers:patch": "LoggerUpdateContract",
}


@dataclass(frozen=True)
class Package:
    """One published client, and the version of the interface that it speaks."""

    name: str
    version: str
    module: str
    namespace: str
    api_version: str
    bodies: dict[str, str]


def _client(  # noqa: PLR0913 - one row of the table below
    name: str,
    version: str,
    namespace: str,
    api_version: str,
    bodies: dict[str, str],
    *,
    inside: str = "",
) -> Package:
    module = f"azure.mgmt.{name}{inside}"
    wheel = "azure-mgmt-" + name.partition(".")[0]
    return Package(wheel, version, module, f"Microsoft.{namespace}", api_version, bodies)


PACKAGES = (
    _client("cognitiveservices", "13.6.0", "CognitiveServices", "2024-10-01", COGNITIVE_BODIES),
    _client("cognitiveservices", "13.7.0", "CognitiveServices", "2025-06-01", COGNITIVE_BODIES),
    _client("cognitiveservices", "14.1.0", "CognitiveServices", "2025-09-01", COGNITIVE_BODIES),
    _client("resource.resources", "26.0.0", "Resources", "2025-04-01", GROUP_BODIES),
    Package(
        "azure-mgmt-resource-deployments",
        "2.0.0",
        "azure.mgmt.resource.deployments",
        "Microsoft.Resources",
        "2026-06-01",
        TEMPLATE_BODIES,
    ),
    Package(
        "azure-ai-ml",
        "1.35.2",
        "azure.ai.ml._restclient.arm_ml_service",
        "Microsoft.MachineLearningServices",
        "2025-12-01",
        LEARNING_BODIES,
    ),
    _client(
        "monitor",
        "6.0.2",
        "Insights",
        "2021-05-01-preview",
        AUTOSCALE_BODIES | {"diagnosticSettings": "DiagnosticSettingsResource"},
        inside=".v2021_05_01_preview",
    ),
    _client("monitor", "7.0.0", "Insights", "2018-03-01", METRIC_ALERT_BODIES),
    _client("monitor", "7.0.0", "Insights", "2022-10-01", AUTOSCALE_BODIES),
    _client("monitor", "7.0.0", "Insights", "2023-01-01", ACTION_GROUP_BODIES),
    _client("monitor", "8.0.0b3", "Insights", "2024-10-01-preview", ACTION_GROUP_BODIES),
    _client("monitor", "7.0.0", "Insights", "2023-12-01", QUERY_RULE_BODIES),
    _client("monitor", "8.0.0b3", "Insights", "2025-01-01-preview", QUERY_RULE_BODIES),
    _client(
        "applicationinsights",
        "4.1.0",
        "Insights",
        "2020-02-02",
        COMPONENT_BODIES,
        inside=".v2020_02_02",
    ),
    _client(
        "applicationinsights",
        "4.1.0",
        "Insights",
        "2023-06-01",
        WORKBOOK_BODIES,
        inside=".v2023_06_01",
    ),
    _client("redisenterprise", "3.1.0", "Cache", "2025-07-01", REDIS_BODIES),
    _client("cosmosdb", "9.9.0", "DocumentDB", "2025-10-15", COSMOS_BODIES),
    _client("cosmosdb", "10.0.0", "DocumentDB", "2026-03-15", COSMOS_BODIES),
    _client("loganalytics", "13.1.0", "OperationalInsights", "2023-09-01", LOG_BODIES),
    _client("loganalytics", "14.0.0", "OperationalInsights", "2025-07-01", LOG_BODIES),
    _client(
        "msi",
        "7.0.0",
        "ManagedIdentity",
        "2023-01-31",
        IDENTITY_BODIES,
        inside=".v2023_01_31",
    ),
    _client(
        "msi",
        "7.1.0",
        "ManagedIdentity",
        "2024-11-30",
        IDENTITY_BODIES,
        inside=".v2024_11_30",
    ),
    _client(
        "authorization",
        "4.0.0",
        "Authorization",
        "2022-04-01",
        ROLE_BODIES,
        inside=".v2022_04_01",
    ),
    _client("search", "9.2.0", "Search", "2025-05-01", SEARCH_BODIES),
    _client("storage", "23.0.1", "Storage", "2024-01-01", STORAGE_BODIES),
    _client("apimanagement", "5.0.0", "ApiManagement", "2024-05-01", GATEWAY_BODIES),
    _client("keyvault", "12.0.0", "KeyVault", "2024-11-01", VAULT_BODIES),
)

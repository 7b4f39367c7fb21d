"""What is a resource of azure-native called in Azure's roles?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_SERVICES: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "resources": (
        "Microsoft.Resources",
        {"ResourceGroup": "subscriptions/resourceGroups", "Deployment": "deployments"},
    ),
    "cognitiveservices": (
        "Microsoft.CognitiveServices",
        {
            "Account": "accounts",
            "Deployment": "accounts/deployments",
            "Project": "accounts/projects",
            "RaiBlocklist": "accounts/raiBlocklists",
            "RaiBlocklistItem": "accounts/raiBlocklists/raiBlocklistItems",
            "RaiPolicy": "accounts/raiPolicies",
        },
    ),
    "machinelearningservices": (
        "Microsoft.MachineLearningServices",
        {
            "ComponentContainer": "workspaces/components",
            "ComponentVersion": "workspaces/components/versions",
            "Compute": "workspaces/computes",
            "Job": "workspaces/jobs",
            "MarketplaceSubscription": "workspaces/marketplaceSubscriptions",
            "OnlineDeployment": "workspaces/onlineEndpoints/deployments",
            "OnlineEndpoint": "workspaces/onlineEndpoints",
            "Schedule": "workspaces/schedules",
            "ServerlessEndpoint": "workspaces/serverlessEndpoints",
            "Workspace": "workspaces",
        },
    ),
    "monitor": (
        "Microsoft.Insights",
        {
            "ActionGroup": "actionGroups",
            "AutoscaleSetting": "autoscaleSettings",
            "DiagnosticSetting": "diagnosticSettings",
            "MetricAlert": "metricAlerts",
            "ScheduledQueryRule": "scheduledQueryRules",
        },
    ),
    "applicationinsights": (
        "Microsoft.Insights",
        {"Component": "components", "Workbook": "workbooks"},
    ),
    "operationalinsights": ("Microsoft.OperationalInsights", {"Workspace": "workspaces"}),
    "redisenterprise": (
        "Microsoft.Cache",
        {
            "AccessPolicyAssignment": "redisEnterprise/databases/accessPolicyAssignments",
            "Database": "redisEnterprise/databases",
            "RedisEnterprise": "redisEnterprise",
        },
    ),
    "cosmosdb": (
        "Microsoft.DocumentDB",
        {
            "DatabaseAccount": "databaseAccounts",
            "SqlResourceSqlContainer": "databaseAccounts/sqlDatabases/containers",
            "SqlResourceSqlDatabase": "databaseAccounts/sqlDatabases",
            "SqlResourceSqlRoleAssignment": "databaseAccounts/sqlRoleAssignments",
        },
    ),
    "managedidentity": (
        "Microsoft.ManagedIdentity",
        {"UserAssignedIdentity": "userAssignedIdentities"},
    ),
    "authorization": ("Microsoft.Authorization", {"RoleAssignment": "roleAssignments"}),
    "search": ("Microsoft.Search", {"Service": "searchServices"}),
    "storage": ("Microsoft.Storage", {"StorageAccount": "storageAccounts"}),
    "keyvault": ("Microsoft.KeyVault", {"Vault": "vaults"}),
    "apimanagement": (
        "Microsoft.ApiManagement",
        {
            "Api": "service/apis",
            "ApiDiagnostic": "service/apis/diagnostics",
            "ApiManagementService": "service",
            "ApiPolicy": "service/apis/policies",
            "Backend": "service/backends",
            "Cache": "service/caches",
            "Logger": "service/loggers",
        },
    ),
}


def azure_type(kind: str) -> str | None:
    """Return the type as roles name it; None where this table does not list the kind.

    Args:
        kind: Module and type, such as `search:Service`.
    """
    module, _, name = kind.partition(":")
    if module not in _SERVICES:
        return None
    namespace, types = _SERVICES[module]
    return f"{namespace}/{types[name]}" if name in types else None

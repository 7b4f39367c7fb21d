"""Every input, with every kind of target."""

import pulumi
from pulumi_azure_native import applicationinsights, keyvault, managedidentity, storage
from pulumi_azure_native import machinelearningservices as ml
from pulumi_azure_native.resources import ResourceGroup

from azgreen_components import (
    AiGateway,
    ModelDeployment,
    Monitoring,
    ProvisionedDeployment,
    Retrieval,
    SemanticCache,
)

LOCATION = "swedencentral"
TRAFFIC = {"requests_per_second": 2, "input_tokens": 1155, "output_tokens": 211}

group = ResourceGroup("models", location=LOCATION)
HERE = {"location": LOCATION, "resource_group_name": group.name}
CACHE = {
    **HERE,
    "tenant_key": "tenant",
    "version_tag": "prompt-7",
    "embedding_model": "text-embedding-3-small",
    "entries": 20_000,
}

chat = ModelDeployment(
    "chat",
    {
        **HERE,
        "deployments": [{"model": "gpt-4.1-mini", "sku": "DataZoneStandard", "capacity": 20}],
        # for the gateway, which reaches it there alone
        "public_network_access": True,
    },
)
agents = ProvisionedDeployment(
    "agents",
    {
        **HERE,
        "model": "gpt-4.1",
        "sku": "DataZoneProvisionedManaged",
        "ptu": 60,
        "traffic": {**TRAFFIC, "cache_rate": 0.7},
    },
)
identity = managedidentity.UserAssignedIdentity(
    "identity", resource_group_name=group.name, location=LOCATION
)
files = storage.StorageAccount(
    "files",
    resource_group_name=group.name,
    location=LOCATION,
    kind="StorageV2",
    sku={"name": "Standard_LRS"},
)
secrets = keyvault.Vault(
    "secrets",
    resource_group_name=group.name,
    location=LOCATION,
    properties={
        "sku": {"family": "A", "name": "standard"},
        "tenant_id": identity.tenant_id,
        "enable_rbac_authorization": True,
    },
)
traces = applicationinsights.Component(
    "traces", resource_group_name=group.name, location=LOCATION, kind="web", application_type="web"
)
workspace = ml.Workspace(
    "machines",
    resource_group_name=group.name,
    location=LOCATION,
    identity={"type": "SystemAssigned"},
    storage_account=files.id,
    key_vault=secrets.id,
    application_insights=traces.id,
)
endpoint = ml.OnlineEndpoint(
    "open",
    resource_group_name=group.name,
    location=LOCATION,
    workspace_name=workspace.name,
    identity={"type": "SystemAssigned"},
    properties={"auth_mode": "AADToken"},
)
blue = ml.OnlineDeployment(
    "blue",
    resource_group_name=group.name,
    location=LOCATION,
    workspace_name=workspace.name,
    endpoint_name=endpoint.name,
    sku={"name": "Default", "capacity": 2},
    properties=ml.ManagedOnlineDeploymentArgs(
        endpoint_compute_type="Managed",
        instance_type="Standard_NC24ads_A100_v4",
        model="azureml://registries/azureml/models/Phi-4/versions/7",
        scale_settings=ml.DefaultScaleSettingsArgs(scale_type="Default"),
    ),
)
answers = SemanticCache("answers", CACHE)
vectors = SemanticCache("vectors", {**CACHE, "store": "cosmos"})
gate = AiGateway(
    "gate",
    {
        **HERE,
        "publisher_name": "Contoso",
        "publisher_email": "assistants@contoso.com",
        "accounts": [
            {"name": "chat", "account_id": chat.account_id, "endpoint": chat.endpoint},
        ],
    },
)
handbook = Retrieval(
    "handbook", {**HERE, "documents": 2000, "chunks_per_document": 8, "dimensions": 1536}
)

watch = Monitoring(
    "watch",
    {
        **HERE,
        "targets": [
            {
                "name": "models",
                "kind": "model_account",
                "resource_id": chat.account_id,
                "thresholds": {"throttling": 50},
            },
            {
                "name": "chat",
                "kind": "model_deployment",
                "account": "models",
                "deployment_name": "gpt-4.1-mini",
                "model": "gpt-4.1-mini",
                "sku": "DataZoneStandard",
                "location": LOCATION,
                "traffic": TRAFFIC,
                "latency_ms": 8000,
                "carbon_budget_gco2e_per_day": 800,
            },
            {"name": "reserved", "kind": "model_account", "resource_id": agents.account_id},
            {
                "name": "agents",
                "kind": "provisioned_deployment",
                "account": "reserved",
                "deployment_name": "gpt-4.1",
                "model": "gpt-4.1",
                "thresholds": {"waste": 60, "ptu-utilisation": 90},
            },
            {
                "name": "open",
                "kind": "online_endpoint",
                "resource_id": endpoint.id,
                "latency_ms": 4000,
            },
            {
                "name": "blue",
                "kind": "online_deployment",
                "resource_id": blue.id,
                "instances": 2,
                "carbon_budget_gco2e_per_day": 600,
            },
            {
                "name": "answers",
                "kind": "redis_cache",
                "resource_id": answers.store_id,
                "latency_ms": 5,
                "thresholds": {"hit-rate": 30},
            },
            {"name": "vectors", "kind": "cosmos_cache", "resource_id": vectors.store_id},
            {
                "name": "gate",
                "kind": "gateway",
                "resource_id": gate.service_id,
                "latency_ms": 20_000,
            },
            {"name": "handbook", "kind": "search_service", "resource_id": handbook.service_id},
        ],
        "emails": ["assistants@contoso.com"],
        "webhooks": ["https://chat.contoso.com/hooks/azure"],
        "workspace_name": "contoso-watch",
        "retention_days": 90,
        "daily_quota_gb": 5,
        "all_logs": True,
        "application_insights": True,
        "sampling_percentage": 25,
        "public_network_access": True,
        "name_suffix": "b",
        "owner": "assistants",
        "environment": "prod",
        "workload": "support-chat",
        "tags": {"cost-centre": "4711"},
    },
)
pulumi.export("workspaceId", watch.workspace_id)
pulumi.export("workspaceName", watch.workspace_name)
pulumi.export("applicationInsightsId", watch.application_insights_id)
pulumi.export("actionGroupId", watch.action_group_id)
pulumi.export("alertNames", watch.alert_names)
pulumi.export("workbookId", watch.workbook_id)
pulumi.export("carbonBudget", watch.carbon_budget)

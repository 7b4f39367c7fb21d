"""Every input: cached answers, tenants with budgets, bounds, metrics, two deployments by weight."""

import pulumi
from pulumi_azure_native import applicationinsights, operationalinsights
from pulumi_azure_native.resources import ResourceGroup

from azgreen_components import AiGateway, ModelDeployment, SemanticCache

LOCATION = "swedencentral"

group = ResourceGroup("models", location=LOCATION)
models = ModelDeployment(
    "assistant",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "deployments": [
            {"model": "gpt-4.1-mini", "capacity": 50},
            {"model": "gpt-4o-mini", "capacity": 50},
            {"model": "text-embedding-3-small", "sku": "GlobalStandard", "capacity": 50},
        ],
        "public_network_access": True,
    },
)
answers = SemanticCache(
    "answers",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "tenant_key": "tenant",
        "version_tag": "prompt-7",
        "embedding_model": "text-embedding-3-small",
        "entries": 20_000,
        "api_management": True,
        "public_network_access": True,
    },
)
logs = operationalinsights.Workspace(
    "logs",
    resource_group_name=group.name,
    location=LOCATION,
    sku={"name": "PerGB2018"},
    workspace_capping={"daily_quota_gb": 1},
)
insights = applicationinsights.Component(
    "insights",
    resource_group_name=group.name,
    location=LOCATION,
    kind="web",
    application_type="web",
    workspace_resource_id=logs.id,
    disable_local_auth=True,
)
gateway = AiGateway(
    "gate",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "publisher_name": "Contoso",
        "publisher_email": "ai@contoso.com",
        "accounts": [
            {
                "name": "north",
                "account_id": models.account_id,
                "endpoint": models.endpoint,
                "location": LOCATION,
            }
        ],
        "backends": [
            {"account": "north", "name": "first", "deployment": "gpt-4.1-mini", "priority": 1},
            {
                "account": "north",
                "name": "second",
                "deployment": "gpt-4o-mini",
                "priority": 2,
                "weight": 1,
            },
        ],
        "sku": "StandardV2",
        "units": 2,
        "requests_per_second": 40,
        "cache": {
            "database_id": answers.database_id,
            "policy_values": answers.policy_values,
            "embeddings": {"account": "north", "deployment": "text-embedding-3-small"},
        },
        "token_budget": {
            "tokens_per_minute": 20_000,
            "quota": 5_000_000,
            "quota_period": "Weekly",
            "per": "tenant",
        },
        "tenant_header": "X-Tenant",
        "max_tokens": 800,
        "bounds": {
            "temperature": {"least": 0, "most": 1},
            "top_p": {"most": 0.95},
            "frequency_penalty": {"least": 0},
            "presence_penalty": {"least": -1, "most": 1},
        },
        "over_limit": "reject",
        "circuit_breaker": {"failures": 5, "window_minutes": 10, "trip_minutes": 2},
        "retry": {"count": 2, "wait_s": 2},
        "application_insights_id": insights.id,
        "metrics_namespace": "assistants",
        "api_path": "assistants/v1",
        "service_name": "contoso-ai-gateway",
        "name_suffix": "b",
        "owner": "assistants",
        "environment": "prod",
        "workload": "support-chat",
        "tags": {"cost-centre": "4711"},
    },
)
pulumi.export("apiUrl", gateway.api_url)
pulumi.export("backendIds", gateway.backend_ids)
pulumi.export("policy", gateway.policy)
pulumi.export("explain", gateway.explain)

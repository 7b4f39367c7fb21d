"""Every input, with every kind of target; what is watched was deployed elsewhere."""

import pulumi
from pulumi_azure_native.resources import ResourceGroup

from azgreen_components import Monitoring

LOCATION = "swedencentral"
ELSEWHERE = "/subscriptions/8f1f5f7e-4d0e-4d5f-8a55-0f3f6f0a2c11/resourceGroups/ai/providers"
ENDPOINT = f"{ELSEWHERE}/Microsoft.MachineLearningServices/workspaces/ml/onlineEndpoints/llama"

group = ResourceGroup("watch", location=LOCATION)
watch = Monitoring(
    "watch",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "targets": [
            {
                "name": "models",
                "kind": "model_account",
                "resource_id": f"{ELSEWHERE}/Microsoft.CognitiveServices/accounts/contoso",
                "thresholds": {"throttling": 50},
            },
            {
                "name": "chat",
                "kind": "model_deployment",
                "account": "models",
                "deployment_name": "gpt-4.1-mini",
                "model": "gpt-4.1-mini",
                "sku": "DataZoneStandard",
                "traffic": {"requests_per_second": 2, "input_tokens": 1155, "output_tokens": 211},
                "latency_ms": 8000,
                "carbon_budget_gco2e_per_day": 800,
            },
            {
                "name": "agents",
                "kind": "provisioned_deployment",
                "account": "models",
                "model": "gpt-4.1",
                "thresholds": {"waste": 60, "ptu-utilisation": 90},
            },
            {
                "name": "llama",
                "kind": "online_endpoint",
                "resource_id": ENDPOINT,
                "latency_ms": 4000,
            },
            {
                "name": "blue",
                "kind": "online_deployment",
                "resource_id": f"{ENDPOINT}/deployments/blue",
                "location": "francecentral",
                "instances": 2,
                "carbon_budget_gco2e_per_day": 600,
            },
            {
                "name": "answers",
                "kind": "redis_cache",
                "resource_id": f"{ELSEWHERE}/Microsoft.Cache/redisEnterprise/answers",
                "latency_ms": 5,
                "thresholds": {"hit-rate": 30},
            },
            {
                "name": "vectors",
                "kind": "cosmos_cache",
                "resource_id": f"{ELSEWHERE}/Microsoft.DocumentDB/databaseAccounts/vectors",
            },
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

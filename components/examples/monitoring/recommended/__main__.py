"""What we recommend: say how slow is too slow, what carbon a day may cost, and whom to tell."""

import pulumi
from pulumi_azure_native.resources import ResourceGroup

from azgreen_components import ModelDeployment, Monitoring

LOCATION = "swedencentral"
TRAFFIC = {"requests_per_second": 0.5, "input_tokens": 1155, "output_tokens": 211}

group = ResourceGroup("models", location=LOCATION)
assistant = ModelDeployment(
    "assistant",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "deployments": [{"model": "gpt-4.1-mini", "traffic": TRAFFIC}],
    },
)
watch = Monitoring(
    "watch",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "targets": [
            {"name": "models", "kind": "model_account", "resource_id": assistant.account_id},
            {
                "name": "chat",
                "kind": "model_deployment",
                "account": "models",
                "deployment_name": "gpt-4.1-mini",
                "model": "gpt-4.1-mini",
                "traffic": TRAFFIC,
                "latency_ms": 8000,
                "carbon_budget_gco2e_per_day": 500,
            },
        ],
        "emails": ["assistants@contoso.com"],
        "owner": "assistants",
        "environment": "prod",
        "workload": "support-chat",
    },
)
pulumi.export("alertNames", watch.alert_names)
pulumi.export("carbonBudget", watch.carbon_budget)
pulumi.export("workbookId", watch.workbook_id)

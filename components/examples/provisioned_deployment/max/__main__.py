"""Every input, for office hours."""

import pulumi
from pulumi_azure_native.resources import ResourceGroup

from azgreen_components import ProvisionedDeployment

LOCATION = "swedencentral"
OPERATIONS = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/operations"

group = ResourceGroup("models", location=LOCATION)
assistant = ProvisionedDeployment(
    "assistant",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "model": "gpt-4.1",
        "version": "2025-04-14",
        "sku": "ProvisionedManaged",
        "name": "chat",
        "ptu": 100,
        "traffic": {
            "requests_per_second": 3,
            "input_tokens": 1155,
            "output_tokens": 211,
            "cache_rate": 0.4,
            "cache_write_rate": 0,
            "long_context": False,
            "busy_hours_per_week": 50,
        },
        "content_filter": "Microsoft.Default",
        "version_upgrade_option": "NoAutoUpgrade",
        "spillover": True,
        "spillover_deployment_name": "chat-by-the-token",
        "spillover_capacity": 250,
        "high_utilisation_percent": 90,
        "low_utilisation_percent": 20,
        "action_group_ids": [f"{OPERATIONS}/providers/Microsoft.Insights/actionGroups/on-call"],
        "account_name": "contoso-assistant",
        "sub_domain": "contoso-assistant-prod",
        "name_suffix": "b",
        "public_network_access": True,
        "callers": [
            {
                "name": "shop",
                "principal_id": "5b1d9b3a-6a0f-4a59-9a0b-2f6d6f0c7f11",
                "principal_type": "ServicePrincipal",
            }
        ],
        "owner": "assistants",
        "environment": "prod",
        "workload": "support-chat",
        "tags": {"cost-centre": "4711"},
    },
)
pulumi.export("accountName", assistant.account_name)
pulumi.export("accountId", assistant.account_id)
pulumi.export("endpoint", assistant.endpoint)
pulumi.export("principalId", assistant.principal_id)
pulumi.export("deploymentName", assistant.deployment_name)
pulumi.export("spilloverDeploymentName", assistant.spillover_deployment_name)
pulumi.export("ptu", assistant.ptu)
pulumi.export("utilisation", assistant.utilisation)
pulumi.export("sizing", assistant.sizing)
pulumi.export("reservation", assistant.reservation)
pulumi.export("footprint", assistant.footprint)

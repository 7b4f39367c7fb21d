"""Every input, for a service that rests a little at night."""

import pulumi
from pulumi_azure_native.monitor import ActionGroup
from pulumi_azure_native.resources import ResourceGroup

from azgreen_components import ProvisionedDeployment

LOCATION = "swedencentral"

group = ResourceGroup("models", location=LOCATION)
on_call = ActionGroup(
    "on-call",
    resource_group_name=group.name,
    location="Global",
    group_short_name="on-call",
    email_receivers=[{"name": "assistants", "email_address": "assistants@example.com"}],
)
assistant = ProvisionedDeployment(
    "assistant",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "model": "gpt-4.1",
        "version": "2025-04-14",
        "sku": "DataZoneProvisionedManaged",
        "name": "chat",
        "ptu": 60,
        "traffic": {
            "requests_per_second": 2,
            "input_tokens": 1155,
            "output_tokens": 211,
            "cache_rate": 0.7,
            "cache_write_rate": 0,
            "long_context": False,
            "busy_hours_per_week": 160,
        },
        "content_safety": {"policies": [{"name": "strict", "prompt": {"hate": "Low"}}]},
        "content_filter": "strict",
        "version_upgrade_option": "NoAutoUpgrade",
        "spillover": True,
        "spillover_deployment_name": "chat-by-the-token",
        "spillover_capacity": 250,
        "alerts": True,
        "high_utilisation_percent": 90,
        "low_utilisation_percent": 40,
        "action_group_ids": [on_call.id],
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

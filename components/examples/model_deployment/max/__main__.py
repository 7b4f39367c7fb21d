"""Every input, with two models in one account."""

import pulumi
from pulumi_azure_native.resources import ResourceGroup

from azgreen_components import ModelDeployment

LOCATION = "swedencentral"

group = ResourceGroup("models", location=LOCATION)
assistant = ModelDeployment(
    "assistant",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "deployments": [
            {
                "name": "chat",
                "model": "gpt-4.1",
                "version": "2025-04-14",
                "sku": "Standard",
                "capacity": 40,
                "traffic": {"requests_per_second": 0.2, "input_tokens": 900, "output_tokens": 300},
                "content_filter": "strict",
                "version_upgrade_option": "NoAutoUpgrade",
            },
            {
                "name": "search",
                "model": "text-embedding-3-large",
                "capacity": 60,
            },
        ],
        "content_safety": {
            "policies": [
                {
                    "name": "strict",
                    "prompt": {"hate": "Low", "self_harm": "Low"},
                    "indirect_attack": True,
                    "blocklists": ["rivals"],
                }
            ],
            "blocklists": [{"name": "rivals", "terms": ["fabrikam"]}],
        },
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
pulumi.export("deploymentNames", assistant.deployment_names)
pulumi.export("footprint", assistant.footprint)

"""What we recommend where documents come into prompts: attacks inside them are blocked, too."""

import pulumi
from pulumi_azure_native.resources import ResourceGroup

from azgreen_components import ContentSafety, ModelDeployment

LOCATION = "swedencentral"

group = ResourceGroup("models", location=LOCATION)
assistant = ModelDeployment(
    "assistant",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "deployments": [{"model": "gpt-4.1-mini", "capacity": 20}],
    },
)
filters = ContentSafety(
    "filters",
    {
        "account_name": assistant.account_name,
        "resource_group_name": group.name,
        "policies": [
            {
                "name": "documents",
                "prompt": {"hate": "Low", "sexual": "Low", "violence": "Low", "self_harm": "Low"},
                "indirect_attack": True,
                "blocklists": ["rivals"],
            }
        ],
        "blocklists": [{"name": "rivals", "terms": ["fabrikam", "northwind"]}],
        "owner": "assistants",
        "environment": "prod",
        "workload": "support-chat",
    },
    pulumi.ResourceOptions(depends_on=[assistant]),
)
pulumi.export("policyNames", filters.policy_names)

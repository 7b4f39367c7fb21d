"""Every input: a policy for customers and one for employees, who share a blocklist."""

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
                "name": "customers",
                "base": "Microsoft.DefaultV2",
                "mode": "Blocking",
                "prompt": {"hate": "Low", "sexual": "Low", "violence": "Low", "self_harm": "Low"},
                "completion": {"hate": "Low", "sexual": "Low", "violence": "Medium"},
                "jailbreak": True,
                "indirect_attack": True,
                "protected_text": True,
                "protected_code": True,
                "blocklists": ["rivals", "secrets"],
            },
            {
                "name": "employees",
                "base": "Microsoft.Default",
                "mode": "Asynchronous_filter",
                "protected_code": False,
                "blocklists": ["secrets"],
            },
        ],
        "blocklists": [
            {"name": "rivals", "description": "names of others", "terms": ["fabrikam"]},
            {"name": "secrets", "patterns": ["project-[0-9]{4}"]},
        ],
        "owner": "assistants",
        "environment": "prod",
        "workload": "support-chat",
        "tags": {"cost-centre": "4711"},
    },
    pulumi.ResourceOptions(depends_on=[assistant]),
)
pulumi.export("policyNames", filters.policy_names)
pulumi.export("blocklistNames", filters.blocklist_names)

"""The least that has to be written: a policy as strict as Azure's own, to be changed later.

The account is there already: here ModelDeployment makes it. To make filters between an account and
its deployments, write them as `content_safety` of ModelDeployment instead.
"""

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
        "policies": [{"name": "house-rules"}],
    },
    pulumi.ResourceOptions(depends_on=[assistant]),
)
pulumi.export("policyNames", filters.policy_names)

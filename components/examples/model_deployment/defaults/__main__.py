"""The least that has to be written: one model and its capacity."""

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
        "deployments": [{"model": "gpt-4.1-mini", "capacity": 20}],
    },
)
pulumi.export("endpoint", assistant.endpoint)

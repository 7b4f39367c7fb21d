"""The least that has to be written: a model and its capacity."""

import pulumi
from pulumi_azure_native.resources import ResourceGroup

from azgreen_components import GreenAiStack

LOCATION = "swedencentral"

group = ResourceGroup("assistant", location=LOCATION)
assistant = GreenAiStack(
    "assistant",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "deployments": [{"model": "gpt-4.1-mini", "capacity": 20}],
    },
)
pulumi.export("endpoint", assistant.endpoints["models"])

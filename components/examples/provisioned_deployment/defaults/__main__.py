"""The least that has to be written: a model and its traffic."""

import pulumi
from pulumi_azure_native.resources import ResourceGroup

from azgreen_components import ProvisionedDeployment

LOCATION = "swedencentral"

group = ResourceGroup("models", location=LOCATION)
assistant = ProvisionedDeployment(
    "assistant",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "model": "gpt-4.1",
        "traffic": {"requests_per_second": 3, "input_tokens": 1155, "output_tokens": 211},
    },
)
pulumi.export("endpoint", assistant.endpoint)
pulumi.export("ptu", assistant.ptu)

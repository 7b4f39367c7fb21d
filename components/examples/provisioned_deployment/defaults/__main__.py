"""The least that has to be written: a model and its traffic.

Four fifths of each prompt are the same, and what the prompt cache holds takes no PTU of this model.
"""

import pulumi
from pulumi_azure_native.resources import ResourceGroup

from azgreen_components import ProvisionedDeployment

LOCATION = "francecentral"

group = ResourceGroup("models", location=LOCATION)
assistant = ProvisionedDeployment(
    "assistant",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "model": "gpt-4.1",
        "traffic": {
            "requests_per_second": 1,
            "input_tokens": 3000,
            "output_tokens": 300,
            "cache_rate": 0.8,
        },
    },
)
pulumi.export("endpoint", assistant.endpoint)
pulumi.export("ptu", assistant.ptu)

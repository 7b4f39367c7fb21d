"""The least that has to be written: one open model and its traffic."""

import pulumi
from pulumi_azure_native.resources import ResourceGroup

from azgreen_components import OnlineEndpoint

LOCATION = "swedencentral"

group = ResourceGroup("models", location=LOCATION)
assistant = OnlineEndpoint(
    "assistant",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "deployments": [
            {
                "model": "Phi-4",
                "traffic": {"requests_per_second": 0.5, "input_tokens": 1155, "output_tokens": 211},
            }
        ],
    },
)
pulumi.export("scoringUri", assistant.scoring_uri)

"""The least that has to be written: which deployment, what it serves and how often it is asked."""

import pulumi
from pulumi_azure_native.resources import ResourceGroup

from azgreen_components import Autoscale, OnlineEndpoint

LOCATION = "swedencentral"
MACHINE = "Standard_NC24ads_A100_v4"

group = ResourceGroup("models", location=LOCATION)
endpoint = OnlineEndpoint(
    "assistant",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "deployments": [
            {
                "name": "blue",
                "model": "Phi-4",
                "instance_type": MACHINE,
                "traffic": {"requests_per_second": 5, "input_tokens": 1155, "output_tokens": 211},
                "autoscaled": True,
            }
        ],
    },
)
follow = Autoscale(
    "follow",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "deployment_id": endpoint.deployment_ids[0],
        "model": "Phi-4",
        "instance_type": MACHINE,
        "input_tokens": 1155,
        "output_tokens": 211,
        "requests_per_second": 5,
    },
)
pulumi.export("profiles", follow.profiles)

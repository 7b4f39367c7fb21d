"""What we recommend: scale an endpoint's deployment by the hours in which it is asked."""

import pulumi
from pulumi_azure_native.resources import ResourceGroup

from azgreen_components import Autoscale, OnlineEndpoint

LOCATION = "swedencentral"
INPUT_TOKENS, OUTPUT_TOKENS = 1155, 211
# mean requests per second of each hour of a day, UTC: as measured, from midnight on
HOURS = [1, 1, 1, 1, 1, 2, 3, 5, 7, 8, 9, 9, 8, 9, 9, 9, 8, 7, 6, 5, 4, 3, 2, 1]

group = ResourceGroup("models", location=LOCATION)
assistant = OnlineEndpoint(
    "assistant",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "deployments": [
            {
                "name": "blue",
                "model": "Phi-4",
                "instance_type": "Standard_NC24ads_A100_v4",
                "traffic": {
                    "requests_per_second": max(HOURS),
                    "input_tokens": INPUT_TOKENS,
                    "output_tokens": OUTPUT_TOKENS,
                },
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
        "deployment_id": assistant.deployment_ids[0],
        "model": "Phi-4",
        "instance_type": "Standard_NC24ads_A100_v4",
        "input_tokens": INPUT_TOKENS,
        "output_tokens": OUTPUT_TOKENS,
        "traffic_profile": HOURS,
        "min_instances": 3,
        "owner": "assistants",
        "environment": "prod",
        "workload": "support-chat",
    },
)
pulumi.export("profiles", follow.profiles)
pulumi.export("lateShare", follow.late_share)
pulumi.export("explain", follow.explain)

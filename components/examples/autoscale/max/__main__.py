"""Every input: half of the work may wait for the cleaner hours of its day."""

import pulumi
from pulumi_azure_native.resources import ResourceGroup

from azgreen_components import Autoscale, OnlineEndpoint

LOCATION = "germanywestcentral"
MACHINE = "Standard_NC24ads_A100_v4"
# hours of a day, UTC: mean requests per second, and gCO2e/kWh as your own source tells it
REQUESTS = [2, 2, 2, 2, 2, 3, 4, 6, 8, 9, 9, 9, 9, 9, 9, 9, 8, 7, 6, 5, 4, 3, 3, 2]
GRID = [390, 385, 380, 378, 380, 390, 400, 390, 360, 320, 290, 270]
GRID += [260, 258, 265, 285, 320, 370, 410, 430, 430, 420, 410, 400]

group = ResourceGroup("models", location=LOCATION)
endpoint = OnlineEndpoint(
    "summaries",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "deployments": [
            {
                "name": "blue",
                "model": "Phi-4",
                "instance_type": MACHINE,
                "traffic": {
                    "requests_per_second": max(REQUESTS),
                    "input_tokens": 1155,
                    "output_tokens": 211,
                },
                "autoscaled": True,
            },
            {
                "name": "green",
                "model": "Phi-4",
                "instance_type": MACHINE,
                "traffic": {"requests_per_second": 3, "input_tokens": 1155, "output_tokens": 211},
                "autoscaled": True,
            },
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
        "traffic_profile": REQUESTS,
        "requests_per_minute_per_instance": 130,
        "latency_target_ms": 100,
        "answer_target_seconds": 40,
        "load_time_minutes": 15,
        "min_instances": 2,
        "max_instances": 20,
        "deferrable_share": 0.5,
        "carbon_profile": GRID,
        "notify_emails": ["assistants@contoso.com"],
        "autoscale_setting_name": "follow-the-clean-hours",
        "name_suffix": "b",
        "owner": "assistants",
        "environment": "prod",
        "workload": "summaries",
        "tags": {"cost-centre": "4711"},
    },
)
# where every hour is alike, one rate is enough
steady = Autoscale(
    "steady",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "deployment_id": endpoint.deployment_ids[1],
        "model": "Phi-4",
        "instance_type": MACHINE,
        "input_tokens": 1155,
        "output_tokens": 211,
        "requests_per_second": 3,
    },
)
for key in (
    "autoscale_setting_name",
    "autoscale_setting_id",
    "profiles",
    "late_share",
    "release_schedule",
    "saved_carbon_share",
    "explain",
):
    pulumi.export(key, getattr(follow, key))
pulumi.export("steady", steady.profiles)

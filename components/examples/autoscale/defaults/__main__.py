"""The least that has to be written: which deployment, what it serves and how often it is asked."""

import pulumi
from pulumi_azure_native.resources import ResourceGroup

from azgreen_components import Autoscale

LOCATION = "swedencentral"
DEPLOYMENT = (
    "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/models/providers/"
    "Microsoft.MachineLearningServices/workspaces/models/onlineEndpoints/assistant/deployments/blue"
)

group = ResourceGroup("scaling", location=LOCATION)
follow = Autoscale(
    "follow",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "deployment_id": DEPLOYMENT,
        "model": "Phi-4",
        "instance_type": "Standard_NC24ads_A100_v4",
        "input_tokens": 1155,
        "output_tokens": 211,
        "requests_per_second": 5,
    },
)
pulumi.export("profiles", follow.profiles)

"""Write the traffic: it is held against Azure's limits, and its carbon is told."""

import pulumi
from pulumi_azure_native import resources

from azgreen_components import ServerlessEndpoint

LOCATION = "swedencentral"

group = resources.ResourceGroup("assistants", location=LOCATION)
small = ServerlessEndpoint(
    "small",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "model": "Phi-4-mini-instruct",
        "traffic": {"requests_per_second": 0.5, "input_tokens": 1155, "output_tokens": 211},
        "owner": "assistants",
        "environment": "prod",
        "workload": "support-chat",
    },
)
pulumi.export("inferenceUri", small.inference_uri)
pulumi.export("explain", small.explain)
pulumi.export("footprint", small.footprint)

"""What we recommend: state the traffic, and capacity and footprint follow from it."""

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
        "deployments": [
            {
                "model": "gpt-4.1-mini",
                "traffic": {"requests_per_second": 0.5, "input_tokens": 1155, "output_tokens": 211},
            }
        ],
        "owner": "assistants",
        "environment": "prod",
        "workload": "support-chat",
    },
)
pulumi.export("endpoint", assistant.endpoint)
pulumi.export("principalId", assistant.principal_id)
pulumi.export("footprint", assistant.footprint)

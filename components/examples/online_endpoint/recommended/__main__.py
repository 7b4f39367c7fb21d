"""What we recommend: say who calls, let three machines serve, and hold your quota against need."""

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
                "traffic": {"requests_per_second": 2, "input_tokens": 1155, "output_tokens": 211},
                "autoscaled": True,
            }
        ],
        "gpu_quota_vcpus": 144,
        "callers": [{"name": "shop", "principal_id": "5b1d9b3a-6a0f-4a59-9a0b-2f6d6f0c7f11"}],
        "owner": "assistants",
        "environment": "prod",
        "workload": "support-chat",
    },
)
pulumi.export("scoringUri", assistant.scoring_uri)
pulumi.export("quotaVcpus", assistant.quota_vcpus)
pulumi.export("explain", assistant.explain)
pulumi.export("footprint", assistant.footprint)

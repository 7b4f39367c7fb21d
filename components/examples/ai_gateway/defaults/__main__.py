"""The least that has to be written: who publishes the API, and whose models answer."""

import pulumi
from pulumi_azure_native.resources import ResourceGroup

from azgreen_components import AiGateway, ModelDeployment

LOCATION = "swedencentral"

group = ResourceGroup("models", location=LOCATION)
models = ModelDeployment(
    "assistant",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "deployments": [{"model": "gpt-4.1-mini", "capacity": 50}],
        "public_network_access": True,  # or the gateway does not reach it
    },
)
gateway = AiGateway(
    "gate",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "publisher_name": "Contoso",
        "publisher_email": "ai@contoso.com",
        "accounts": [
            {"name": "north", "account_id": models.account_id, "endpoint": models.endpoint}
        ],
    },
)
pulumi.export("apiUrl", gateway.api_url)
pulumi.export("policy", gateway.policy)

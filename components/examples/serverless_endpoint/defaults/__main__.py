"""A small model of Microsoft's by the token, in a region whose grid is known."""

import pulumi
from pulumi_azure_native import resources

from azgreen_components import ServerlessEndpoint

LOCATION = "swedencentral"

group = resources.ResourceGroup("assistants", location=LOCATION)
small = ServerlessEndpoint(
    "small",
    {"location": LOCATION, "resource_group_name": group.name, "model": "Phi-4-mini-instruct"},
)
pulumi.export("inferenceUri", small.inference_uri)

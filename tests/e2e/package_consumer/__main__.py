"""A program that knows the component only by the package that Pulumi made of it."""

import pulumi
import pulumi_azgreen as azgreen  # made by `pulumi package add`
from pulumi_azure_native import resources

LOCATION = "swedencentral"

group = resources.ResourceGroup("group", location=LOCATION)
assistant = azgreen.ModelDeployment(
    "assistant",
    location=LOCATION,
    resource_group_name=group.name,
    deployments=[
        {"name": "chat", "model": "gpt-4.1-mini", "capacity": 20},
        {"name": "embeddings", "model": "text-embedding-3-large", "capacity": 20},
    ],
)
pulumi.export("endpoint", assistant.endpoint)
pulumi.export("deployments", assistant.deployment_names)

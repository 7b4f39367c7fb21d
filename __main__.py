"""A support assistant on pay-as-you-go models, in a low-carbon region."""

import pulumi
from pulumi_azure_native import resources

from azgreen_components import ModelDeployment
from azgreen_components.settings import load_settings

settings = load_settings(pulumi.Config())

group = resources.ResourceGroup("assistant", location=settings.location, tags=settings.group_tags)
assistant = ModelDeployment("assistant", settings.component_args(group.name))

pulumi.export("resourceGroup", group.name)
pulumi.export("endpoint", assistant.endpoint)
pulumi.export("deployments", assistant.deployment_names)
pulumi.export("footprint", assistant.footprint)

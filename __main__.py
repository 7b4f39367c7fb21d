"""A generative-AI workload in a low-carbon region: what it is stands in stacks/."""

import pulumi
from pulumi_azure_native import resources

from azgreen_components import GreenAiStack
from azgreen_components.settings import load_settings

settings = load_settings(pulumi.Config())

group = resources.ResourceGroup(
    settings.workload, location=settings.location, tags=settings.group_tags
)
stack = GreenAiStack(settings.workload, settings.stack_args(group.name))

pulumi.export("resourceGroup", group.name)
pulumi.export("endpoints", stack.endpoints)
pulumi.export("deployments", stack.deployment_names)
pulumi.export("autoscale", stack.autoscale)
pulumi.export("cache", stack.cache)
pulumi.export("gateway", stack.gateway)
pulumi.export("retrieval", stack.retrieval)
pulumi.export("evaluation", stack.evaluation)
pulumi.export("fineTuning", stack.fine_tuning)
pulumi.export("footprint", stack.footprint)
pulumi.export("dailyGco2e", stack.daily_gco2e)

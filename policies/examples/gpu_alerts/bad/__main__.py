"""A hundred units that are paid around the clock, and nobody hears when they are full."""

from pulumi_azure_native import cognitiveservices as cognitive

account = cognitive.Account(
    "assistant",
    resource_group_name="models",
    location="swedencentral",
    kind="AIServices",
    sku=cognitive.SkuArgs(name="S0"),
)
cognitive.Deployment(
    "chat",
    resource_group_name="models",
    account_name=account.name,
    deployment_name="chat",
    sku=cognitive.SkuArgs(name="GlobalProvisionedManaged", capacity=100),
    properties=cognitive.DeploymentPropertiesArgs(
        model=cognitive.DeploymentModelArgs(format="OpenAI", name="gpt-4.1", version="2025-04-14"),
    ),
)

"""A model for customers; the stack names its subscription by name, so nobody can be asked."""

from pulumi_azure_native import cognitiveservices, resources

group = resources.ResourceGroup("assistant", location="swedencentral")
account = cognitiveservices.Account(
    "models",
    resource_group_name=group.name,
    location=group.location,
    kind="AIServices",
    sku=cognitiveservices.SkuArgs(name="S0"),
)
cognitiveservices.Deployment(
    "chat",
    resource_group_name=group.name,
    account_name=account.name,
    sku=cognitiveservices.SkuArgs(name="Standard", capacity=50),
    properties=cognitiveservices.DeploymentPropertiesArgs(
        model=cognitiveservices.DeploymentModelArgs(
            format="OpenAI", name="gpt-4.1-mini", version="2025-04-14"
        )
    ),
)

"""A model that Azure no longer serves."""

from pulumi_azure_native import cognitiveservices as cognitive

cognitive.Deployment(
    "chat",
    resource_group_name="models",
    account_name="assistant",
    sku=cognitive.SkuArgs(name="Standard", capacity=20),
    properties=cognitive.DeploymentPropertiesArgs(
        model=cognitive.DeploymentModelArgs(format="OpenAI", name="o1", version="2024-12-17"),
    ),
)

"""PTUs that Azure refuses: a model in one region starts at 50 of them."""

from pulumi_azure_native import cognitiveservices as cognitive

cognitive.Deployment(
    "chat",
    resource_group_name="models",
    account_name="assistant",
    properties=cognitive.DeploymentPropertiesArgs(
        model=cognitive.DeploymentModelArgs(format="OpenAI", name="gpt-4.1", version="2025-04-14"),
    ),
    sku=cognitive.SkuArgs(name="ProvisionedManaged", capacity=40),
    tags={"environment": "prod"},
)

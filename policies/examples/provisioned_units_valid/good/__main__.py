"""PTUs that Azure sells, and where the rest goes when they are full."""

from pulumi_azure_native import cognitiveservices as cognitive

cognitive.Deployment(
    "chat",
    resource_group_name="models",
    account_name="assistant",
    properties=cognitive.DeploymentPropertiesArgs(
        model=cognitive.DeploymentModelArgs(format="OpenAI", name="gpt-4.1", version="2025-04-14"),
        spillover_deployment_name="chat-by-the-token",
    ),
    sku=cognitive.SkuArgs(name="ProvisionedManaged", capacity=50),
    tags={"environment": "prod"},
)

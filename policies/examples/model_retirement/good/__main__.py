"""A model whose end is far away."""

from pulumi_azure_native import cognitiveservices as cognitive

cognitive.Deployment(
    "chat",
    resource_group_name="models",
    account_name="assistant",
    sku=cognitive.SkuArgs(name="DataZoneStandard", capacity=20),
    properties=cognitive.DeploymentPropertiesArgs(
        model=cognitive.DeploymentModelArgs(format="OpenAI", name="gpt-5.5", version="2026-04-24"),
    ),
)

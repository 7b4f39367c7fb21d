"""The same requests, paid by the token."""

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
    properties=cognitive.DeploymentPropertiesArgs(
        model=cognitive.DeploymentModelArgs(format="OpenAI", name="gpt-4.1", version="2025-04-14"),
    ),
    sku=cognitive.SkuArgs(name="DataZoneStandard", capacity=15),
    tags={"azgreen-need": "requests-per-second=0.1 input-tokens=1155 output-tokens=211"},
)

"""A chat on a grid with several times the carbon that the stack may emit."""

from pulumi_azure_native import cognitiveservices as cognitive

account = cognitive.Account(
    "assistant",
    resource_group_name="models",
    location="westeurope",
    kind="AIServices",
    sku=cognitive.SkuArgs(name="S0"),
)
cognitive.Deployment(
    "chat",
    resource_group_name="models",
    account_name=account.name,
    sku=cognitive.SkuArgs(name="Standard", capacity=50),
    properties=cognitive.DeploymentPropertiesArgs(
        model=cognitive.DeploymentModelArgs(format="OpenAI", name="gpt-4.1-mini"),
    ),
    tags={"azgreen-need": "requests-per-second=0.4 input-tokens=1155 output-tokens=211"},
)

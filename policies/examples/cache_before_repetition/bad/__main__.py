"""A model that answers the same question again and again."""

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
    sku=cognitive.SkuArgs(name="Standard", capacity=20),
    properties=cognitive.DeploymentPropertiesArgs(
        model=cognitive.DeploymentModelArgs(
            format="OpenAI", name="gpt-4.1-mini", version="2025-04-14"
        ),
    ),
    tags={
        "azgreen-need": "requests-per-second=5 input-tokens=1155 output-tokens=211"
        " repeated-share=0.2"
    },
)

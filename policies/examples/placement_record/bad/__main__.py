"""An account that stands elsewhere than was decided."""

from pulumi_azure_native import cognitiveservices as cognitive

cognitive.Account(
    "assistant",
    resource_group_name="models",
    location="francecentral",
    kind="AIServices",
    sku=cognitive.SkuArgs(name="S0"),
    tags={"environment": "dev"},
)

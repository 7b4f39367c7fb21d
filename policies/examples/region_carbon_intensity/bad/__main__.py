"""An account on a grid that burns coal."""

from pulumi_azure_native import cognitiveservices as cognitive

cognitive.Account(
    "assistant",
    resource_group_name="models",
    location="polandcentral",
    kind="AIServices",
    sku=cognitive.SkuArgs(name="S0"),
    tags={"environment": "dev"},
)

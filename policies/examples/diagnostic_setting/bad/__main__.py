"""An account of which nobody can tell who read its keys."""

from pulumi_azure_native import cognitiveservices as cognitive

cognitive.Account(
    "assistant",
    resource_group_name="models",
    location="swedencentral",
    kind="AIServices",
    sku=cognitive.SkuArgs(name="S0"),
)

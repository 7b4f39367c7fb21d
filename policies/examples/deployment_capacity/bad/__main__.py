"""A deployment for development that is sized like production."""

from pulumi_azure_native import cognitiveservices as cognitive

cognitive.Deployment(
    "chat",
    resource_group_name="models",
    account_name="assistant",
    sku=cognitive.SkuArgs(name="Standard", capacity=400),
    tags={"environment": "dev"},
)

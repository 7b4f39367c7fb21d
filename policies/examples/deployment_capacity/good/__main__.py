"""A deployment for development that a few people can share."""

from pulumi_azure_native import cognitiveservices as cognitive

cognitive.Deployment(
    "chat",
    resource_group_name="models",
    account_name="assistant",
    sku=cognitive.SkuArgs(name="Standard", capacity=20),
    tags={"environment": "dev"},
)

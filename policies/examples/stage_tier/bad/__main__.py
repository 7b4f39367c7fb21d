"""A cache for development with a second node that nobody would miss."""

from pulumi_azure_native import redisenterprise

redisenterprise.RedisEnterprise(
    "answers",
    resource_group_name="models",
    sku=redisenterprise.SkuArgs(name="Balanced_B1"),
    high_availability="Enabled",
    public_network_access="Disabled",
    tags={"environment": "dev"},
)

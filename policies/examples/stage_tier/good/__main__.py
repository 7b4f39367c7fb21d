"""A cache for development on one node, half of the power and the price."""

from pulumi_azure_native import redisenterprise

redisenterprise.RedisEnterprise(
    "answers",
    resource_group_name="models",
    sku=redisenterprise.SkuArgs(name="Balanced_B1"),
    high_availability="Disabled",
    public_network_access="Disabled",
    tags={"environment": "dev"},
)

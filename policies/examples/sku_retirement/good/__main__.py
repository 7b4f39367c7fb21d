"""A cache of the service that takes its place."""

from pulumi_azure_native import redisenterprise as redis

redis.RedisEnterprise(
    "answers",
    resource_group_name="models",
    location="swedencentral",
    public_network_access="Disabled",
    sku=redis.SkuArgs(name="Balanced_B1"),
)

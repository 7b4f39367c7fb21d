"""A cache of a service that comes to an end."""

from pulumi_azure_native import redis

redis.Redis(
    "answers",
    resource_group_name="models",
    location="swedencentral",
    sku=redis.SkuArgs(name="Standard", family="C", capacity=1),
)

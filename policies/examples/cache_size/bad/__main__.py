"""A cache of 60 GB for answers that take a third of one."""

from pulumi_azure_native import redisenterprise

redisenterprise.RedisEnterprise(
    "answers",
    resource_group_name="models",
    sku=redisenterprise.SkuArgs(name="Balanced_B50"),
    high_availability="Disabled",
    public_network_access="Disabled",
    tags={"environment": "dev", "azgreen-need": "entries=20000 dimensions=1536"},
)

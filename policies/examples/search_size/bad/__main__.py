"""Eighteen machines for a handbook that one holds."""

from pulumi_azure_native import search

search.Service(
    "handbook",
    resource_group_name="models",
    sku=search.SkuArgs(name="standard"),
    replica_count=3,
    partition_count=6,
    tags={"environment": "dev", "azgreen-need": "documents=120000 dimensions=1536"},
)

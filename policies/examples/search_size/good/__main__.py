"""One machine that holds the handbook."""

from pulumi_azure_native import search

search.Service(
    "handbook",
    resource_group_name="models",
    sku=search.SkuArgs(name="basic"),
    replica_count=1,
    partition_count=1,
    tags={"environment": "dev", "azgreen-need": "documents=120000 dimensions=1536"},
)

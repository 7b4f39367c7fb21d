"""A search service and a gateway that cost more than the stack may."""

from pulumi_azure_native import apimanagement, search

search.Service(
    "handbook",
    resource_group_name="models",
    sku=search.SkuArgs(name="standard"),
    replica_count=3,
    tags={"environment": "prod"},
)
apimanagement.ApiManagementService(
    "gateway",
    resource_group_name="models",
    publisher_name="Contoso",
    publisher_email="ai@contoso.com",
    sku=apimanagement.ApiManagementServiceSkuPropertiesArgs(name="StandardV2", capacity=1),
    tags={"environment": "prod"},
)

"""A search service and a gateway within the budget of the stack."""

from pulumi_azure_native import apimanagement, search

search.Service(
    "handbook",
    resource_group_name="models",
    sku=search.SkuArgs(name="basic"),
    replica_count=2,
    tags={"environment": "prod"},
)
apimanagement.ApiManagementService(
    "gateway",
    resource_group_name="models",
    publisher_name="Contoso",
    publisher_email="ai@contoso.com",
    sku=apimanagement.ApiManagementServiceSkuPropertiesArgs(name="BasicV2", capacity=1),
    tags={"environment": "prod"},
)

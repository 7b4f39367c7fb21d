"""A gateway for development that has the same policies at a fortieth of the price."""

from pulumi_azure_native import apimanagement

apimanagement.ApiManagementService(
    "gateway",
    resource_group_name="models",
    publisher_name="Contoso",
    publisher_email="ai@contoso.com",
    sku=apimanagement.ApiManagementServiceSkuPropertiesArgs(name="BasicV2", capacity=1),
    tags={"environment": "dev"},
)

"""A gateway for development in the dearest tier."""

from pulumi_azure_native import apimanagement

apimanagement.ApiManagementService(
    "gateway",
    resource_group_name="models",
    publisher_name="Contoso",
    publisher_email="ai@contoso.com",
    sku=apimanagement.ApiManagementServiceSkuPropertiesArgs(name="Premium", capacity=2),
    tags={"environment": "dev"},
)

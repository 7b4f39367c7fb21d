"""A gateway that calls its model with a key."""

from pulumi_azure_native import apimanagement

gateway = apimanagement.ApiManagementService(
    "gateway",
    resource_group_name="models",
    publisher_name="Contoso",
    publisher_email="ai@contoso.com",
    sku=apimanagement.ApiManagementServiceSkuPropertiesArgs(name="BasicV2", capacity=1),
)
apimanagement.Backend(
    "chat",
    resource_group_name="models",
    service_name=gateway.name,
    protocol="http",
    url="https://contoso.openai.azure.com/openai/v1",
    credentials=apimanagement.BackendCredentialsContractArgs(
        header={"api-key": ["{{openai-key}}"]}
    ),
)

"""A gateway that calls its model as itself."""

from pulumi_azure_native import apimanagement

gateway = apimanagement.ApiManagementService(
    "gateway",
    resource_group_name="models",
    publisher_name="Contoso",
    publisher_email="ai@contoso.com",
    sku=apimanagement.ApiManagementServiceSkuPropertiesArgs(name="BasicV2", capacity=1),
    identity=apimanagement.ApiManagementServiceIdentityArgs(type="SystemAssigned"),
)
apimanagement.Backend(
    "chat",
    resource_group_name="models",
    service_name=gateway.name,
    protocol="http",
    url="https://contoso.openai.azure.com/openai/v1",
)
apimanagement.Policy(
    "identity",
    resource_group_name="models",
    service_name=gateway.name,
    policy_id="policy",
    value="""\
<policies>
  <inbound>
    <authentication-managed-identity resource="https://cognitiveservices.azure.com" />
  </inbound>
</policies>""",
)

"""A gateway that ends what a subscription may use."""

from pulumi_azure_native import apimanagement as apim

POLICY = """\
<policies>
  <inbound>
    <base />
    <llm-token-limit counter-key="@(context.Subscription.Id)"
      tokens-per-minute="20000" estimate-prompt-tokens="true" />
    <authentication-managed-identity resource="https://cognitiveservices.azure.com" />
  </inbound>
</policies>
"""
service = apim.ApiManagementService(
    "gateway",
    resource_group_name="models",
    location="swedencentral",
    publisher_email="platform-team@contoso.com",
    publisher_name="platform-team",
    sku=apim.ApiManagementServiceSkuPropertiesArgs(name="BasicV2", capacity=1),
)
api = apim.Api(
    "chat",
    resource_group_name="models",
    service_name=service.name,
    path="openai",
    protocols=["https"],
)
apim.ApiPolicy(
    "chat",
    resource_group_name="models",
    service_name=service.name,
    api_id=api.name,
    policy_id="policy",
    format="xml",
    value=POLICY,
)

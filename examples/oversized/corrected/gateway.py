"""How do callers reach the models?"""

import pulumi
from home import LOCATION, group
from models import account
from pulumi_azure_native import apimanagement as apim

POLICY = """\
<policies>
  <inbound>
    <base />
    <set-backend-service backend-id="assistant" />
    <authentication-managed-identity resource="https://cognitiveservices.azure.com" />
    <llm-token-limit counter-key="@(context.Subscription.Id)"
        tokens-per-minute="20000" estimate-prompt-tokens="true" />
    <llm-semantic-cache-lookup score-threshold="0.05" embeddings-backend-id="assistant"
        embeddings-backend-auth="system-assigned">
      <vary-by>@(context.Subscription.Id)</vary-by>
    </llm-semantic-cache-lookup>
  </inbound>
  <outbound>
    <base />
    <llm-semantic-cache-store duration="3600" />
  </outbound>
</policies>"""

service = apim.ApiManagementService(
    "gateway",
    resource_group_name=group.name,
    location=LOCATION,
    publisher_name="Contoso",
    publisher_email="platform-team@contoso.com",
    sku=apim.ApiManagementServiceSkuPropertiesArgs(name="BasicV2", capacity=1),
    identity=apim.ApiManagementServiceIdentityArgs(type="SystemAssigned"),
    tags={"environment": "dev"},
)
backend = apim.Backend(
    "assistant",
    resource_group_name=group.name,
    service_name=service.name,
    backend_id="assistant",
    protocol="http",
    url=account.properties.endpoint.apply(lambda address: f"{address}openai/v1"),
)
api = apim.Api(
    "chat",
    resource_group_name=group.name,
    service_name=service.name,
    api_id="chat",
    display_name="chat",
    path="chat",
    protocols=["https"],
)
# of the platform's stack, since API Management shows a Redis nothing but keys
cache = apim.Cache(
    "shared",
    resource_group_name=group.name,
    service_name=service.name,
    cache_id="default",
    connection_string="{{shared-redis}}",
    use_from_location="default",
)
apim.ApiPolicy(
    "chat",
    resource_group_name=group.name,
    service_name=service.name,
    api_id=api.name,
    policy_id="policy",
    format="rawxml",
    value=POLICY,
    opts=pulumi.ResourceOptions(depends_on=[backend, cache]),
)

"""How do callers reach the models?"""

import pulumi
from home import LOCATION, group
from models import account
from pulumi_azure_native import apimanagement as apim

# AZG-C008: no limit on tokens; AZG-X005: what one tenant asked, another gets
POLICY = """\
<policies>
  <inbound>
    <base />
    <set-backend-service backend-id="assistant" />
    <llm-semantic-cache-lookup score-threshold="0.05" embeddings-backend-id="assistant"
        embeddings-backend-auth="system-assigned" />
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
    # AZG-S011: two units, and AZG-S014: of a tier for production, in development
    sku=apim.ApiManagementServiceSkuPropertiesArgs(name="Premium", capacity=2),
    # AZG-X003: without an identity it calls with a key
    custom_properties={
        # AZG-X004
        "Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Tls10": "true"
    },
    tags={"environment": "dev"},
)
backend = apim.Backend(
    "assistant",
    resource_group_name=group.name,
    service_name=service.name,
    backend_id="assistant",
    protocol="http",
    # AZG-X003, AZG-X006: the key of the account, for whoever may read the gateway
    credentials=apim.BackendCredentialsContractArgs(
        header={"api-key": ["made-up-key-of-the-account"]}
    ),
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

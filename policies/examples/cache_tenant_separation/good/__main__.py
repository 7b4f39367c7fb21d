"""A cache in which a customer finds no answers but their own."""

from pulumi_azure_native import apimanagement

apimanagement.ApiPolicy(
    "chat",
    resource_group_name="models",
    service_name="gateway",
    api_id="chat",
    policy_id="policy",
    format="rawxml",
    value="""\
<policies>
  <inbound>
    <base />
    <llm-semantic-cache-lookup score-threshold="0.05" embeddings-backend-id="embeddings"
        embeddings-backend-auth="system-assigned">
      <vary-by>@(context.Subscription.Id)</vary-by>
    </llm-semantic-cache-lookup>
  </inbound>
  <outbound>
    <base />
    <llm-semantic-cache-store duration="3600" />
  </outbound>
</policies>""",
)

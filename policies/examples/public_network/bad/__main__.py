"""An account of production that any address can call."""

from pulumi_azure_native import cognitiveservices as cognitive

cognitive.Account(
    "assistant",
    resource_group_name="models",
    location="swedencentral",
    kind="AIServices",
    sku=cognitive.SkuArgs(name="S0"),
    identity=cognitive.IdentityArgs(type=cognitive.ResourceIdentityType.SYSTEM_ASSIGNED),
    properties=cognitive.AccountPropertiesArgs(
        custom_sub_domain_name="contoso-assistant", disable_local_auth=True
    ),
    tags={"environment": "prod"},
)

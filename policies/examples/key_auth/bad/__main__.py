"""An account that anybody may call who has seen its key."""

from pulumi_azure_native import cognitiveservices as cognitive

cognitive.Account(
    "assistant",
    resource_group_name="models",
    location="swedencentral",
    kind="AIServices",
    sku=cognitive.SkuArgs(name="S0"),
    identity=cognitive.IdentityArgs(type=cognitive.ResourceIdentityType.SYSTEM_ASSIGNED),
    properties=cognitive.AccountPropertiesArgs(
        custom_sub_domain_name="contoso-assistant", public_network_access="Disabled"
    ),
)

"""Which models answer, and who may call them?"""

import pulumi
from home import LOCATION, group
from pulumi_azure_native import cognitiveservices as cognitive

account = cognitive.Account(
    "assistant",
    resource_group_name=group.name,
    location=LOCATION,
    kind="AIServices",
    sku=cognitive.SkuArgs(name="S0"),
    identity=cognitive.IdentityArgs(type=cognitive.ResourceIdentityType.SYSTEM_ASSIGNED),
    properties=cognitive.AccountPropertiesArgs(
        custom_sub_domain_name="contoso-oversized",
        disable_local_auth=False,  # AZG-X001: whoever has a key may call
        public_network_access="Enabled",  # AZG-X002: from anywhere
    ),
)
chat = cognitive.Deployment(
    "chat",
    resource_group_name=group.name,
    account_name=account.name,
    deployment_name="chat",
    # AZG-C004: anywhere in the world; AZG-S001: twice what production may have
    sku=cognitive.SkuArgs(name="GlobalStandard", capacity=2000),
    properties=cognitive.DeploymentPropertiesArgs(
        # AZG-C006: azgreen:evidence says that gpt-5.4 is no worse
        model=cognitive.DeploymentModelArgs(format="OpenAI", name="gpt-5.5", version="2026-04-24"),
        rai_policy_name="Microsoft.Nil",  # AZG-R009: nothing is filtered
    ),
    tags={"azgreen-need": "requests-per-second=0.2 input-tokens=1155 output-tokens=211"},
)
reserve = cognitive.Deployment(
    "reserve",
    resource_group_name=group.name,
    account_name=account.name,
    deployment_name="reserve",
    # AZG-S002: sold in steps of 5; AZG-S003: its tokens take 15
    sku=cognitive.SkuArgs(name="DataZoneProvisionedManaged", capacity=103),
    properties=cognitive.DeploymentPropertiesArgs(
        model=cognitive.DeploymentModelArgs(format="OpenAI", name="gpt-5.4", version="2026-03-05"),
        # AZG-R004: what the PTUs cannot take is refused
    ),
    tags={"azgreen-need": "requests-per-second=0.16 input-tokens=1155 output-tokens=211"},
    opts=pulumi.ResourceOptions(depends_on=[chat]),
)
vectors = cognitive.Deployment(
    "vectors",
    resource_group_name=group.name,
    account_name=account.name,
    deployment_name="vectors",
    sku=cognitive.SkuArgs(name="Standard", capacity=50),  # AZG-C003: Sweden offers it too
    properties=cognitive.DeploymentPropertiesArgs(
        model=cognitive.DeploymentModelArgs(
            format="OpenAI", name="text-embedding-3-large", version="1"
        ),
    ),
    opts=pulumi.ResourceOptions(depends_on=[reserve]),
)
cognitive.Deployment(
    "summaries",
    resource_group_name=group.name,
    account_name=account.name,
    deployment_name="summaries",
    sku=cognitive.SkuArgs(name="DataZoneStandard", capacity=20),
    properties=cognitive.DeploymentPropertiesArgs(
        # AZG-R007: retired
        model=cognitive.DeploymentModelArgs(format="OpenAI", name="gpt-4o", version="2024-05-13"),
    ),
    tags={"environment": "dev"},
    opts=pulumi.ResourceOptions(depends_on=[vectors]),
)

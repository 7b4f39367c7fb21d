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
        disable_local_auth=True,
        public_network_access="Disabled",
    ),
)
chat = cognitive.Deployment(
    "chat",
    resource_group_name=group.name,
    account_name=account.name,
    deployment_name="chat",
    sku=cognitive.SkuArgs(name="DataZoneStandard", capacity=100),
    properties=cognitive.DeploymentPropertiesArgs(
        model=cognitive.DeploymentModelArgs(format="OpenAI", name="gpt-5.4", version="2026-03-05"),
    ),
    tags={"azgreen-need": "requests-per-second=0.2 input-tokens=1155 output-tokens=211"},
)
reserve = cognitive.Deployment(
    "reserve",
    resource_group_name=group.name,
    account_name=account.name,
    deployment_name="reserve",
    sku=cognitive.SkuArgs(name="DataZoneProvisionedManaged", capacity=15),
    properties=cognitive.DeploymentPropertiesArgs(
        model=cognitive.DeploymentModelArgs(format="OpenAI", name="gpt-5.4", version="2026-03-05"),
        spillover_deployment_name=chat.name,
    ),
    tags={"azgreen-need": "requests-per-second=0.16 input-tokens=1155 output-tokens=211"},
    opts=pulumi.ResourceOptions(depends_on=[chat]),
)
vectors = cognitive.Deployment(
    "vectors",
    resource_group_name=group.name,
    account_name=account.name,
    deployment_name="vectors",
    sku=cognitive.SkuArgs(name="Standard", capacity=50),
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
        model=cognitive.DeploymentModelArgs(format="OpenAI", name="gpt-5.1", version="2025-11-13"),
    ),
    tags={"environment": "dev"},
    opts=pulumi.ResourceOptions(depends_on=[vectors]),
)

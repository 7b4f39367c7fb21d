"""A model that answers the same question again and again from a cache."""

from pulumi_azure_native import cognitiveservices as cognitive
from pulumi_azure_native import redisenterprise as redis

account = cognitive.Account(
    "assistant",
    resource_group_name="models",
    location="swedencentral",
    kind="AIServices",
    sku=cognitive.SkuArgs(name="S0"),
)
cognitive.Deployment(
    "chat",
    resource_group_name="models",
    account_name=account.name,
    sku=cognitive.SkuArgs(name="Standard", capacity=20),
    properties=cognitive.DeploymentPropertiesArgs(
        model=cognitive.DeploymentModelArgs(
            format="OpenAI", name="gpt-4.1-mini", version="2025-04-14"
        ),
    ),
    tags={
        "azgreen-need": "requests-per-second=5 input-tokens=1155 output-tokens=211"
        " repeated-share=0.2"
    },
)
cluster = redis.RedisEnterprise(
    "answers",
    resource_group_name="models",
    location="swedencentral",
    public_network_access="Disabled",
    sku=redis.SkuArgs(name="Balanced_B1"),
)
redis.Database(
    "answers",
    resource_group_name="models",
    cluster_name=cluster.name,
    clustering_policy="EnterpriseCluster",
    eviction_policy="NoEviction",
    modules=[redis.ModuleArgs(name="RediSearch")],
)

"""Where are answers, documents and conversations kept?"""

from home import LOCATION, group
from pulumi_azure_native import cosmosdb, search
from pulumi_azure_native import redisenterprise as redis

cache = redis.RedisEnterprise(
    "answers",
    resource_group_name=group.name,
    location=LOCATION,
    sku=redis.SkuArgs(name="Balanced_B1"),
    high_availability="Disabled",
    minimum_tls_version=redis.TlsVersion.TLS_VERSION_1_2,
    public_network_access="Disabled",
    tags={"environment": "dev", "azgreen-need": "entries=20000 dimensions=1536"},
)
redis.Database(
    "answers",
    resource_group_name=group.name,
    cluster_name=cache.name,
    database_name="default",
    client_protocol="Encrypted",
    access_keys_authentication="Disabled",
    clustering_policy="EnterpriseCluster",
    eviction_policy="NoEviction",
    modules=[redis.ModuleArgs(name="RediSearch")],
)
search.Service(
    "handbook",
    resource_group_name=group.name,
    location=LOCATION,
    sku=search.SkuArgs(name="basic"),
    replica_count=2,
    partition_count=1,
    identity=search.IdentityArgs(type=search.IdentityType.SYSTEM_ASSIGNED),
    disable_local_auth=True,
    public_network_access="Disabled",
    tags={"azgreen-need": "documents=120000 dimensions=1536"},
)
conversations = cosmosdb.DatabaseAccount(
    "conversations",
    resource_group_name=group.name,
    location=LOCATION,
    database_account_offer_type="Standard",
    capabilities=[cosmosdb.CapabilityArgs(name="EnableServerless")],
    locations=[cosmosdb.LocationArgs(location_name=LOCATION, failover_priority=0)],
    disable_local_auth=True,
    minimal_tls_version=cosmosdb.MinimalTlsVersion.TLS12,
    public_network_access="Disabled",
    tags={"azgreen-need": "requests-per-second=0.2 entries=2000 dimensions=1 entry-bytes=4096"},
)
database = cosmosdb.SqlResourceSqlDatabase(
    "conversations",
    resource_group_name=group.name,
    account_name=conversations.name,
    database_name="conversations",
    resource=cosmosdb.SqlDatabaseResourceArgs(id="conversations"),
)
cosmosdb.SqlResourceSqlContainer(
    "turns",
    resource_group_name=group.name,
    account_name=conversations.name,
    database_name=database.name,
    container_name="turns",
    resource=cosmosdb.SqlContainerResourceArgs(
        id="turns",
        partition_key=cosmosdb.ContainerPartitionKeyArgs(paths=["/tenant"], kind="Hash"),
    ),
)

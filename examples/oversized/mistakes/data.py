"""Where are answers, documents and conversations kept?"""

from home import LOCATION, group
from pulumi_azure_native import cosmosdb, search
from pulumi_azure_native import redisenterprise as redis

cache = redis.RedisEnterprise(
    "answers",
    resource_group_name=group.name,
    location=LOCATION,
    sku=redis.SkuArgs(name="Balanced_B100"),  # AZG-S009: 120 GB for 0.34 GB of answers
    high_availability="Enabled",  # AZG-S014: a second node, in development
    minimum_tls_version=redis.TlsVersion.TLS_VERSION_1_2,
    public_network_access="Disabled",
    tags={"environment": "dev", "azgreen-need": "entries=20000 dimensions=1536"},
)
redis.Database(
    "answers",
    resource_group_name=group.name,
    cluster_name=cache.name,
    database_name="default",
    client_protocol="Plaintext",  # AZG-X004
    access_keys_authentication="Enabled",  # AZG-X001
    clustering_policy="EnterpriseCluster",
    eviction_policy="NoEviction",
    # AZG-C007: no RediSearch, so it finds no answer by its meaning
)
search.Service(
    "handbook",
    resource_group_name=group.name,
    location=LOCATION,
    # AZG-S010: twelve machines for 120,000 documents
    sku=search.SkuArgs(name="standard3"),
    replica_count=6,
    partition_count=2,
    identity=search.IdentityArgs(type=search.IdentityType.SYSTEM_ASSIGNED),
    disable_local_auth=False,  # AZG-X001
    public_network_access="Enabled",  # AZG-X002
    tags={"azgreen-need": "documents=120000 dimensions=1536"},
)
conversations = cosmosdb.DatabaseAccount(
    "conversations",
    resource_group_name=group.name,
    location=LOCATION,
    database_account_offer_type="Standard",
    locations=[cosmosdb.LocationArgs(location_name=LOCATION, failover_priority=0)],
    disable_local_auth=False,  # AZG-X001
    minimal_tls_version=cosmosdb.MinimalTlsVersion.TLS,  # AZG-X004
    public_network_access="Enabled",  # AZG-X002
    tags={"azgreen-need": "requests-per-second=0.2 entries=2000 dimensions=1 entry-bytes=4096"},
)
database = cosmosdb.SqlResourceSqlDatabase(
    "conversations",
    resource_group_name=group.name,
    account_name=conversations.name,
    database_name="conversations",
    resource=cosmosdb.SqlDatabaseResourceArgs(id="conversations"),
    # AZG-S012: for a request every five seconds
    options=cosmosdb.CreateUpdateOptionsArgs(
        autoscale_settings=cosmosdb.AutoscaleSettingsArgs(max_throughput=100_000)
    ),
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

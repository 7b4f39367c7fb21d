"""How is Azure Managed Redis set up to look answers up by vector?"""

from dataclasses import dataclass
from typing import Final

import pulumi
from pulumi_azure_native import redisenterprise

from azgreen.estimate.sizing.redis import RedisSize
from azgreen_components._access import Caller
from azgreen_components._naming import REDIS_CLUSTER, stable_guid, unique_name
from azgreen_components._tags import needing
from azgreen_components.semantic_cache.plan import Plan

PORT: Final = 10000
"""Of every database of Azure Managed Redis: azure-docs, redis."""

DATABASE: Final = "default"
"""The only name that a cluster's database can have."""

_ACCESS_POLICY: Final = "default"  # the only one that Azure Managed Redis has: every command


@dataclass(frozen=True)
class RedisStore:
    """The resources that others have to wait for."""

    cluster: redisenterprise.RedisEnterprise
    database: redisenterprise.Database


def redis_store(
    owner: pulumi.ComponentResource,
    name: str,
    group: pulumi.Input[str],
    wanted: Plan,
    size: RedisSize,
) -> RedisStore:
    """Create cluster, database and access of the component that the program calls `name`."""
    cluster = _cluster(owner, name, group, wanted, size)
    database = redisenterprise.Database(
        f"{name}-database",
        cluster_name=cluster.name,
        resource_group_name=group,
        database_name=DATABASE,
        port=PORT,
        client_protocol=redisenterprise.Protocol.ENCRYPTED,
        # RediSearch runs under no other policy, and can be added to no database that is there
        clustering_policy=redisenterprise.ClusteringPolicy.ENTERPRISE_CLUSTER,
        eviction_policy=redisenterprise.EvictionPolicy.NO_EVICTION,
        modules=[redisenterprise.ModuleArgs(name="RediSearch")],
        access_keys_authentication="Enabled" if wanted.chosen.api_management else "Disabled",
        # a cache can be filled again
        persistence=redisenterprise.PersistenceArgs(aof_enabled=False, rdb_enabled=False),
        opts=pulumi.ResourceOptions(parent=owner, depends_on=[cluster]),
    )
    earlier: pulumi.Resource = database
    for caller in wanted.common.callers:
        # one after another: Azure refuses a second change of a database under way
        earlier = _access(owner, name, group, caller, RedisStore(cluster, database), earlier)
    return RedisStore(cluster, database)


def _cluster(
    owner: pulumi.ComponentResource,
    name: str,
    group: pulumi.Input[str],
    wanted: Plan,
    size: RedisSize,
) -> redisenterprise.RedisEnterprise:
    common = wanted.common
    derived = unique_name(name, common.location, group, common.name_suffix, REDIS_CLUSTER)
    return redisenterprise.RedisEnterprise(
        f"{name}-cluster",
        cluster_name=wanted.store_name or derived,
        resource_group_name=group,
        location=common.location,
        sku=redisenterprise.SkuArgs(name=size.sku.name),
        high_availability="Enabled" if wanted.chosen.high_availability else "Disabled",
        minimum_tls_version=redisenterprise.TlsVersion.TLS_VERSION_1_2,
        public_network_access="Enabled" if common.public_network_access else "Disabled",
        tags=needing(common.tags, wanted.need),
        opts=pulumi.ResourceOptions(parent=owner),
    )


def _access(  # noqa: PLR0913, PLR0917 - who, to what, and after what
    owner: pulumi.ComponentResource,
    name: str,
    group: pulumi.Input[str],
    caller: Caller,
    store: RedisStore,
    earlier: pulumi.Resource,
) -> redisenterprise.AccessPolicyAssignment:
    return redisenterprise.AccessPolicyAssignment(
        f"{name}-{caller.name}-may-call",
        # Azure takes letters and digits only, and callers' names may differ by a '-'
        access_policy_assignment_name=stable_guid(caller.name).replace("-", ""),
        access_policy_name=_ACCESS_POLICY,
        cluster_name=store.cluster.name,
        database_name=store.database.name,
        resource_group_name=group,
        user=redisenterprise.AccessPolicyAssignmentPropertiesUserArgs(
            object_id=caller.principal_id
        ),
        opts=pulumi.ResourceOptions(parent=owner, depends_on=[earlier]),
    )

"""How is Cosmos DB for NoSQL set up to look answers up by vector?"""

from dataclasses import dataclass
from typing import Final

import pulumi
from pulumi_azure_native import cosmosdb

from azgreen.estimate.sizing.cosmos import CosmosSize
from azgreen_components._access import Caller
from azgreen_components._naming import COSMOS_ACCOUNT, stable_guid, unique_name
from azgreen_components._tags import needing
from azgreen_components.semantic_cache.container import container_of
from azgreen_components.semantic_cache.plan import Plan
from azgreen_components.semantic_cache.store_choice import AUTOSCALE, SERVERLESS

DATABASE: Final = "cache"
CONTAINER: Final = "entries"
PORT: Final = 443

_DATA_CONTRIBUTOR: Final = "00000000-0000-0000-0000-000000000002"
"""Cosmos DB Built-in Data Contributor, the same in every account: azure-docs, data plane roles."""

_BACKUP_MINUTES: Final = 24 * 60
_BACKUP_KEPT_HOURS: Final = 48
"""The rarest backup there is, and two of it, the fewest: azure-docs, periodic-backup-modify-
interval-retention. None cannot be chosen."""


@dataclass(frozen=True)
class CosmosStore:
    """The resources that outputs are read from."""

    account: cosmosdb.DatabaseAccount
    container: cosmosdb.SqlResourceSqlContainer


def cosmos_store(
    owner: pulumi.ComponentResource,
    name: str,
    group: pulumi.Input[str],
    wanted: Plan,
    size: CosmosSize,
) -> CosmosStore:
    """Create account, container and access of the component that the program calls `name`."""
    account = _account(owner, name, group, wanted)
    database = cosmosdb.SqlResourceSqlDatabase(
        f"{name}-database",
        account_name=account.name,
        resource_group_name=group,
        database_name=DATABASE,
        resource=cosmosdb.SqlDatabaseResourceArgs(id=DATABASE),
        opts=pulumi.ResourceOptions(parent=owner, depends_on=[account]),
    )
    container = cosmosdb.SqlResourceSqlContainer(
        f"{name}-container",
        account_name=account.name,
        resource_group_name=group,
        database_name=database.name,
        container_name=CONTAINER,
        resource=container_of(CONTAINER, wanted.layout, size.index_type),
        options=_options(wanted, size),
        opts=_made_anew(owner, database),
    )
    earlier: pulumi.Resource = container
    for caller in wanted.common.callers:
        earlier = _access(owner, name, group, caller, account, earlier)
    return CosmosStore(account, container)


def _made_anew(owner: pulumi.Resource, database: pulumi.Resource) -> pulumi.ResourceOptions:
    """Azure takes throughput when a container is made; there is none of the same name beside it."""
    return pulumi.ResourceOptions(
        parent=owner,
        depends_on=[database],
        replace_on_changes=["options"],
        delete_before_replace=True,
    )


def _account(
    owner: pulumi.ComponentResource, name: str, group: pulumi.Input[str], wanted: Plan
) -> cosmosdb.DatabaseAccount:
    common = wanted.common
    derived = unique_name(name, common.location, group, common.name_suffix, COSMOS_ACCOUNT)
    features = ["EnableNoSQLVectorSearch"]
    if wanted.throughput_mode == SERVERLESS:
        features.append("EnableServerless")
    return cosmosdb.DatabaseAccount(
        f"{name}-account",
        account_name=wanted.store_name or derived,
        resource_group_name=group,
        location=common.location,
        kind=cosmosdb.DatabaseAccountKind.GLOBAL_DOCUMENT_DB,
        database_account_offer_type=cosmosdb.DatabaseAccountOfferType.STANDARD,
        capabilities=[cosmosdb.CapabilityArgs(name=feature) for feature in features],
        locations=[_only_location(wanted)],
        consistency_policy=cosmosdb.ConsistencyPolicyArgs(
            default_consistency_level=cosmosdb.DefaultConsistencyLevel.SESSION
        ),
        backup_policy=_backup(),
        disable_local_auth=True,
        minimal_tls_version=cosmosdb.MinimalTlsVersion.TLS12,
        public_network_access="Enabled" if common.public_network_access else "Disabled",
        tags=needing(common.tags, wanted.need),
        opts=pulumi.ResourceOptions(parent=owner),
    )


def _only_location(wanted: Plan) -> cosmosdb.LocationArgs:
    return cosmosdb.LocationArgs(
        location_name=wanted.common.location,
        failover_priority=0,
        is_zone_redundant=wanted.chosen.high_availability,
    )


def _backup() -> cosmosdb.PeriodicModeBackupPolicyArgs:
    return cosmosdb.PeriodicModeBackupPolicyArgs(
        type="Periodic",
        periodic_mode_properties=cosmosdb.PeriodicModePropertiesArgs(
            backup_interval_in_minutes=_BACKUP_MINUTES,
            backup_retention_interval_in_hours=_BACKUP_KEPT_HOURS,
            backup_storage_redundancy=cosmosdb.BackupStorageRedundancy.LOCAL,
        ),
    )


def _options(wanted: Plan, size: CosmosSize) -> cosmosdb.CreateUpdateOptionsArgs | None:
    """Return the throughput; a serverless account refuses any."""
    if wanted.throughput_mode != AUTOSCALE:
        return None
    most = size.autoscale_max_ru_per_s
    return cosmosdb.CreateUpdateOptionsArgs(
        autoscale_settings=cosmosdb.AutoscaleSettingsArgs(max_throughput=most)
    )


def _access(  # noqa: PLR0913, PLR0917 - who, to what, and after what
    owner: pulumi.ComponentResource,
    name: str,
    group: pulumi.Input[str],
    caller: Caller,
    account: cosmosdb.DatabaseAccount,
    earlier: pulumi.Resource,
) -> cosmosdb.SqlResourceSqlRoleAssignment:
    guid = pulumi.Output.all(account.id, caller.principal_id).apply(
        lambda known: stable_guid(known[0], known[1], _DATA_CONTRIBUTOR)
    )
    return cosmosdb.SqlResourceSqlRoleAssignment(
        f"{name}-{caller.name}-may-call",
        account_name=account.name,
        resource_group_name=group,
        role_assignment_id=guid,
        role_definition_id=pulumi.Output.concat(
            account.id, "/sqlRoleDefinitions/", _DATA_CONTRIBUTOR
        ),
        principal_id=caller.principal_id,
        scope=pulumi.Output.concat(account.id, "/dbs/", DATABASE),
        # one after another: Azure refuses a second change of an account under way
        opts=pulumi.ResourceOptions(parent=owner, depends_on=[earlier]),
    )

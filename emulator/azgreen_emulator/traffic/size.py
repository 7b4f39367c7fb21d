"""What of a resource decides how much load it carries?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from azgreen_emulator.arm.records import Body, Record
    from azgreen_emulator.store import Store

ONLINE: Final = "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments"
COGNITIVE: Final = "Microsoft.CognitiveServices/accounts/deployments"
REDIS: Final = "Microsoft.Cache/redisEnterprise"
CONTAINER: Final = "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers"
SEARCH: Final = "Microsoft.Search/searchServices"
GATEWAY: Final = "Microsoft.ApiManagement/service"
_AUTOSCALE: Final = "Microsoft.Insights/autoscaleSettings"


def size_of(store: Store, record: Record) -> Body | None:
    """Return the size of a resource as it is now; None where the type takes no load."""
    read = _READERS.get(record.type)
    return None if read is None else read(store, record)


def followed(store: Store, record: Record) -> list[Body] | None:
    """Return the profiles of the autoscale setting that is in force on a resource."""
    for setting in store.select("type = ?", _AUTOSCALE):
        own = setting.body["properties"]
        if own["targetResourceUri"].lower() == record.key and own["enabled"]:
            return own["profiles"]
    return None


def _online(store: Store, record: Record) -> Body:
    properties, profiles = record.body["properties"], followed(store, record)
    asked = properties["requestSettings"]
    return {
        # what autoscale made of it is no size that somebody gave
        "capacity": None if profiles else record.body["sku"]["capacity"],
        "profiles": profiles,
        "machine": properties["instanceType"],
        "model": properties.get("model", ""),
        "at_once": asked["maxConcurrentRequestsPerInstance"],
        "region": record.location,
    }


def _cognitive(store: Store, record: Record) -> Body:
    account = store.get(record.parent)
    return {
        "sku": record.body["sku"]["name"],
        "capacity": record.body["sku"].get("capacity", 0),
        "model": dict(record.body["properties"]["model"]),
        "region": "" if account is None else account.location,
    }


def _redis(_: Store, record: Record) -> Body:
    return {"sku": record.body["sku"]["name"]}


def _container(store: Store, record: Record) -> Body:
    """Return the RU/s of a container: its own, else those that its database shares out."""
    database = store.get(record.parent)
    own = record.private or ({} if database is None else database.private)
    return {
        "ru_per_s": own.get("throughput"),
        "most_ru_per_s": cast("Body", own.get("autoscaleSettings", {})).get("maxThroughput"),
        "region": _account_region(store, record),
    }


def _account_region(store: Store, record: Record) -> str:
    account = store.get("/".join(record.id.split("/")[:9]))
    return "" if account is None else account.location


def _search(_: Store, record: Record) -> Body:
    properties: dict[str, Any] = record.body["properties"]
    return {
        "sku": record.body["sku"]["name"],
        "replicas": properties["replicaCount"],
        "partitions": properties["partitionCount"],
    }


def _gateway(_: Store, record: Record) -> Body:
    sku = record.body["sku"]
    return {"sku": sku["name"], "units": sku["capacity"], "region": record.location}


_READERS: Final[dict[str, Callable[[Store, Record], Body]]] = {
    ONLINE: _online,
    COGNITIVE: _cognitive,
    REDIS: _redis,
    CONTAINER: _container,
    SEARCH: _search,
    GATEWAY: _gateway,
}

TYPES: Final = tuple(_READERS)
"""The types that a load can be put on."""

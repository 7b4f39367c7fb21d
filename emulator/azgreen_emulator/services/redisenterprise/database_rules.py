"""Which databases does Azure Managed Redis refuse?

Rules: the REST reference of redisEnterprise/databases 2025-07-01, and azure-docs,
`redis/redis-modules`, `redis/architecture`, `redis/how-to-persistence`. An example of the reference
has RediSearch evict keys; the documents rule that out, and so does the local Azure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from azgreen_emulator.schema.check import SchemaFault
from azgreen_emulator.services.redisenterprise import replication
from azgreen_emulator.services.redisenterprise.clusters import MOST_UNCLUSTERED_GB
from azgreen_emulator.services.redisenterprise.sizes import size_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body
    from azgreen_emulator.services.redisenterprise.sizes import Size

_SEARCH, _JSON = "RediSearch", "RedisJSON"
_MODULES = (_SEARCH, "RedisBloom", "RedisTimeSeries", _JSON)
_PORT = 10000  # the REST reference of 2024-02-01: the only one supported
_FOR_SEARCH = {"clusteringPolicy": "EnterpriseCluster", "evictionPolicy": "NoEviction"}
_FREQUENCIES = {"aof": "'1s', 'always'", "rdb": "'1h', '6h', '12h'"}

DEFAULTS: Body = {
    "accessKeysAuthentication": "Disabled",
    "clientProtocol": "Encrypted",
    "clusteringPolicy": "OSSCluster",
    "deferUpgrade": "NotDeferred",
    "evictionPolicy": "VolatileLRU",
    "port": _PORT,
}
"""What holds where nothing is said: the REST reference of 2025-07-01."""


def faults(write: Write) -> list[SchemaFault]:
    """List what is wrong with a database."""
    wanted = {**DEFAULTS, **write.properties}
    size = size_of(write.whole.body["sku"])
    return [
        *_settled_faults(write, wanted),
        *_module_faults(wanted, size),
        *_search_faults(wanted),
        *_cluster_faults(wanted, size),
        *_persistence_faults(wanted),
        *replication.faults(write, size),
    ]


def _fault(key: str, reason: str, code: str = "InvalidParameter") -> SchemaFault:
    return SchemaFault(f"properties.{key}", code, reason)


def _settled_faults(write: Write, wanted: Body) -> Iterator[SchemaFault]:
    """Yield what was settled at creation and is to change."""
    before, code = write.before, "PropertyChangeNotAllowed"
    policy = before.get("clusteringPolicy")
    if policy in {"OSSCluster", "EnterpriseCluster"} and wanted["clusteringPolicy"] != policy:
        reason = f"{policy!r} cannot become {wanted['clusteringPolicy']!r}; delete the database"
        yield _fault("clusteringPolicy", f"{reason} and make it anew", code)
    if before and _named(before) != _named(wanted):
        reason = "modules are chosen when the database is made; delete it and make it anew"
        yield _fault("modules", reason, code)


def _named(properties: Body) -> list[tuple[str, str]]:
    modules: list[Body] = properties.get("modules", [])
    return sorted((item["name"], item.get("args", "")) for item in modules)


def _module_faults(wanted: Body, size: Size) -> Iterator[SchemaFault]:
    names: list[str] = [item["name"] for item in wanted.get("modules", [])]
    for index, name in enumerate(names):
        path = f"modules[{index}].name"
        if name not in _MODULES:
            allowed = ", ".join(map(repr, _MODULES))
            yield _fault(path, f"{name!r} is not allowed; expected one of {allowed}")
        elif size.is_flash and name != _JSON:
            reason = f"{name!r} is not available on Flash Optimized sizes; expected {_JSON!r}"
            yield _fault(path, reason)
        if name in names[:index]:
            yield _fault(path, f"{name!r} is there twice")


def _search_faults(wanted: Body) -> Iterator[SchemaFault]:
    if all(item["name"] != _SEARCH for item in wanted.get("modules", [])):
        return
    for key, needed in _FOR_SEARCH.items():
        if wanted[key] != needed:
            reason = f"{wanted[key]!r} is not allowed with the module {_SEARCH!r}"
            yield _fault(key, f"{reason}; expected {needed!r}")


def _cluster_faults(wanted: Body, size: Size) -> Iterator[SchemaFault]:
    if wanted["port"] != _PORT:
        yield _fault("port", f"{wanted['port']} is not allowed; expected {_PORT}")
    if wanted["clusteringPolicy"] == "NoCluster" and size.memory_gb > MOST_UNCLUSTERED_GB:
        reason = (
            f"'NoCluster' is not allowed on a cluster of {size.memory_gb:g} GB; the most is"
            f" {MOST_UNCLUSTERED_GB} GB"
        )
        yield _fault("clusteringPolicy", reason)


def _persistence_faults(wanted: Body) -> Iterator[SchemaFault]:
    persistence: dict[str, Any] = wanted.get("persistence", {})
    on = [way for way in _FREQUENCIES if persistence.get(f"{way}Enabled")]
    if len(on) > 1:
        yield _fault("persistence", "AOF and RDB cannot be enabled at the same time; choose one")
    for way, allowed in _FREQUENCIES.items():
        frequency = f"{way}Frequency"
        if way in on and frequency not in persistence:
            reason = f"required where '{way}Enabled' is true: one of {allowed}"
            yield _fault(f"persistence.{frequency}", reason, "MissingProperty")
        elif way not in on and frequency in persistence:
            reason = f"allowed only where '{way}Enabled' is true"
            yield _fault(f"persistence.{frequency}", reason)

"""Which clusters does Azure Managed Redis make?

Rules: the REST reference of redisEnterprise 2025-07-01, and azure-docs, `redis/architecture`,
`redis/how-to-scale` and `redis/high-availability`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen_emulator.arm import graves, whereabouts
from azgreen_emulator.arm.call import Reply
from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.arm.tracked import refuse_all
from azgreen_emulator.schema.check import SchemaFault
from azgreen_emulator.services.redisenterprise.sizes import can_scale, larger, size_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen.catalog import CacheSku
    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body
    from azgreen_emulator.services.redisenterprise.sizes import Size

VERSIONS = ("2025-07-01",)
NAME_RULE = {"minLength": 1, "maxLength": 60, "pattern": r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*"}
REDIS_VERSION = "7.4"  # azure-docs, `redis/overview`
MOST_UNCLUSTERED_GB = 25  # azure-docs, `redis/architecture`: without clustering
_ZONES = ("1", "2", "3")
# The REST reference: 2, 4, 6 and so on; 3, 9, 15 and so on
_CAPACITIES = {"Enterprise": (2, 2), "EnterpriseFlash": (3, 6)}
# azure-docs, `redis/high-availability` of 2025-05-18: zone redundant where nothing else is said
_ZONE_REDUNDANT = frozenset(
    {
        "australiaeast",
        "brazilsouth",
        "canadacentral",
        "centralindia",
        "centralus",
        "eastasia",
        "eastus",
        "eastus2",
        "japaneast",
        "northeurope",
        "southcentralus",
        "southeastasia",
        "uksouth",
        "westeurope",
        "westus2",
        "westus3",
    }
)


def _refuse(write: Write) -> None:
    if write.old is not None:
        write.sent.setdefault("zones", write.old.body.get("zones", []))
    if not write.sent.get("zones"):
        write.sent.pop("zones", None)
    size = size_of(write.sent["sku"])
    write.sent["kind"] = "v1" if size.is_old else "v2"
    refuse_all([*_capacity_faults(write, size), *_faults(write), *_scaling_faults(write, size)])
    host = _host_name(write)
    if graves.owner(write.call.store, host, write.id) is not None:
        message = f"The host name '{host}' is already in use; choose another cluster name."
        raise ArmError(409, "NameNotAvailable", message, target="name")


def _capacity_faults(write: Write, size: Size) -> Iterator[SchemaFault]:
    capacity = write.sent["sku"].get("capacity")
    if capacity is None:
        return
    least, step = _CAPACITIES.get(size.family, (0, 0))
    if not least:
        reason = (
            f"{capacity} is not allowed; only SKUs named Enterprise and EnterpriseFlash take it"
        )
        yield SchemaFault("sku.capacity", "InvalidParameter", reason)
    elif capacity < least or (capacity - least) % step:
        values = f"{least}, {least + step}, {least + 2 * step} and so on"
        reason = f"{capacity} is not allowed for '{write.sent['sku']['name']}'; expected {values}"
        yield SchemaFault("sku.capacity", "InvalidParameter", reason)


def _faults(write: Write) -> Iterator[SchemaFault]:
    tls = write.properties.get("minimumTlsVersion", "1.2")
    if tls != "1.2":
        reason = f"{tls!r} is not allowed; expected '1.2'"
        yield SchemaFault("properties.minimumTlsVersion", "InvalidParameter", reason)
    available = write.properties.get("highAvailability", "Enabled") == "Enabled"
    if not available and write.before.get("highAvailability") == "Enabled":
        reason = "cannot be disabled once it is enabled; make another cluster without it"
        yield SchemaFault("properties.highAvailability", "PropertyChangeNotAllowed", reason)
    zones: list[str] = write.sent.get("zones", [])
    if zones and not available:
        reason = f"{zones} is not allowed without high availability, which spreads over zones"
        yield SchemaFault("zones", "InvalidParameter", reason)
    if any(zone not in _ZONES for zone in zones) or len(set(zones)) < len(zones):
        reason = f"{zones} is not allowed; expected some of '1', '2', '3', each once"
        yield SchemaFault("zones", "InvalidParameter", reason)


def _scaling_faults(write: Write, size: Size) -> Iterator[SchemaFault]:
    if write.old is None or write.old.body["sku"] == write.sent["sku"]:
        return
    before = write.old.body["sku"]
    name = write.sent["sku"]["name"]
    if not can_scale(size_of(before), size):
        listed = ", ".join(sku.name for sku in larger(size_of(before))) or "none"
        reason = f"a cluster of size '{before['name']}' cannot be scaled to '{name}'; expected one"
        yield SchemaFault("sku", "ScalingNotSupported", f"{reason} of: {listed}")
    children = write.call.store.children(write.old.key, "Microsoft.Cache/redisEnterprise/databases")
    single = [item for item in children if _is_unclustered(item.body)]
    if single and size.memory_gb > MOST_UNCLUSTERED_GB:
        reason = (
            f"'{name}' is larger than {MOST_UNCLUSTERED_GB} GB, the most for the clustering policy"
            " 'NoCluster' of its database; change the policy first"
        )
        yield SchemaFault("sku", "ScalingNotSupported", reason)


def _is_unclustered(database: Body) -> bool:
    return database["properties"]["clusteringPolicy"] == "NoCluster"


def _complete(write: Write) -> Body:
    shown: Body = {
        "highAvailability": "Enabled",
        "minimumTlsVersion": "1.2",
        "privateEndpointConnections": [],
        **write.properties,
        "hostName": _host_name(write),
        "redisVersion": REDIS_VERSION,
        "resourceState": "Creating" if write.is_new else "Updating",
    }
    return {**shown, "redundancyMode": _redundancy(write, shown)}


def _redundancy(write: Write, shown: Body) -> str:
    if shown["highAvailability"] == "Disabled":
        return "None"
    several = len(write.sent.get("zones", [])) > 1
    return "ZR" if several or write.location in _ZONE_REDUNDANT else "LR"


def _host_name(write: Write) -> str:
    zone = "redisenterprise.cache" if size_of(write.sent["sku"]).is_old else "redis"
    return f"{write.name}.{write.location}.{zone}.azure.net".lower()


def _scaling(call: Call) -> Reply:
    record = whereabouts.found(CLUSTERS, call)
    skus = larger(size_of(record.body["sku"]))
    return Reply(200, {"skus": [_details(sku) for sku in skus]})


def _details(sku: CacheSku) -> Body:
    return {"name": sku.name} | ({"sizeInGB": sku.memory_gb} if sku.memory_gb else {})


CLUSTERS = Kind(
    type="Microsoft.Cache/redisEnterprise",
    versions=VERSIONS,
    path="/providers/Microsoft.Cache/redisEnterprise/{clusterName}",
    operations="RedisEnterprise",
    name_rule=NAME_RULE,
    refuse=_refuse,
    complete=_complete,
    domain=_host_name,
    long_running=True,
    needs_location=True,
    fixed=("zones",),
    extra=(("ListSkusForScaling", "POST", "/listSkusForScaling", _scaling),),
)

"""Which databases can be one across regions, and what does each say of the others?

Rules: azure-docs, `redis/how-to-active-geo-replication`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from azgreen_emulator.schema.check import SchemaFault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body
    from azgreen_emulator.services.redisenterprise.sizes import Size

_MOST = 5
_MODULES = {"RediSearch", "RedisJSON"}
_PATH = "properties.geoReplication"
_LINKED = f"{_PATH}.linkedDatabases"


def faults(write: Write, size: Size) -> Iterator[SchemaFault]:
    """Yield why a database cannot be in a group; nothing where it is in none."""
    group: Body = write.properties.get("geoReplication", {})
    if not group:
        return
    yield from _cluster_faults(write, size)
    for item in write.properties.get("modules", []):
        if item["name"] not in _MODULES:
            reason = f"not allowed with the module {item['name']!r}; expected RediSearch, RedisJSON"
            yield SchemaFault(_PATH, "InvalidParameter", reason)
    persistence: Body = write.properties.get("persistence", {})
    if persistence.get("aofEnabled") or persistence.get("rdbEnabled"):
        yield SchemaFault(_PATH, "InvalidParameter", "not allowed with persistence")
    if not group.get("groupNickname"):
        yield SchemaFault(f"{_PATH}.groupNickname", "MissingProperty", "required: a string")
    yield from _link_faults(write, group)


def _cluster_faults(write: Write, size: Size) -> Iterator[SchemaFault]:
    if size.known is not None and not size.known.geo_replication:
        reason = f"not available on clusters of size '{size.known.name}'"
        yield SchemaFault(_PATH, "InvalidParameter", reason)
    if write.whole.body["properties"]["highAvailability"] == "Disabled":
        reason = "not available without high availability of the cluster"
        yield SchemaFault(_PATH, "InvalidParameter", reason)


def _link_faults(write: Write, group: Body) -> Iterator[SchemaFault]:
    ids = [str(item.get("id", "")) for item in group.get("linkedDatabases", [])]
    if write.id.lower() not in map(str.lower, ids):
        reason = f"the database itself has to be in it: '{write.id}'"
        yield SchemaFault(_LINKED, "InvalidParameter", reason)
    if len(ids) > _MOST:
        reason = f"{len(ids)} databases are too many; the most is {_MOST}"
        yield SchemaFault(_LINKED, "InvalidParameter", reason)
    for index, other_id in enumerate(ids):
        if other_id.lower() == write.id.lower():
            continue
        other = write.call.store.get(other_id)
        theirs: Body = {} if other is None else other.body["properties"].get("geoReplication", {})
        path = f"{_LINKED}[{index}].id"
        if other is None:
            yield SchemaFault(path, "LinkedDatabaseNotFound", f"'{other_id}' was not found")
        elif theirs.get("groupNickname") != group.get("groupNickname"):
            reason = f"'{other_id}' is not in the group '{group.get('groupNickname')}'"
            yield SchemaFault(path, "InvalidParameter", reason)


def joined(write: Write) -> Body:
    """Link a database with the others of its group, and them with it; return what it says."""
    group: Body = write.properties["geoReplication"]
    for item in group["linkedDatabases"]:
        other = write.call.store.get(item["id"])
        if other is not None and other.key != write.id.lower():
            properties = {**other.body["properties"], "geoReplication": _linked(group)}
            write.call.store.put(replace(other, body={**other.body, "properties": properties}))
    return _linked(group)


def _linked(group: Body) -> Body:
    linked = [{"id": item["id"], "state": "Linked"} for item in group["linkedDatabases"]]
    return {**group, "linkedDatabases": linked}

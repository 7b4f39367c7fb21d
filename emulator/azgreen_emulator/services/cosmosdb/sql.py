"""Which databases and containers are in a Cosmos DB account?"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING
from uuid import UUID

from azgreen_emulator.arm.identity import guid
from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.arm.tracked import new_etag
from azgreen_emulator.services.cosmosdb import container_rules, throughput
from azgreen_emulator.services.cosmosdb.account_rules import OTHER_APIS, capabilities
from azgreen_emulator.services.cosmosdb.accounts import VERSIONS
from azgreen_emulator.services.cosmosdb.refusals import busy, refuse_any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body

_SYSTEM = ("_rid", "_ts", "_etag", "_colls", "_users")
_DATABASE_RID_BYTES, _CONTAINER_RID_BYTES = 4, 8
# cosmos-db docs, `concepts-limits` and the reference of names
_NAME_RULE = {"minLength": 1, "maxLength": 255, "pattern": r"[^/\\#?]*[^/\\#? ]"}
_ACCOUNT = "/providers/Microsoft.DocumentDB/databaseAccounts/{accountName}"
# cosmos-db docs, `index-policy` and `conflict-resolution-policies`
_INDEXING: Body = {
    "indexingMode": "consistent",
    "automatic": True,
    "includedPaths": [{"path": "/*"}],
    "excludedPaths": [{"path": '/"_etag"/?'}],
}
_CONFLICTS: Body = {"mode": "LastWriterWins", "conflictResolutionPath": "/_ts"}


def _common_faults(write: Write) -> Iterator[str]:
    named: str = write.properties["resource"]["id"]
    if named != write.name:
        yield f"properties.resource.id: '{named}' is not the name in the path, '{write.name}'."
    yield from throughput.faults(write)


def _refuse_database(write: Write) -> None:
    account = write.whole.body
    others = capabilities(account["properties"]) & {*OTHER_APIS}
    if others or account["kind"] == "MongoDB":
        api = ", ".join(sorted(others)) or account["kind"]
        refuse_any([f"The account '{write.whole.name}' is not for SQL databases: it is for {api}."])
    refuse_any(_common_faults(write))


def _refuse_container(write: Write) -> None:
    refuse_any([*_common_faults(write), *container_rules.faults(write)])


def _database(write: Write) -> Body:
    resource = {**write.properties["resource"], "_colls": "colls/", "_users": "users/"}
    return {"resource": _stamped(write, resource, _DATABASE_RID_BYTES)}


def _container(write: Write) -> Body:
    sent: Body = write.properties["resource"]
    resource = {
        **sent,
        "indexingPolicy": {**_INDEXING, **sent.get("indexingPolicy", {})},
        "conflictResolutionPolicy": {**_CONFLICTS, **sent.get("conflictResolutionPolicy", {})},
        "partitionKey": {"kind": "Hash", **sent["partitionKey"]},
    }
    return {"resource": _stamped(write, resource, _CONTAINER_RID_BYTES)}


def _stamped(write: Write, resource: Body, rid_bytes: int) -> Body:
    """Say when a resource changed last; one that is written as it is has not changed."""
    before: Body = write.before.get("resource", {})
    own = {key: value for key, value in resource.items() if key not in _SYSTEM}
    if before and own == {key: value for key, value in before.items() if key not in _SYSTEM}:
        return before
    rid = base64.b64encode(UUID(guid(write.id, "rid")).bytes[:rid_bytes]).decode()
    now_s = int(write.call.world.now_s())
    return {**resource, "_rid": rid.replace("/", "-"), "_ts": now_s, "_etag": new_etag()}


DATABASES = Kind(
    type="Microsoft.DocumentDB/databaseAccounts/sqlDatabases",
    versions=VERSIONS,
    path=f"{_ACCOUNT}/sqlDatabases/{{databaseName}}",
    operations="SqlDatabases",
    name_rule=_NAME_RULE,
    refuse=_refuse_database,
    complete=_database,
    private=throughput.of_database,
    long_running=True,
    busy=busy,
    created=200,
    patch=False,
    extra=throughput.OPERATIONS,
)

CONTAINERS = Kind(
    type="Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers",
    versions=VERSIONS,
    path=f"{_ACCOUNT}/sqlDatabases/{{databaseName}}/containers/{{containerName}}",
    operations="SqlContainers",
    name_rule=_NAME_RULE,
    refuse=_refuse_container,
    complete=_container,
    private=throughput.of_container,
    long_running=True,
    busy=busy,
    created=200,
    patch=False,
    extra=throughput.OPERATIONS,
)

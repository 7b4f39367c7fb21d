"""Which database does a cluster of Azure Managed Redis have, and who gets its keys?"""

from __future__ import annotations

import base64
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from azgreen_emulator.arm import operations, refusals, whereabouts
from azgreen_emulator.arm.call import Reply
from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.arm.tracked import checked, refuse_all
from azgreen_emulator.services.redisenterprise import database_rules, replication
from azgreen_emulator.services.redisenterprise.clusters import NAME_RULE, REDIS_VERSION, VERSIONS

if TYPE_CHECKING:
    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body, Record

_ONLY = "default"
_KEY_BYTES = 32


def _refuse(write: Write) -> None:
    if write.name.lower() != _ONLY:
        reason = f"a cluster has one database, '{_ONLY}'"
        raise refusals.invalid_name(write.kind.type, write.name, reason)
    sent = write.properties
    # What is settled at creation stays where it is left out
    for key in ("modules", "clusteringPolicy", "port", "geoReplication"):
        if key not in sent and key in write.before:
            sent[key] = write.before[key]
    refuse_all(database_rules.faults(write))


def _complete(write: Write) -> Body:
    sent = write.properties
    shown: Body = {
        **database_rules.DEFAULTS,
        "persistence": {"aofEnabled": False, "rdbEnabled": False},
        **sent,
        "modules": [{"args": "", **module} for module in sent.get("modules", [])],
        "redisVersion": REDIS_VERSION,
        "resourceState": "Creating" if write.is_new else "Updating",
    }
    if "geoReplication" in sent:
        shown["geoReplication"] = replication.joined(write)
    return shown


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()


def _keys(_: Write) -> Body:
    return {"primaryKey": _key(), "secondaryKey": _key()}


def _list_keys(call: Call) -> Reply:
    return Reply(200, _with_keys(call).private)


def _regenerate_key(call: Call) -> Reply:
    record = _with_keys(call)
    operations.refuse_if_busy(call, record.id)
    kind: str = checked(call, f"{DATABASES.body}:regenerateKey")["keyType"]
    renewed = {**record.private, f"{kind.lower()}Key": _key()}
    call.store.put(replace(record, private=renewed))
    return Reply(200, renewed)


def _with_keys(call: Call) -> Record:
    """Find the database, unless its keys open nothing: Terraform's documents say they stay away."""
    record = whereabouts.found(DATABASES, call)
    if record.body["properties"]["accessKeysAuthentication"] == "Disabled":
        message = (
            f"Access keys authentication is disabled for the database '{record.id}'. Set"
            " 'accessKeysAuthentication' to 'Enabled', or give access to a Microsoft Entra identity"
            " by an access policy assignment."
        )
        raise ArmError(400, "AccessKeysAuthenticationDisabled", message)
    return record


DATABASES = Kind(
    type="Microsoft.Cache/redisEnterprise/databases",
    versions=VERSIONS,
    path="/providers/Microsoft.Cache/redisEnterprise/{clusterName}/databases/{databaseName}",
    operations="Databases",
    name_rule=NAME_RULE,
    refuse=_refuse,
    complete=_complete,
    private=_keys,
    long_running=True,
    extra=(
        ("ListKeys", "POST", "/listKeys", _list_keys),
        ("RegenerateKey", "POST", "/regenerateKey", _regenerate_key),
    ),
)

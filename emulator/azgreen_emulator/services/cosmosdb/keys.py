"""Which keys open a Cosmos DB account?"""

from __future__ import annotations

import base64
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from azgreen_emulator.arm import errors, operations
from azgreen_emulator.arm.call import Reply
from azgreen_emulator.arm.tracked import checked
from azgreen_emulator.clock import timestamp
from azgreen_emulator.services.cosmosdb.refusals import busy

if TYPE_CHECKING:
    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body, Record

_KEY_BYTES = 64
_READ_ONLY = {
    "primaryReadonly": "Primary Read-Only SQL Connection String",
    "secondaryReadonly": "Secondary Read-Only SQL Connection String",
}
_KINDS = {
    "primary": "Primary SQL Connection String",
    "secondary": "Secondary SQL Connection String",
    **_READ_ONLY,
}


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()


def _name(kind: str) -> str:
    return f"{kind}MasterKey"


def new(_: Write) -> Body:
    """Make the keys of a new account."""
    return {_name(kind): _key() for kind in _KINDS}


def made(call: Call) -> Body:
    """Say when the keys of a new account were made."""
    now = timestamp(call.world.clock.now())
    return {_name(kind): {"generationTime": now} for kind in _KINDS}


def _account(call: Call) -> Record:
    account_id = (
        f"{call.group_id}/providers/Microsoft.DocumentDB/databaseAccounts"
        f"/{call.params['accountName']}"
    )
    record = call.store.get(account_id)
    if record is None:
        below = account_id.rpartition("/providers/")[2]
        raise errors.resource_not_found(below, call.params["resourceGroupName"])
    return record


def _list(call: Call) -> Reply:
    return Reply(200, _account(call).private)


def _list_read_only(call: Call) -> Reply:
    private = _account(call).private
    return Reply(200, {_name(kind): private[_name(kind)] for kind in _READ_ONLY})


def _list_connection_strings(call: Call) -> Reply:
    record = _account(call)
    endpoint = record.body["properties"]["documentEndpoint"]
    strings = [
        {
            "connectionString": f"AccountEndpoint={endpoint};AccountKey={record.private[key]};",
            "description": description,
            "keyKind": kind[0].upper() + kind[1:],
            "type": "Sql",
        }
        for kind, description in _KINDS.items()
        for key in (_name(kind),)
    ]
    return Reply(200, {"connectionStrings": strings})


def _regenerate(call: Call) -> Reply:
    record = _account(call)
    operations.refuse_if_busy(call, record.id, busy)
    name = _name(checked(call, "databaseAccounts:regenerateKey")["keyKind"])
    properties = record.body["properties"]
    metadata = {**properties["keysMetadata"], name: made(call)[name]}
    body = {**record.body, "properties": {**properties, "keysMetadata": metadata}}
    call.store.put(replace(record, body=body, private={**record.private, name: _key()}))
    operation = operations.start(call, record.id, record.id, "succeed")
    place = f"Microsoft.DocumentDB/locations/{record.location}"
    return Reply(202, None, operations.poll_headers(call, operation, place, location=True))


OPERATIONS = (
    ("ListKeys", "POST", "/listKeys", _list),
    ("ListReadOnlyKeys", "POST", "/readonlykeys", _list_read_only),
    ("GetReadOnlyKeys", "GET", "/readonlykeys", _list_read_only),
    ("ListConnectionStrings", "POST", "/listConnectionStrings", _list_connection_strings),
    ("RegenerateKey", "POST", "/regenerateKey", _regenerate),
)
"""What can be done with the keys of an account."""

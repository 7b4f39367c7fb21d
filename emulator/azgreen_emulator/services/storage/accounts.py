"""What does Azure make of a storage account, and which keys has it?

Not told are `secondaryLocation`, since the catalogue pairs no regions, and the host of static
websites, whose zone number nobody publishes.
"""

from __future__ import annotations

import secrets
from base64 import b64encode
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from azgreen_emulator.arm import whereabouts
from azgreen_emulator.arm.call import Reply, Route
from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.arm.name_check import availability
from azgreen_emulator.arm.route_table import SUBSCRIPTION, routes_of
from azgreen_emulator.arm.tracked import checked, fault
from azgreen_emulator.clock import timestamp
from azgreen_emulator.services.storage import rules

if TYPE_CHECKING:
    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body

_TYPE: Final = "Microsoft.Storage/storageAccounts"
_VERSIONS: Final = ("2024-01-01",)
_KEY_BYTES: Final = 64
_KEYS: Final = ("key1", "key2")
_SERVICES: Final = {
    "StorageV2": ("blob", "dfs", "file", "queue", "table"),
    "Storage": ("blob", "file", "queue", "table"),
    "BlobStorage": ("blob", "dfs", "table"),
    "BlockBlobStorage": ("blob", "dfs"),
    "FileStorage": ("file",),
}


def _complete(write: Write) -> Body:
    kind, now = write.sent["kind"], timestamp(write.call.world.clock.now())
    sent, before = write.properties, write.before
    return {
        # defaults of REST reference 2024-01-01, Storage Accounts - Create
        "accessTier": "Premium" if kind == "BlockBlobStorage" else "Hot",
        "allowBlobPublicAccess": False,
        "minimumTlsVersion": "TLS1_0",
        "supportsHttpsTrafficOnly": True,
        **sent,
        "encryption": _encryption(sent.get("encryption", {}), before, now),
        "networkAcls": {
            "bypass": "AzureServices",
            "defaultAction": "Allow",
            "ipRules": [],
            "virtualNetworkRules": [],
            **sent.get("networkAcls", {}),
        },
        "creationTime": before.get("creationTime", now),
        "keyCreationTime": before.get("keyCreationTime", dict.fromkeys(_KEYS, now)),
        "primaryEndpoints": {
            service: f"https://{write.name}.{service}.core.windows.net/"
            for service in _SERVICES[kind]
        },
        "primaryLocation": write.location,
        "statusOfPrimary": "available",
    }


def _encryption(sent: Body, before: Body, now: str) -> Body:
    known = before.get("encryption", {}).get("services", {})
    wanted: Body = sent.get("services", {})
    return {
        "keySource": "Microsoft.Storage",
        **sent,
        "services": {
            name: {
                "enabled": True,
                "keyType": "Account",
                **wanted.get(name, {}),
                "lastEnabledTime": known.get(name, {}).get("lastEnabledTime", now),
            }
            for name in ("blob", "file", *wanted)
        },
    }


def _domain(write: Write) -> str:
    return rules.domain(write.name)


def _new_key() -> str:
    return b64encode(secrets.token_bytes(_KEY_BYTES)).decode()


def _new_keys(_: Write) -> Body:
    return {name: _new_key() for name in _KEYS}


def _list_keys(call: Call) -> Reply:
    """Show both keys: `allowSharedKeyAccess` closes the data, not the list of keys."""
    record = whereabouts.found(ACCOUNTS, call)
    made: Body = record.body["properties"]["keyCreationTime"]
    keys = [
        {
            "keyName": name,
            "value": record.private[name],
            "permissions": "FULL",
            "creationTime": made[name],
        }
        for name in _KEYS
    ]
    return Reply(200, {"keys": keys})


def _regenerate(call: Call) -> Reply:
    record = whereabouts.found(ACCOUNTS, call)
    name = checked(call, "storageAccounts:regenerateKey")["keyName"]
    if name not in _KEYS:
        allowed = ", ".join(map(repr, _KEYS))
        raise fault("keyName", "InvalidEnumValue", f"'{name}' is not allowed; expected {allowed}")
    properties: Body = record.body["properties"]
    made = {**properties["keyCreationTime"], name: timestamp(call.world.clock.now())}
    body = {**record.body, "properties": {**properties, "keyCreationTime": made}}
    private = {**record.private, name: _new_key()}
    call.store.put(replace(record, body=body, private=private))
    return _list_keys(call)


ACCOUNTS = Kind(
    type=_TYPE,
    versions=_VERSIONS,
    path=f"/providers/{_TYPE}/{{accountName}}",
    operations="StorageAccounts",
    name_rule={},  # the provider has words of its own
    refuse=rules.check,
    complete=_complete,
    private=_new_keys,
    domain=_domain,
    needs_location=True,
    created=200,
    extra=(
        ("ListKeys", "POST", "/listKeys", _list_keys),
        ("RegenerateKey", "POST", "/regenerateKey", _regenerate),
    ),
)

ROUTES: tuple[Route, ...] = (
    *routes_of(ACCOUNTS),
    Route(
        "StorageAccounts_CheckNameAvailability",
        "POST",
        f"{SUBSCRIPTION}/providers/Microsoft.Storage/checkNameAvailability",
        "Microsoft.Storage/checkNameAvailability",
        _VERSIONS,
        partial(availability, _TYPE, rules.refused_name),
    ),
)
"""The operations of the namespace."""

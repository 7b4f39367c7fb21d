"""Which Cosmos DB accounts are there, and who gets their keys?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen import catalog
from azgreen_emulator.arm import graves
from azgreen_emulator.arm.call import Reply
from azgreen_emulator.arm.identity import guid
from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.arm.tracked import normal
from azgreen_emulator.services.cosmosdb import account_rules, keys
from azgreen_emulator.services.cosmosdb.refusals import bad_request, busy, refuse_any

if TYPE_CHECKING:
    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body

VERSIONS = ("2025-10-15", "2026-03-15")

# The REST reference of databaseAccounts and its example of the smallest account. The documents on
# backup say 8 hours where the example has 720; those on TLS that 1.2 is the least since 2025-08-31.
_DEFAULTS: Body = {
    "analyticalStorageConfiguration": {"schemaType": "WellDefined"},
    "backupPolicy": {
        "type": "Periodic",
        "periodicModeProperties": {
            "backupIntervalInMinutes": 240,
            "backupRetentionIntervalInHours": 8,
            "backupStorageRedundancy": "Geo",
        },
    },
    "capabilities": [],
    "cors": [],
    "createMode": "Default",
    "defaultIdentity": "FirstPartyIdentity",
    "disableKeyBasedMetadataWriteAccess": False,
    "disableLocalAuth": False,
    "enableAnalyticalStorage": False,
    "enableAutomaticFailover": False,
    "enableFreeTier": False,
    "enableMultipleWriteLocations": False,
    "ipRules": [],
    "isVirtualNetworkFilterEnabled": False,
    "minimalTlsVersion": "Tls12",
    "networkAclBypass": "None",
    "networkAclBypassResourceIds": [],
    "publicNetworkAccess": "Enabled",
    "virtualNetworkRules": [],
}
_CONSISTENCY: Body = {
    "defaultConsistencyLevel": "Session",
    "maxIntervalInSeconds": 5,
    "maxStalenessPrefix": 100,
}


def _refuse(write: Write) -> None:
    write.sent.setdefault("kind", "GlobalDocumentDB")
    sent = write.properties
    # A PUT that leaves them out takes none away
    if write.before.get("capabilities"):
        sent.setdefault("capabilities", write.before["capabilities"])
    refuse_any(account_rules.faults(write))
    if graves.owner(write.call.store, _host_name(write), write.id) is not None:
        raise bad_request(
            f"Dns record for {write.name} under zone Document is already taken. Please use a"
            " different name for the account."
        )


def _complete(write: Write) -> Body:
    sent = write.properties
    regions = [_region(write, item) for item in _by_priority(sent["locations"])]
    several = sent.get("enableMultipleWriteLocations", False)
    return {
        **_DEFAULTS,
        **sent,
        "consistencyPolicy": {**_CONSISTENCY, **sent.get("consistencyPolicy", {})},
        "locations": regions,
        "readLocations": regions,
        "writeLocations": regions if several else regions[:1],
        "failoverPolicies": [
            {key: item[key] for key in ("id", "locationName", "failoverPriority")}
            for item in regions
        ],
        "documentEndpoint": f"https://{_host_name(write)}:443/",
        "instanceId": guid(write.id, "instance"),
        "keysMetadata": write.before.get("keysMetadata") or keys.made(write.call),
        "privateEndpointConnections": [],
    }


def _by_priority(locations: list[Body]) -> list[Body]:
    return sorted(locations, key=lambda item: item.get("failoverPriority", 0))


def _region(write: Write, location: Body) -> Body:
    region = catalog.region(normal(location["locationName"]))
    name = f"{write.name}-{region.name}"
    return {
        "id": name,
        "locationName": region.display_name,
        "documentEndpoint": f"https://{name}.documents.azure.com:443/",
        "provisioningState": "Creating" if write.is_new else "Updating",
        "failoverPriority": location.get("failoverPriority", 0),
        "isZoneRedundant": location.get("isZoneRedundant", False),
    }


def _host_name(write: Write) -> str:
    return f"{write.name}.documents.azure.com"


def check_name(call: Call) -> Reply:
    """Say whether anybody has an account of that name: 200 where one has, 404 where none."""
    host = f"{call.params['accountName']}.documents.azure.com"
    return Reply(404 if graves.owner(call.store, host, "") is None else 200)


ACCOUNTS = Kind(
    type="Microsoft.DocumentDB/databaseAccounts",
    versions=VERSIONS,
    path="/providers/Microsoft.DocumentDB/databaseAccounts/{accountName}",
    operations="DatabaseAccounts",
    # azure-docs, resource name rules: 3 to 44, lower-case letters, digits and hyphens
    name_rule={"minLength": 3, "maxLength": 44, "pattern": r"[a-z0-9][a-z0-9-]*"},
    refuse=_refuse,
    complete=_complete,
    private=keys.new,
    domain=_host_name,
    long_running=True,
    busy=busy,
    needs_location=True,
    created=200,
    extra=keys.OPERATIONS,
)

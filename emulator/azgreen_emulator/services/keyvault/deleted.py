"""Which vaults were deleted, and which of them can be purged?"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from azgreen_emulator.arm.call import Reply, Route
from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.arm.paging import page
from azgreen_emulator.arm.route_table import SUBSCRIPTION
from azgreen_emulator.arm.tracked import normal
from azgreen_emulator.clock import timestamp
from azgreen_emulator.services.keyvault import rules
from azgreen_emulator.services.keyvault.vaults import VAULTS, VERSIONS, kept_s

if TYPE_CHECKING:
    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.records import Body, Deleted

_PROVIDER: Final = f"{SUBSCRIPTION}/providers/Microsoft.KeyVault"
_GRAVE: Final = _PROVIDER + "/locations/{location}/deletedVaults/{vaultName}"


def _graves(call: Call) -> list[Deleted]:
    prefix = call.subscription_id.lower() + "/"
    return [
        grave
        for grave in call.store.graves()
        if grave.key.startswith(prefix) and grave.body["type"] == VAULTS.type
    ]


def _found(call: Call) -> Deleted:
    wanted = rules.domain(call.params["vaultName"]).lower()
    place = normal(call.params["location"])
    for grave in _graves(call):
        if (grave.domain, grave.location) == (wanted, place):
            return grave
    message = f"The specified deleted vault '{call.params['vaultName']}' does not exist."
    raise ArmError(404, "DeletedVaultNotFound", message)


def _shown(grave: Deleted) -> Body:
    properties, vault_id = grave.body["properties"], grave.body["id"]
    subscription, name = vault_id.split("/")[2], grave.body["name"]
    place = f"/subscriptions/{subscription}/providers/Microsoft.KeyVault/locations"
    shown: Body = {
        "vaultId": vault_id,
        "location": grave.location,
        "tags": grave.body.get("tags", {}),
        "deletionDate": _moment(grave.purge_at - kept_s(grave.body)),
        "scheduledPurgeDate": _moment(grave.purge_at),
    }
    if properties.get("enablePurgeProtection"):
        shown["purgeProtectionEnabled"] = True
    return {
        "id": f"{place}/{grave.location}/deletedVaults/{name}",
        "name": name,
        "type": "Microsoft.KeyVault/deletedVaults",
        "properties": shown,
    }


def _moment(seconds: float) -> str:
    return timestamp(datetime.fromtimestamp(seconds, UTC))


def _list(call: Call) -> Reply:
    return page(call, [_shown(grave) for grave in _graves(call)])


def _get(call: Call) -> Reply:
    return Reply(200, _shown(_found(call)))


def _purge(call: Call) -> Reply:
    grave = _found(call)
    if grave.body["properties"].get("enablePurgeProtection"):
        message = "Operation 'DeletedVaultPurge' is not allowed."
        raise ArmError(405, "MethodNotAllowed", message)
    call.store.purge(grave.key)
    return Reply(200)


def _route(operation: str, method: str, path: str, kind: str) -> Route:
    handlers = {"List": _list, "Get": _get, "Purge": _purge}
    handler = handlers[operation]
    name = f"Vaults_{operation}Deleted"
    return Route(name, method, path, f"Microsoft.KeyVault/{kind}", VERSIONS, handler)


ROUTES: tuple[Route, ...] = (
    _route("List", "GET", f"{_PROVIDER}/deletedVaults", "deletedVaults"),
    _route("Get", "GET", _GRAVE, "locations/deletedVaults"),
    _route("Purge", "POST", f"{_GRAVE}/purge", "locations/deletedVaults"),
)
"""The operations on deleted vaults."""

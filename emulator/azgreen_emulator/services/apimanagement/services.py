"""Which services does API Management make, and at which addresses?

Rules: the REST reference of 2024-05-01; azure-docs, `api-management/api-management-features`
(networks by tier) and `v2-service-tiers-overview` (no way between the generations); Terraform's
`azurerm_api_management` (public access is there when a service is made).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen import catalog
from azgreen_emulator.arm.call import Reply, Route
from azgreen_emulator.arm.graves import owner
from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.arm.records import Deleted
from azgreen_emulator.arm.route_table import SUBSCRIPTION, routes_of
from azgreen_emulator.clock import timestamp
from azgreen_emulator.services.apimanagement import deleted, refusals
from azgreen_emulator.services.apimanagement.names import NAMESPACE, SERVICE, TYPE, VERSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body

_ONE_UNIT: Final = "Developer"
_CONSUMPTION: Final = "Consumption"
_WITHOUT_NETWORKS: Final = ("Basic", "BasicV2", "Consumption")
_NOT_YET_CLOSED: Final = (
    "Public network access cannot be disabled while the service is created; disable it once a"
    " private endpoint is connected."
)
_SENDER: Final = "apimgmt-noreply@mail.windowsazure.com"


def _domain(write: Write) -> str:
    return f"{write.name}.azure-api.net"


def _refuse(write: Write) -> None:
    if write.is_new:
        _refuse_name(write)
    refusals.refuse_all([*_sku_faults(write), *_faults(write)])


def _refuse_name(write: Write) -> None:
    call, restore = write.call, write.properties.get("restore")
    grave = call.store.grave(write.id)
    if restore and grave is None:
        raise refusals.nothing_to_restore(write.name)
    if restore and grave is not None:
        deleted.restore(write, grave)
        return
    other = grave or owner(call.store, _domain(write), write.id)
    if isinstance(other, Deleted):
        raise refusals.name_kept(write.name)
    if other is not None:
        raise refusals.name_taken(write.name)


def _sku_faults(write: Write) -> Iterator[tuple[str, str]]:
    name, units = write.sent["sku"]["name"], write.sent["sku"]["capacity"]
    sku = catalog.gateway_sku(name)
    least, most = 1, 1 if name == _ONE_UNIT else sku.max_units
    if name == _CONSUMPTION:
        least, most = 0, 0
    if units < least or (most is not None and units > most):
        allowed = f"{least}" if least == most else f"{least} to {most}" if most else f"{least} up"
        yield "sku.capacity", f"The capacity {units} is not allowed for '{name}': it is {allowed}."
    if write.old is not None:
        before = catalog.gateway_sku(write.old.body["sku"]["name"])
        if before.generation != sku.generation:
            what = f"A service of tier '{before.name}' cannot be changed to '{name}'"
            yield "sku.name", f"{what}, which runs on another platform; make a new service."


def _faults(write: Write) -> Iterator[tuple[str, str]]:
    sent, name = write.properties, write.sent["sku"]["name"]
    if "@" not in sent["publisherEmail"].strip("@"):
        yield "publisherEmail", f"'{sent['publisherEmail']}' is not an email address."
    if not sent["publisherName"].strip():
        yield "publisherName", "The name of the publisher is empty."
    if sent.get("publicNetworkAccess") == "Disabled" and write.is_new:
        yield "publicNetworkAccess", _NOT_YET_CLOSED
    network = sent.get("virtualNetworkType", "None")
    if network != "None" and name in _WITHOUT_NETWORKS:
        yield (
            "virtualNetworkType",
            f"'{network}' is not allowed for '{name}', which has no network.",
        )
    elif network != "None" and not sent.get("virtualNetworkConfiguration"):
        yield "virtualNetworkConfiguration", f"Required for a network of type '{network}'."


def _complete(write: Write) -> Body:
    sent = {key: item for key, item in write.properties.items() if key != "restore"}
    name = write.name.lower()
    now = timestamp(write.call.world.clock.now())
    gateway = {"type": "Proxy", "hostName": _domain(write).lower(), "certificateSource": "BuiltIn"}
    shown: Body = {
        "apiVersionConstraint": {},
        "developerPortalStatus": "Enabled",
        "disableGateway": False,
        "hostnameConfigurations": [
            {**gateway, "negotiateClientCertificate": False, "defaultSslBinding": True}
        ],
        "legacyPortalStatus": "Enabled",
        "natGatewayState": "Disabled",
        "notificationSenderEmail": _SENDER,
        "publicNetworkAccess": "Enabled",
        "virtualNetworkType": "None",
        **sent,
        "createdAtUtc": write.before.get("createdAtUtc", now),
        "gatewayUrl": f"https://{name}.azure-api.net",
        "targetProvisioningState": "",
    }
    if write.sent["sku"]["name"] != _CONSUMPTION:
        shown["managementApiUrl"] = f"https://{name}.management.azure-api.net"
        shown["developerPortalUrl"] = f"https://{name}.developer.azure-api.net"
    return shown


def _name_free(call: Call) -> Reply:
    name = str((call.body or {}).get("name", ""))
    other = owner(call.store, f"{name}.azure-api.net", "")
    if other is None:
        return Reply(200, {"nameAvailable": True, "reason": "Valid", "message": ""})
    message = f"'{name}' is already in use; choose another name."
    return Reply(200, {"nameAvailable": False, "reason": "AlreadyExists", "message": message})


SERVICES = Kind(
    type=TYPE,
    versions=VERSIONS,
    path=SERVICE,
    operations="ApiManagementService",
    name_rule={"minLength": 1, "maxLength": 50, "pattern": r"[a-zA-Z]([a-zA-Z0-9-]*[a-zA-Z0-9])?"},
    refuse=_refuse,
    complete=_complete,
    domain=_domain,
    bury=deleted.bury,
    long_running=True,
    begun=("Activating", "Updating"),
    needs_location=True,
)

ROUTES: tuple[Route, ...] = (
    *routes_of(SERVICES),
    Route(
        "ApiManagementService_CheckNameAvailability",
        "POST",
        f"{SUBSCRIPTION}/providers/{NAMESPACE}/checkNameAvailability",
        f"{NAMESPACE}/checkNameAvailability",
        VERSIONS,
        _name_free,
    ),
)
"""The operations on services."""

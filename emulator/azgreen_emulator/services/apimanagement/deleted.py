"""What becomes of a deleted service: kept for 48 hours, restored, or purged?

azure-docs, `api-management/soft-delete`: all that was in it comes back with it; of the request that
restores it nothing but `restore` counts.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from azgreen_emulator.arm.call import Reply, Route
from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.arm.operations import remove_tree
from azgreen_emulator.arm.paging import page
from azgreen_emulator.arm.records import Deleted, Record
from azgreen_emulator.arm.route_table import SUBSCRIPTION
from azgreen_emulator.arm.tracked import normal
from azgreen_emulator.clock import timestamp
from azgreen_emulator.services.apimanagement.names import NAMESPACE, TYPE, VERSIONS

if TYPE_CHECKING:
    from azgreen_emulator.arm.call import Call, World
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body

KEPT_S: Final = 48 * 3600.0
_PROVIDER: Final = f"{SUBSCRIPTION}/providers/{NAMESPACE}"
_GRAVE: Final = _PROVIDER + "/locations/{location}/deletedservices/{serviceName}"


def bury(world: World, record: Record) -> None:
    """Keep a service, and all that is in it, where only a restore finds it."""
    inside = [item for item in world.store.under(record.id) if item.type.startswith(f"{TYPE}/")]
    children: list[Body] = [
        {"id": item.id, "type": item.type, "parent": item.parent, "body": item.body}
        for item in inside
    ]
    until = world.now_s() + KEPT_S
    place, host = record.location, record.domain
    world.store.bury(Deleted(record.key, until, place, host, record.body, children, record.private))
    remove_tree(world, record.id)


def restore(write: Write, grave: Deleted) -> None:
    """Make a service what it was, with all that was in it."""
    store = write.call.store
    sent = {"location": grave.location, "properties": {**grave.body["properties"]}}
    for key in ("sku", "tags", "identity", "zones"):
        if key in grave.body:
            sent[key] = grave.body[key]
    write.sent.clear()
    write.sent.update(sent)
    for item in grave.children:
        store.put(Record(item["id"], item["type"], item["body"], item["parent"], grave.location))
    store.purge(grave.key)


def _graves(call: Call) -> list[Deleted]:
    prefix = call.subscription_id.lower() + "/"
    return [
        grave
        for grave in call.store.graves()
        if grave.key.startswith(prefix) and grave.body["type"] == TYPE
    ]


def _found(call: Call) -> Deleted:
    wanted, place = call.params["serviceName"].lower(), normal(call.params["location"])
    for grave in _graves(call):
        if (grave.body["name"].lower(), grave.location) == (wanted, place):
            return grave
    message = f"Deleted service '{call.params['serviceName']}' was not found in '{place}'."
    raise ArmError(404, "ServiceNotFound", message)


def _shown(grave: Deleted) -> Body:
    service_id, name = grave.body["id"], grave.body["name"]
    place = f"/subscriptions/{service_id.split('/')[2]}/providers/{NAMESPACE}/locations"
    return {
        "id": f"{place}/{grave.location}/deletedservices/{name}",
        "name": name,
        "type": f"{NAMESPACE}/deletedservices",
        "location": grave.location,
        "properties": {
            "serviceId": service_id,
            "scheduledPurgeDate": timestamp(datetime.fromtimestamp(grave.purge_at, UTC)),
            "deletionDate": timestamp(datetime.fromtimestamp(grave.purge_at - KEPT_S, UTC)),
        },
    }


def _list(call: Call) -> Reply:
    return page(call, [_shown(grave) for grave in _graves(call)])


def _get(call: Call) -> Reply:
    return Reply(200, _shown(_found(call)))


def _purge(call: Call) -> Reply:
    call.store.purge(_found(call).key)
    return Reply(200)


ROUTES: tuple[Route, ...] = tuple(
    Route(f"DeletedServices_{name}", method, path, f"{NAMESPACE}/{kind}", VERSIONS, handler)
    for name, method, path, kind, handler in (
        ("ListBySubscription", "GET", f"{_PROVIDER}/deletedservices", "deletedservices", _list),
        ("GetByName", "GET", _GRAVE, "locations/deletedservices", _get),
        ("Purge", "DELETE", _GRAVE, "locations/deletedservices", _purge),
    )
)
"""The operations on deleted services."""

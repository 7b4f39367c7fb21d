"""What becomes of a deleted account: kept for 48 hours, restored, or purged?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from azgreen_emulator.arm import errors, operations
from azgreen_emulator.arm.call import Reply
from azgreen_emulator.arm.paging import page
from azgreen_emulator.arm.records import Deleted, Record
from azgreen_emulator.arm.tracked import normal, schema_of
from azgreen_emulator.clock import timestamp
from azgreen_emulator.services.cognitiveservices import pending
from azgreen_emulator.services.cognitiveservices.account_rules import TYPE
from azgreen_emulator.services.cognitiveservices.errors import must_restore, nothing_to_restore

if TYPE_CHECKING:
    from azgreen_emulator.arm.call import Call, World
    from azgreen_emulator.arm.records import Body, Operation

KEPT_S = 48 * 3600.0
PLACE = "Microsoft.CognitiveServices"


def bury_record(world: World, record: Record) -> None:
    """Keep an account, and what is in it, where only a restore finds it."""
    store, now = world.store, world.now_s()
    nested = [item for item in store.under(record.key) if item.type.startswith(f"{TYPE}/")]
    body = _deleted_body(record, now)
    children = [child.body for child in nested]
    grave = Deleted(
        record.key, now + KEPT_S, record.location, record.domain, body, children, record.private
    )
    store.bury(grave)
    for child in nested:
        store.remove(child.id)
    store.remove(record.id)


def refuse_or_restore(call: Call, resource_id: str, *, restore: bool) -> Deleted | None:
    """Return the soft-deleted account that a PUT brings back, if it asks for it."""
    grave = call.store.grave(resource_id)
    if grave is None:
        if restore:
            raise nothing_to_restore(resource_id)
        return None
    if not restore:
        raise must_restore(resource_id)
    return grave


def restore_children(call: Call, grave: Deleted, account_id: str) -> None:
    """Put back what was in a restored account."""
    for body in grave.children:
        resource_id = account_id + body["id"][len(account_id) :]
        again = {**body, "id": resource_id}
        parent = resource_id.rsplit("/", 2)[0]
        call.store.put(Record(resource_id, body["type"], again, parent.lower(), grave.location))
    call.store.purge(grave.key)


def listed(call: Call) -> Reply:
    """List the soft-deleted accounts of a subscription."""
    prefix = call.subscription_id.lower() + "/"
    graves = [
        grave
        for grave in call.store.graves()
        if grave.key.startswith(prefix) and grave.body["type"] == TYPE
    ]
    shape = schema_of(call)
    return page(call, [shape.project("accounts", _shown(grave)) for grave in graves])


def get(call: Call) -> Reply:
    """Describe a soft-deleted account."""
    return Reply(200, schema_of(call).project("accounts", _shown(_found(call))))


def purge(call: Call) -> Reply:
    """Begin to forget a soft-deleted account for good."""
    key = _account_id(call)
    operations.refuse_if_busy(call, key)
    grave = call.store.grave(key)
    if grave is None or grave.location != normal(call.params["location"]):
        return Reply(204)
    operation = operations.start(call, key, key, "purge")
    return pending.accepted(call, operation, grave.location)


def finish_purge(world: World, operation: Operation) -> None:
    """End a purge."""
    world.store.purge(operation.target)


def _found(call: Call) -> Deleted:
    grave = call.store.grave(_account_id(call))
    if grave is None or grave.location != normal(call.params["location"]):
        what = f"deletedAccounts/{call.params['accountName']}"
        raise errors.resource_not_found(f"{PLACE}/{what}", call.params["resourceGroupName"])
    return grave


def _account_id(call: Call) -> str:
    return f"{call.group_id}/providers/{PLACE}/accounts/{call.params['accountName']}"


def _shown(grave: Deleted) -> Body:
    parts = grave.body["id"].split("/")
    place = f"/subscriptions/{parts[2]}/providers/{PLACE}/locations/{grave.location}"
    shown_id = f"{place}/resourceGroups/{parts[4]}/deletedAccounts/{parts[-1]}"
    kind = f"{PLACE}/locations/resourceGroups/deletedAccounts"
    return {**grave.body, "id": shown_id, "type": kind}


def _deleted_body(record: Record, now: float) -> Body:
    dates = {
        "provisioningState": "Succeeded",
        "deletionDate": timestamp(datetime.fromtimestamp(now, UTC)),
        "scheduledPurgeDate": timestamp(datetime.fromtimestamp(now + KEPT_S, UTC)),
    }
    return replace(
        record, body={**record.body, "properties": {**record.body["properties"], **dates}}
    ).body

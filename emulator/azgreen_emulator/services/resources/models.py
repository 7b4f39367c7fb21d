"""What is a resource group, and what goes with it when it is deleted?"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from azgreen_emulator.arm import operations, refusals
from azgreen_emulator.arm.records import Record
from azgreen_emulator.arm.tracked import (
    check_conditions,
    checked,
    group_of,
    normal,
    places,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from azgreen_emulator.arm.call import Call, World
    from azgreen_emulator.arm.graves import Bury
    from azgreen_emulator.arm.records import Body, Operation

TYPE = "Microsoft.Resources/resourceGroups"
_NAME = re.compile(r"[-\w.()]+")
_LONGEST_NAME = 90


def put(call: Call) -> tuple[Record, bool]:
    """Create a resource group or replace its tags; say whether it is new."""
    name = call.params["resourceGroupName"]
    _check_name(name)
    old = call.store.get(call.group_id)
    check_conditions(call, old)
    identity = {"id": call.group_id, "name": name, "type": TYPE}
    sent = checked(call, "resourceGroups", identity if old is None else old.body)
    location = normal(sent["location"])
    if old is not None:
        group_of(call, write=True)
        if location != old.location:
            raise refusals.group_elsewhere(location, old.location)
    elif location not in places():
        raise refusals.group_location_not_available(sent["location"], places())
    body: Body = {**(identity if old is None else _identity(old)), "location": location}
    body |= {key: sent[key] for key in ("tags", "managedBy") if key in sent}
    body["properties"] = {"provisioningState": "Succeeded"}
    resource_id = call.group_id if old is None else old.id
    record = Record(resource_id, TYPE, body, call.subscription_id.lower(), location)
    call.store.put(record)
    return record, old is None


def patch(call: Call) -> Record:
    """Change a resource group's tags: the new ones take the place of all old ones."""
    old = group_of(call, write=True)
    check_conditions(call, old)
    sent = checked(call, "resourceGroups:patch", old.body)
    changes = {key: sent[key] for key in ("tags", "managedBy") if key in sent}
    if sent.get("name", old.name).lower() != old.name.lower():
        raise refusals.invalid_group_name(sent["name"], "a resource group cannot be renamed")
    record = replace(old, body={**old.body, **changes})
    call.store.put(record)
    return record


def delete(call: Call) -> Operation:
    """Begin to delete a resource group and everything in it."""
    group = group_of(call)
    for operation in call.store.under_way():
        if operation.target.lower() == group.key:
            return operation
    check_conditions(call, group)
    properties = {"provisioningState": "Deleting"}
    call.store.put(replace(group, body={**group.body, "properties": properties}))
    return operations.start(call, group.id, group.id, "remove-group")


def delete_group(buriers: Mapping[str, Bury], world: World, operation: Operation) -> None:
    """End the deletion: what is of a type that Azure keeps is soft-deleted, the rest is gone."""
    for record in world.store.under(operation.target):
        if record.type in buriers:
            buriers[record.type](world, record)
    for record in world.store.under(operation.target):
        world.store.remove(record.id)
    world.store.remove(operation.target)


def _identity(record: Record) -> Body:
    return {key: record.body[key] for key in ("id", "name", "type")}


def _check_name(name: str) -> None:
    if not 1 <= len(name) <= _LONGEST_NAME:
        reason = f"its length must be between 1 and {_LONGEST_NAME}"
        raise refusals.invalid_group_name(name, reason)
    if not _NAME.fullmatch(name) or name.endswith("."):
        reason = (
            "it can only hold letters, digits, '-', '.', '(', ')' and '_', and no '.' at its end"
        )
        raise refusals.invalid_group_name(name, reason)

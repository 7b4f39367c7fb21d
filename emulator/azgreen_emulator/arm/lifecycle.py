"""How is a resource of any kind made, changed, shown and deleted?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from azgreen_emulator.arm import errors, operations, refusals, whereabouts
from azgreen_emulator.arm.call import Reply
from azgreen_emulator.arm.identity import check_identity, shown_identity
from azgreen_emulator.arm.kind import Write
from azgreen_emulator.arm.records import Record
from azgreen_emulator.arm.tracked import (
    check_conditions,
    check_name,
    checked,
    new_etag,
    schema_of,
    shown,
    system_data,
    writable,
)

if TYPE_CHECKING:
    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.kind import Kind
    from azgreen_emulator.arm.records import Body, Operation

_WRITES = ("succeed", "deploy")
_ANSWERED = ("id", "name", "type", "etag", "systemData", "properties")


def put(kind: Kind, call: Call) -> Reply:
    """Create a resource or replace it."""
    parent, lock, old = _before_write(kind, call)
    resource_id = whereabouts.id_of(kind, call)
    names = {"id": resource_id, "name": resource_id.rsplit("/", 1)[-1], "type": kind.type}
    if old is None:
        check_name(names["name"], kind.type, kind.name_rule)
    sent = checked(call, kind.body, names if old is None else old.body)
    return _write(Write(call, kind, resource_id, sent, old, parent), lock)


def patch(kind: Kind, call: Call) -> Reply:
    """Change some of a resource: what is sent takes the place of what was there."""
    parent, lock, old = _before_write(kind, call)
    if old is None:
        raise whereabouts.not_there(kind, call)
    shape = schema_of(call)
    name = f"{kind.body}:patch" if f"{kind.body}:patch" in shape.bodies else kind.body
    sent = checked(call, name, old.body)
    kept = writable(shape, kind.body, old.body)
    merged = {**kept, **sent}
    if "properties" in kept or "properties" in sent:
        merged["properties"] = {**kept.get("properties", {}), **sent.get("properties", {})}
    return _write(Write(call, kind, old.id, merged, old, parent), lock)


def get(kind: Kind, call: Call) -> Reply:
    """Show a resource."""
    return shown(call, kind.body, whereabouts.found(kind, call))


def head(kind: Kind, call: Call) -> Reply:
    """Say whether a resource is there."""
    return Reply(404 if call.store.get(whereabouts.id_of(kind, call)) is None else 204)


def delete(kind: Kind, call: Call) -> Reply:
    """Delete a resource with what is in it, or begin to."""
    whereabouts.container(kind, call)
    resource_id, purge = whereabouts.id_of(kind, call), _is_purge(kind, call)
    record = call.store.get(resource_id)
    if purge:
        call.store.purge(resource_id)
    if record is None:
        return Reply(204)
    lock = _lock(kind, record.id)
    operations.refuse_if_busy(call, lock, kind.busy)
    check_conditions(call, record)
    kind.refuse_delete(call, record)
    slow = kind.long_running if kind.slow_delete is None else kind.slow_delete
    if not slow:
        return _delete_now(kind, call, record, purge=purge)
    properties = {**record.body.get("properties", {}), "provisioningState": "Deleting"}
    call.store.put(replace(record, body={**record.body, "properties": properties}))
    action = "remove-tree" if purge or kind.bury is None else "bury"
    operation = operations.start(call, record.id, lock, action)
    return Reply(202, None, _headers(kind, call, operation, record.location, location=True))


def _is_purge(kind: Kind, call: Call) -> bool:
    wanted = call.query.get(kind.purged_by.lower(), "") if kind.purged_by else ""
    return wanted.lower() == "true"


def _delete_now(kind: Kind, call: Call, record: Record, *, purge: bool) -> Reply:
    gone = shown(call, kind.body, record)
    if purge or kind.bury is None:
        operations.remove_tree(call.world, record.id)
    else:
        kind.bury(call.world, record)
    return gone if kind.is_extension else Reply(200)


def _before_write(kind: Kind, call: Call) -> tuple[Record | None, str, Record | None]:
    parent = whereabouts.container(kind, call, write=True)
    resource_id = whereabouts.id_of(kind, call)
    lock = _lock(kind, resource_id)
    operations.refuse_if_busy(call, lock, kind.busy)
    if parent is not None and kind.is_nested:
        operations.refuse_if_busy(call, parent.id, kind.busy)
    old = call.store.get(resource_id)
    check_conditions(call, old)
    return parent, lock, old


def _lock(kind: Kind, resource_id: str) -> str:
    return resource_id.rsplit("/", 2)[0] if kind.in_turn else resource_id


def _write(write: Write, lock: str) -> Reply:
    kind, call, old = write.kind, write.call, write.old
    whereabouts.settle_location(write)
    check_identity(write.sent)
    _check_fixed(write)
    kind.refuse(write)
    record = Record(
        write.id if old is None else old.id,
        kind.type,
        _body(write),
        whereabouts.parent_key(write),
        write.location,
        domain=kind.domain(write).lower(),
        private=kind.private(write) if old is None else old.private,
    )
    call.store.put(record)
    kind.after(write)
    status = kind.created if old is None else 200
    reply = shown(call, kind.body, record, status)
    if not kind.long_running:
        return reply
    operation = operations.start(call, record.id, lock, kind.ended_by)
    headers = _headers(kind, call, operation, record.location, location=False)
    return replace(reply, headers=reply.headers | headers)


def _body(write: Write) -> Body:
    sent, old = write.sent, write.old
    names = old.body if old is not None else {"id": write.id, "name": write.name}
    state = {"provisioningState": _state(write)}
    body: Body = {
        **{key: item for key, item in sent.items() if key not in _ANSWERED},
        "id": names["id"],
        "name": names["name"],
        "type": write.kind.type,
        "properties": {**write.kind.complete(write), **state},
        "etag": new_etag(),
        "systemData": system_data(write.call, old),
    }
    if "identity" in sent:
        body["identity"] = shown_identity(write.call, write.id, sent["identity"])
    return body


def _state(write: Write) -> str:
    if not write.kind.long_running:
        return "Succeeded"
    new, known = write.kind.begun
    return new if write.is_new else known


def _headers(
    kind: Kind, call: Call, operation: Operation, region: str, *, location: bool
) -> dict[str, str]:
    place = f"{kind.namespace}/locations/{region or 'global'}"
    return operations.poll_headers(call, operation, place, location=location)


def _check_fixed(write: Write) -> None:
    if write.old is None:
        return
    for path in write.kind.fixed:
        before, after = (_at(body, path) for body in (write.old.body, write.sent))
        if after is not None and before != after:
            raise refusals.fixed_property(path, write.old.id)


def _at(body: Body, path: str) -> object:
    value: object = body
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    return value  # pyright: ignore[reportUnknownVariableType]


def result(call: Call) -> Reply:
    """Answer what a long-running operation came to."""
    operation = operations.find(call)
    if operation.status == "InProgress":
        return operations.waiting(call, operation)
    record = call.store.get(operation.target)
    if record is None or operation.action not in _WRITES:
        return Reply(204)
    if record.type.partition("/")[0] != call.route.type.partition("/")[0]:
        raise errors.not_found(f"The operation '{operation.id}' was not found.")
    return shown(call, record.type.partition("/")[2], record)

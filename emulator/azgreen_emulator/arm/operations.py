"""What happens between the answer 'accepted' and the state 'Succeeded'?

An operation is a row in the state, so one that was under way goes on after a restart. It ends when
the clock has reached its end; nothing runs meanwhile: every request first settles what is due.

`Retry-After` is sent only while an operation is unfinished and takes time at all. With no latency
the first poll already finds it done: every client that we know of polls once before it waits, so
the header would only slow those that obey it before the first poll.
"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

from azgreen_emulator.arm import errors, refusals
from azgreen_emulator.arm.call import Reply
from azgreen_emulator.arm.records import Operation
from azgreen_emulator.clock import timestamp

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from azgreen_emulator.arm.call import Call, World

    Finish = Callable[[World, Operation], Operation | None]

_LONGEST_WAIT_S = 10
# What says besides that it can be reached: clusters and databases of Microsoft.Cache by
# `resourceState`, serverless endpoints by `endpointState`
_STATE = {"provisioningState": "Succeeded"}
_SETTLED = {**_STATE, "resourceState": "Running", "endpointState": "Online"}
_UNDER_WAY = ("Creating", "Updating")


def start(
    call: Call, target: str, lock: str, action: str, lasts_s: float | None = None
) -> Operation:
    """Begin an operation on a resource.

    `lock` is what nobody else may write to meanwhile; it lasts as long as any where left out.
    """
    now = call.world.now_s()
    lasts = call.world.latency_s if lasts_s is None else lasts_s
    operation = Operation(str(uuid4()), target, lock, action, now, now + lasts)
    call.store.save(operation)
    return operation


def refuse_if_busy(
    call: Call, lock: str, words: Callable[[str], errors.ArmError] = refusals.request_conflict
) -> None:
    """Refuse a second write while one is under way, in the words of the provider."""
    if any(operation.lock == lock.lower() for operation in call.store.under_way()):
        raise words(lock)


def settle(world: World, finishers: Mapping[str, Finish]) -> None:
    """End every operation that is due, in the order in which they end.

    What ends one may return it with another state: failed, or under way for some time still.
    """
    now = world.now_s()
    while due := [each for each in world.store.under_way() if each.ends_at <= now]:
        for operation in due:
            ended = finishers[operation.action](world, operation)
            world.store.save(ended or replace(operation, status="Succeeded"))


def succeed(world: World, operation: Operation) -> None:
    """End a write: the resource is there for good."""
    record = world.store.get(operation.target)
    if record is not None:
        properties = {**_settled(record.body.get("properties", {})), **_STATE}
        world.store.put(replace(record, body={**record.body, "properties": properties}))


def _settled(value: Any) -> Any:
    """Say of what a resource consists of, in each region say, that it is there for good."""
    if isinstance(value, list):
        return [_settled(item) for item in cast("list[Any]", value)]
    if not isinstance(value, dict):
        return value
    items = cast("dict[str, Any]", value)
    return {
        key: _SETTLED[key] if key in _SETTLED and item in _UNDER_WAY else _settled(item)
        for key, item in items.items()
    }


def remove(world: World, operation: Operation) -> None:
    """End a deletion."""
    world.store.remove(operation.target)


def remove_tree(world: World, resource_id: str) -> None:
    """Forget a resource with all that is in it and all that hangs on it."""
    for record in world.store.under(resource_id):
        world.store.remove(record.id)
    world.store.remove(resource_id)


def end_remove_tree(world: World, operation: Operation) -> None:
    """End the deletion of a resource with all that is in it."""
    remove_tree(world, operation.target)


def poll_headers(call: Call, operation: Operation, place: str, *, location: bool) -> dict[str, str]:
    """Tell the client where to ask how the operation is getting on."""
    base = f"{call.base_url}{call.subscription_id}/providers/{place}"
    query = f"?api-version={call.api_version}"
    headers = {"Azure-AsyncOperation": f"{base}/operationStatuses/{operation.id}{query}"}
    if location:
        headers["Location"] = f"{base}/operationResults/{operation.id}{query}"
    return headers | retry_after(call.world, operation)


def retry_after(world: World, operation: Operation) -> dict[str, str]:
    """Say how long to wait, if there is anything to wait for."""
    left_s = operation.ends_at - world.now_s()
    if operation.status != "InProgress" or left_s <= 0:
        return {}
    return {"Retry-After": str(min(_LONGEST_WAIT_S, max(1, math.ceil(left_s))))}


def find(call: Call) -> Operation:
    """Find the operation in the path."""
    operation = call.store.operation(call.params["operationId"])
    if operation is None or not operation.target.lower().startswith(call.subscription_id.lower()):
        raise errors.not_found(f"The operation '{call.params['operationId']}' was not found.")
    return operation


def status(call: Call) -> Reply:
    """Answer how an operation is getting on."""
    operation = find(call)
    body: dict[str, Any] = {
        "id": call.path,
        "name": operation.id,
        "status": operation.status,
        "startTime": _moment(operation.started_at),
    }
    if operation.status != "InProgress":
        body["endTime"] = _moment(operation.ends_at)
    if operation.error:
        body["error"] = operation.error
    return Reply(200, body, retry_after(call.world, operation))


def waiting(call: Call, operation: Operation) -> Reply:
    """Answer that an operation has not ended; the client asks the same address again."""
    again = f"{call.base_url}{call.path}?api-version={call.api_version}"
    return Reply(202, None, {"Location": again} | retry_after(call.world, operation))


def _moment(seconds: float) -> str:
    return timestamp(datetime.fromtimestamp(seconds, UTC))

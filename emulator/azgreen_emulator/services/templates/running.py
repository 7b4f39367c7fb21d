"""How does a deployment get from one resource to the next?

Its operation comes due whenever what it waits for has ended: then it writes all resources whose
needs are there, by the same operations that clients use. Where one is refused, the deployment has
failed; what was written before stays, as in Azure.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from azgreen_emulator.arm.call import Call
from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.clock import timestamp
from azgreen_emulator.services.templates.plan import Resource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from azgreen_emulator.arm.call import Route, World
    from azgreen_emulator.arm.records import Body, Operation, Record
    from azgreen_emulator.arm.routing import Router


def waiting(resources: Sequence[Resource], outputs: Body) -> Body:
    """Return what a deployment keeps to itself while it is under way."""
    return {"waiting": [asdict(item) for item in resources], "made": [], "told": outputs}


def found(router: Router, resource: Resource) -> tuple[Route, dict[str, str]]:
    """Find the operation that writes a resource, or refuse it as that would."""
    route, params = router.match("PUT", resource.id, resource.version)
    router.check_version(route, resource.version, str(resource.body.get("location", "")))
    return route, params


def go_on(router: Router, world: World, operation: Operation) -> Operation | None:
    """Write what can be written now; return the operation as long as there is more to wait for."""
    record = world.store.get(operation.target)
    if record is None:
        return None
    properties: Body = record.body["properties"]
    try:
        made = _write_ready(router, world, properties)
    except ArmError as error:
        return _end(world, record, operation, _failure(record, error))
    left = [item for item in properties["waiting"] if item["id"] not in made]
    written = [*properties["made"], *made]
    busy = _busy(world)
    ends = [busy[item.lower()] for item in written if item.lower() in busy]
    changed = {"waiting": left, "made": written, "provisioningState": "Running"}
    record = replace(record, body={**record.body, "properties": {**properties, **changed}})
    world.store.put(record)
    if left or ends:
        return replace(operation, ends_at=max(ends, default=operation.ends_at))
    return _end(world, record, operation, None)


def _write_ready(router: Router, world: World, properties: Body) -> list[str]:
    busy = _busy(world)
    there = {item for item in properties["made"] if item.lower() not in busy}
    ready = [item for item in properties["waiting"] if there.issuperset(item["needs"])]
    return [_written(router, world, Resource(**item)) for item in ready]


def _busy(world: World) -> dict[str, float]:
    return {each.target.lower(): each.ends_at for each in world.store.under_way()}


def _written(router: Router, world: World, resource: Resource) -> str:
    try:
        route, params = found(router, resource)
        call = Call(
            world=world,
            method="PUT",
            path=resource.id,
            base_url="",
            route=route,
            params=params,
            query={"api-version": resource.version},
            body=resource.body,
        )
        with world.store.transaction():
            route.handler(call)
    except ArmError as error:
        details = [*error.details]
        raise ArmError(
            error.status, error.code, error.message, target=resource.id, details=details
        ) from error
    return resource.id


def _failure(record: Record, error: ArmError) -> Body:
    return {
        "code": "DeploymentFailed",
        "target": record.id,
        "message": "At least one resource deployment operation failed. Please list deployment"
        " operations for details. Please see https://aka.ms/arm-deployment-operations for usage"
        " details.",
        "details": [error.body()["error"]],
    }


def _end(world: World, record: Record, operation: Operation, error: Body | None) -> Operation:
    kept: Body = dict(record.body["properties"])
    made, outputs = kept.pop("made"), kept.pop("told")
    del kept["waiting"]
    now = world.clock.now()
    took = now - datetime.fromtimestamp(operation.started_at, UTC)
    ended: dict[str, Any] = {
        "provisioningState": "Failed" if error else "Succeeded",
        "timestamp": timestamp(now),
        "duration": f"PT{took.total_seconds()}S",
    }
    if error:
        ended["error"] = error
    else:
        ended |= {"outputs": outputs, "outputResources": [{"id": item} for item in made]}
    world.store.put(replace(record, body={**record.body, "properties": {**kept, **ended}}))
    return replace(operation, status=ended["provisioningState"], error=error or {})

"""How does a schedule start its jobs as time passes?

An operation waits for each next moment of the trigger, so that it outlasts a restart: what was due
meanwhile is started then, each job at its own time. A job has the display name that Azure gives it,
`<schedule>-YYYYMMDDThhmmssZ` (azure-docs, how-to-schedule-pipeline-job); which name Azure gives it
is not documented, and is the same here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from azgreen_emulator.arm.records import Operation, Record
from azgreen_emulator.arm.tracked import new_etag
from azgreen_emulator.clock import timestamp
from azgreen_emulator.services.machinelearning import job_progress
from azgreen_emulator.services.machinelearning.job_view import first
from azgreen_emulator.services.machinelearning.recurrences import next_after

if TYPE_CHECKING:
    from azgreen_emulator.arm.call import World
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body

FIRE: Final = "fire-schedule"
_TARGET: Final = "/trigger"  # no resource: nobody waits for it


def begin(write: Write) -> None:
    """Wait for the trigger of a schedule that was written, and no longer for what it had."""
    world, target = write.call.world, write.id + _TARGET
    for waiting in world.store.under_way():
        if waiting.action == FIRE and waiting.target.lower() == target.lower():
            world.store.save(replace(waiting, status="Succeeded"))
    record = world.store.get(write.id)
    now_s = world.now_s()
    # a moment before, so that what fires at once is later
    moment = None if record is None else _next(record, now_s - 1e-6)
    if moment is not None:
        started = Operation(str(uuid4()), target, target, FIRE, now_s, moment.timestamp())
        world.store.save(started)


def fire(world: World, operation: Operation) -> Operation | None:
    """Start the job of a schedule; return the operation that waits for the next."""
    record = world.store.get(operation.target.removesuffix(_TARGET))
    workspace = None if record is None else world.store.get(record.parent)
    if record is None or workspace is None:
        return None
    _start(world, workspace, record, operation.ends_at)
    moment = _next(record, operation.ends_at)
    return None if moment is None else replace(operation, ends_at=moment.timestamp())


def _next(schedule: Record, after_s: float) -> datetime | None:
    properties: Body = schedule.body["properties"]
    if not properties["isEnabled"] or properties["action"]["actionType"] != "CreateJob":
        return None
    made = datetime.fromisoformat(schedule.body["systemData"]["createdAt"])
    return next_after(properties["trigger"], datetime.fromtimestamp(after_s, UTC), made)


def _start(world: World, workspace: Record, schedule: Record, at_s: float) -> None:
    moment = datetime.fromtimestamp(at_s, UTC)
    name = f"{schedule.name}-{moment:%Y%m%dT%H%M%SZ}"
    job_id = f"{workspace.id}/jobs/{name}"
    shown = first(workspace, name)
    wanted: Body = schedule.body["properties"]["action"]["jobDefinition"]
    system: Body = {**schedule.body["systemData"]}
    system |= dict.fromkeys(("createdAt", "lastModifiedAt"), timestamp(moment))
    properties = {**shown, **wanted, "displayName": name, "provisioningState": "Succeeded"}
    properties["tags"] = wanted.get("tags", {})
    body: Body = {"id": job_id, "name": name, "type": job_progress.TYPE, "etag": new_etag()}
    body |= {"properties": properties, "systemData": system}
    world.store.put(Record(job_id, job_progress.TYPE, body, workspace.key, workspace.location))
    job_progress.begin(world, job_id, at_s)

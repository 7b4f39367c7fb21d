"""What does Azure make of a job: a command, a pipeline, a sweep or a fine-tuning?

Only what is written of a job, its status included (`job_progress`): no command is run. A pipeline's
steps take their nodes together; they are no jobs of their own here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen_emulator.arm import operations, whereabouts
from azgreen_emulator.arm.call import Reply
from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.services.machinelearning import job_progress, job_rules
from azgreen_emulator.services.machinelearning.job_view import first
from azgreen_emulator.services.machinelearning.quota import NAMESPACE, VERSIONS
from azgreen_emulator.services.machinelearning.workspaces import WORKSPACES

if TYPE_CHECKING:
    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body


def _complete(write: Write) -> Body:
    before = write.before or first(write.whole, write.name)
    # what is among them is added to, never taken away: Azure's own times stay
    both = {key: {**before[key], **write.properties.get(key, {})} for key in ("tags", "properties")}
    return {**before, **write.properties, **both, "status": before["status"]}


def _begin(write: Write) -> None:
    if write.is_new:
        world = write.call.world
        job_progress.begin(world, write.id, world.now_s())


def _cancel(call: Call) -> Reply:
    """Have a job end; one that has ended stays as it is."""
    job = whereabouts.found(JOBS, call)
    if job.body["properties"]["status"] in job_progress.ENDED:
        return Reply(200)
    operation = job_progress.ask_to_cancel(call, job)
    place = f"{NAMESPACE}/locations/{job.location}"
    return Reply(202, None, operations.poll_headers(call, operation, place, location=True))


JOBS = Kind(
    type=job_progress.TYPE,
    versions=VERSIONS,
    path=WORKSPACES.path + "/jobs/{id}",
    operations="Jobs",
    # REST reference, Jobs - Create Or Update
    name_rule={"maxLength": 255, "pattern": r"[a-zA-Z0-9][a-zA-Z0-9_-]*"},
    refuse=job_rules.check,
    complete=_complete,
    after=_begin,
    slow_delete=True,
    patch=False,
    is_listed=job_rules.is_listed,
    extra=(("Cancel", "POST", "/cancel", _cancel),),
)
"""PATCH is not in the interface: a PUT changes what may change. Which status a job must have to be
deleted is not documented: here any."""

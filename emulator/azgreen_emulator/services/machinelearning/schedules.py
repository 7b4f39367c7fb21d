"""What does Azure make of a schedule of jobs? It starts them as time passes (`triggering`).

The documentation names pipeline jobs alone (azure-ai-docs, reference-yaml-schedule); the interface
takes command jobs too, of which Azure has run the first alone (Azure/bicep, issue 13388). So both
are taken here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.arm.tracked import refuse_all
from azgreen_emulator.schema.check import SchemaFault
from azgreen_emulator.services.machinelearning import references, triggering, triggers
from azgreen_emulator.services.machinelearning.quota import NAMESPACE, VERSIONS
from azgreen_emulator.services.machinelearning.workspaces import WORKSPACES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body

_JOBS: Final = ("Command", "Pipeline")
_JOB: Final = "properties.action.jobDefinition"


def _check(write: Write) -> None:
    refuse_all((*triggers.faults(write.properties["trigger"]), *_action(write)))


def _action(write: Write) -> Iterator[SchemaFault]:
    action: Body = write.properties["action"]
    if action["actionType"] != "CreateJob":
        reason = f"'{action['actionType']}' is not served by the local Azure; use 'CreateJob'"
        yield SchemaFault("properties.action.actionType", "NotServed", reason)
        return
    job: Body = action["jobDefinition"]
    if job["jobType"] not in _JOBS:
        known = " or ".join(map(repr, _JOBS))
        reason = f"'{job['jobType']}' is not served by the local Azure; use {known}"
        yield SchemaFault(f"{_JOB}.jobType", "NotServed", reason)
    yield from references.faults(write.call.store, job, _JOB)


def _complete(write: Write) -> Body:
    sent = write.properties
    return {"isEnabled": True, **sent, "trigger": {"timeZone": "UTC", **sent["trigger"]}}


SCHEDULES = Kind(
    type=f"{NAMESPACE}/workspaces/schedules",
    versions=VERSIONS,
    path=WORKSPACES.path + "/schedules/{name}",
    operations="Schedules",
    # REST reference, Schedules - Create Or Update
    name_rule={"maxLength": 255, "pattern": r"[a-zA-Z0-9][a-zA-Z0-9_-]*"},
    refuse=_check,
    complete=_complete,
    after=triggering.begin,
    long_running=True,
    patch=False,
)

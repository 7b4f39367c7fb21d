"""What does Azure make of a schedule of jobs? It is kept; no job is started here.

The documentation names pipeline jobs alone (azure-ai-docs, reference-yaml-schedule); the interface
takes command jobs too, of which Azure has run the first alone (Azure/bicep, issue 13388). So both
are taken here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, cast

from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.arm.tracked import refuse_all
from azgreen_emulator.schema.check import SchemaFault
from azgreen_emulator.services.machinelearning import triggers
from azgreen_emulator.services.machinelearning.components import VERSION_TYPE
from azgreen_emulator.services.machinelearning.quota import COMPUTES, NAMESPACE, VERSIONS
from azgreen_emulator.services.machinelearning.workspaces import WORKSPACES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body

_JOBS: Final = ("Command", "Pipeline")
_JOB: Final = "properties.action.jobDefinition"
_TYPES: Final = (COMPUTES, VERSION_TYPE)


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
    yield from _references(write, job)


def _references(write: Write, job: Body) -> Iterator[SchemaFault]:
    yield from _there(write, f"{_JOB}.computeId", job.get("computeId"))
    steps: dict[str, Any] = job.get("jobs") or {}
    if job["jobType"] == "Pipeline" and not steps and not job.get("sourceJobId"):
        reason = "required where no 'sourceJobId' is given: the steps of the pipeline"
        yield SchemaFault(f"{_JOB}.jobs", "MissingProperty", reason)
    for name, step in steps.items():
        known = cast("Body", step if isinstance(step, dict) else {})
        for key in ("computeId", "componentId"):
            yield from _there(write, f"{_JOB}.jobs.{name}.{key}", known.get(key))


def _there(write: Write, path: str, given: object) -> Iterator[SchemaFault]:
    """Yield a fault where an id of this namespace names nothing that is there."""
    if not isinstance(given, str) or write.call.store.get(given) is not None:
        return
    if any(_is_of(kind, given) for kind in _TYPES):
        yield SchemaFault(path, "ResourceNotFound", f"'{given}' was not found")


def _is_of(kind: str, resource_id: str) -> bool:
    _, *names = kind.split("/")
    below = "/".join(f"{name}/[^/]+" for name in names)
    return bool(re.fullmatch(rf"/subscriptions/.+/{NAMESPACE}/{below}", resource_id, re.IGNORECASE))


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
    long_running=True,
    patch=False,
)

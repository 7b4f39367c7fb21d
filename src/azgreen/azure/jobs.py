"""Which jobs has a workspace of Azure Machine Learning run, and when, and what starts them?

The interface has no times of a run (`JobBase`). Azure writes them among the job's `properties`, as
`StartTimeUtc` and `EndTimeUtc`, which clients read there; when it was submitted is `systemData`'s.
A job without them is told of, and is in no sum. Which schedule started it says its display name,
`<schedule>-YYYYMMDDThhmmssZ` (azure-docs, how-to-schedule-pipeline-job).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from azgreen.azure.failing import NO_ANSWER
from azgreen.errors import AzureError, EngineError, SignInError
from azgreen.preflight import Json, RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Protocol

    class Listing(Protocol):
        """Whoever lists what is at a path: `ManagementClient`."""

        def listed(self, path: str, api_version: str) -> Sequence[Json]:
            """List it, all pages."""
            ...


ROLE: Final = "Reader"
_ACTION: Final = "Microsoft.MachineLearningServices/workspaces/{}/read"
VERSION: Final = "2025-12-01"

_BEGAN, _OVER = "StartTimeUtc", "EndTimeUtc"
_FORBIDDEN: Final = 403
_STARTED: Final = re.compile(r"(.+)-\d{8}T\d{6}Z")


@dataclass(frozen=True, slots=True)
class RanJob:
    """One job of a workspace."""

    name: str
    kind: str
    """Command, Pipeline, Sweep, ..."""
    schedule: str
    """Name of the schedule that started it; empty where somebody submitted it."""
    status: str
    submitted: datetime
    began: datetime | None
    """None where Azure does not tell, or it has not begun."""
    ended: datetime | None
    cluster: str
    """Id of the cluster that it ran on, lower case; empty where none is named."""
    nodes: int


@dataclass(frozen=True, slots=True)
class JobSchedule:
    """What starts jobs again and again, or once."""

    made: datetime
    trigger: Mapping[str, Any]


def schedules_of(azure: Listing, workspace: str) -> dict[str, JobSchedule]:
    """Return the schedules of a workspace by name; raises as `jobs_of` does."""
    return {
        item["name"]: JobSchedule(
            _moment(item["systemData"]["createdAt"]), item["properties"]["trigger"]
        )
        for item in _listed(azure, workspace, "schedules", "")
    }


def jobs_of(azure: Listing, workspace: str) -> list[RanJob]:
    """Return the jobs of a workspace, the archived too, as submitted.

    Raises:
        SignInError: the caller may not read them.
        AzureError: Azure refuses, as it does where the workspace is gone.
        EngineError: nobody answers.
    """
    found = _listed(azure, workspace, "jobs", "?listViewType=All")
    return sorted(map(_job, found), key=lambda job: (job.submitted, job.name))


def _listed(azure: Listing, workspace: str, what: str, query: str) -> Sequence[Json]:
    try:
        return azure.listed(f"{workspace}/{what}{query}", VERSION)
    except RefusedError as error:
        raise _told(f"{what} of {workspace}", _ACTION.format(what), error) from error


def _job(item: Json) -> RanJob:
    body: dict[str, Any] = item["properties"]
    times: dict[str, Any] = body.get("properties") or {}
    resources: dict[str, Any] = body.get("resources") or {}
    started = _STARTED.fullmatch(body.get("displayName") or "")
    return RanJob(
        item["name"],
        body["jobType"],
        "" if started is None else started[1],
        body.get("status") or "",
        _moment(item["systemData"]["createdAt"]),
        _moment(times[_BEGAN]) if times.get(_BEGAN) else None,
        _moment(times[_OVER]) if times.get(_OVER) else None,
        (body.get("computeId") or "").lower(),
        resources.get("instanceCount") or 1,
    )


def _moment(text: str) -> datetime:
    """Read a moment; what names no zone is UTC, as the names of the times say."""
    read = datetime.fromisoformat(text)
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


def _told(what: str, action: str, error: RefusedError) -> EngineError | SignInError:
    if error.status == NO_ANSWER:
        return EngineError(f"{what}: nobody answers: {error.message}")
    if error.status == _FORBIDDEN:
        fix = f"{action} is needed: ask for the role {ROLE!r} on the workspace"
        return SignInError(f"{what} may not be read: {error.code}; {fix}")
    return AzureError(error.status, error.code, f"{what}: {error.message}")

"""Which clusters and components does a job name, and are they there?

A schedule holds the job that it will start, so both are looked at in the same way. Ids of other
kinds, and of what is no resource of a workspace (a registry's component, `serverless`), are taken
as they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, cast

from azgreen_emulator.schema.check import SchemaFault
from azgreen_emulator.services.machinelearning.components import VERSION_TYPE
from azgreen_emulator.services.machinelearning.quota import COMPUTES, NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.arm.records import Body
    from azgreen_emulator.store import Store

_TYPES: Final = (COMPUTES, VERSION_TYPE)


def faults(store: Store, job: Body, path: str) -> Iterator[SchemaFault]:
    """Yield what a job at `path` names and what is not there."""
    yield from _there(store, f"{path}.computeId", job.get("computeId"))
    steps = steps_of(job)
    if job["jobType"] == "Pipeline" and not steps and not job.get("sourceJobId"):
        reason = "required where no 'sourceJobId' is given: the steps of the pipeline"
        yield SchemaFault(f"{path}.jobs", "MissingProperty", reason)
    for name, step in steps.items():
        for key in ("computeId", "componentId"):
            yield from _there(store, f"{path}.jobs.{name}.{key}", step.get(key))


def steps_of(job: Body) -> dict[str, Body]:
    """Return the steps of a pipeline by their names; none for a job that is no pipeline."""
    steps: dict[str, Any] = job.get("jobs") or {}
    return {
        name: cast("Body", step if isinstance(step, dict) else {}) for name, step in steps.items()
    }


def clusters_of(job: Body) -> set[str]:
    """Return the ids, in lower case, of the clusters that a job or its steps run on."""
    named = (job.get("computeId"), *(step.get("computeId") for step in steps_of(job).values()))
    return {item.lower() for item in named if isinstance(item, str) and _is_of(COMPUTES, item)}


def _there(store: Store, path: str, given: object) -> Iterator[SchemaFault]:
    """Yield a fault where an id of this namespace names nothing that is there."""
    if not isinstance(given, str) or store.get(given) is not None:
        return
    if any(_is_of(kind, given) for kind in _TYPES):
        yield SchemaFault(path, "ResourceNotFound", f"'{given}' was not found")


def _is_of(kind: str, resource_id: str) -> bool:
    _, *names = kind.split("/")
    below = "/".join(f"{name}/[^/]+" for name in names)
    return bool(re.fullmatch(rf"/subscriptions/.+/{NAMESPACE}/{below}", resource_id, re.IGNORECASE))

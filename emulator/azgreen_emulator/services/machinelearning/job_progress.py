"""How does a job get on as time passes?

Nothing is run: a job that is let through goes from one status to the next as the clock does, and
ends well. How long each lasts is ours: they add up to two minutes. A job is queued "while waiting
for all required nodes to be ready" (azure-ai-ml 1.35.2, `JobStatus`): while other jobs have them,
and while the quota of their family is too small for them. It fails once its cluster is deleted.
When it began to run and when it ended stands among its `properties`, as Azure's runs have it: the
interface has no other place for it (`JobBase`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from azgreen import catalog
from azgreen_emulator.arm import operations
from azgreen_emulator.arm.records import Operation
from azgreen_emulator.services.machinelearning import references
from azgreen_emulator.services.machinelearning.families import limit_vcpus
from azgreen_emulator.services.machinelearning.job_rules import nodes_of
from azgreen_emulator.services.machinelearning.quota import NAMESPACE

if TYPE_CHECKING:
    from azgreen_emulator.arm.call import Call, World
    from azgreen_emulator.arm.records import Record

TYPE: Final = f"{NAMESPACE}/workspaces/jobs"
RUN: Final = "run-job"
CANCEL: Final = "cancel-job"
FIRST: Final = "NotStarted"
ENDED: Final = ("Completed", "Failed", "Canceled")
BEGAN: Final = "StartTimeUtc"
OVER: Final = "EndTimeUtc"
_QUEUED: Final = "Queued"
_ON_NODES: Final = ("Running", "Finalizing")
_NEXT: Final = {
    FIRST: "Preparing",
    "Preparing": _QUEUED,
    _QUEUED: "Running",
    "Running": "Finalizing",
    "Finalizing": "Completed",
}
_LASTS_S: Final = {
    FIRST: 5.0,
    "Preparing": 15.0,
    _QUEUED: 30.0,
    "Running": 60.0,
    "Finalizing": 10.0,
}


def begin(world: World, job_id: str, at_s: float) -> None:
    """Let a job begin that was written at a moment."""
    # a job may be changed and cancelled while it runs: it holds a lock of its own
    lock, ends_s = f"{job_id}/run", at_s + _LASTS_S[FIRST]
    world.store.save(Operation(str(uuid4()), job_id, lock, RUN, at_s, ends_s))


def go_on(world: World, operation: Operation) -> Operation | None:
    """Bring a job to its next status; return the operation as long as it has not ended."""
    job = world.store.get(operation.target)
    status = None if job is None else job.body["properties"]["status"]
    if job is None or status not in _NEXT:
        return None
    others = [item for item in _runs(world) if item.target != operation.target]
    if any(item.ends_at < operation.ends_at for item in others):
        return operation  # until those have caught up, nobody knows who has which nodes
    if status == _QUEUED:
        free = _has_nodes(world, job)
        if free is None:
            return _now("Failed", world, job, operation.ends_at)
        if not free:
            return replace(operation, ends_at=_next_look(world, operation, others))
    following = _NEXT[status]
    _now(following, world, job, operation.ends_at)
    if following in ENDED:
        return None
    return replace(operation, ends_at=operation.ends_at + _LASTS_S[following])


def ask_to_cancel(call: Call, job: Record) -> Operation:
    """Begin to end a job."""
    _now("CancelRequested", call.world, job, call.world.now_s())
    return operations.start(call, job.id, f"{job.id}/cancel", CANCEL)


def cancel(world: World, operation: Operation) -> None:
    """End a job that somebody had cancelled."""
    job = world.store.get(operation.target)
    if job is not None:
        _now("Canceled", world, job, operation.ends_at)


def _now(status: str, world: World, job: Record, since_s: float) -> None:
    before = job.body["properties"]
    times = dict[str, str]()
    if status == "Running":
        times[BEGAN] = _written(since_s)
    elif status in ENDED:
        times[OVER] = _written(since_s)
    properties = {**before, "status": status, "properties": {**before["properties"], **times}}
    world.store.put(replace(job, body={**job.body, "properties": properties}))


def _written(since_s: float) -> str:
    return f"{datetime.fromtimestamp(since_s, UTC):%Y-%m-%d %H:%M:%S}"


def _runs(world: World) -> list[Operation]:
    return [item for item in world.store.under_way() if item.action == RUN]


def _next_look(world: World, operation: Operation, others: list[Operation]) -> float:
    """Return when nodes may have become free: when a job that has some is due, or in a while."""
    due = [
        item.ends_at
        for item in others
        if (job := world.store.get(item.target)) is not None
        and job.body["properties"]["status"] in _ON_NODES
    ]
    return min(due, default=max(operation.ends_at, world.now_s()) + _LASTS_S[_QUEUED])


def _has_nodes(world: World, job: Record) -> bool | None:
    """Say whether each cluster of a job has nodes for it; None where one is gone."""
    found = [world.store.get(item) for item in references.clusters_of(job.body["properties"])]
    clusters = [item for item in found if item is not None]
    if len(clusters) < len(found):
        return None
    needed = nodes_of(job.body["properties"])
    return all(needed + _taken(world, cluster) <= _most(cluster, needed) for cluster in clusters)


def _taken(world: World, cluster: Record) -> int:
    """Return the nodes of a cluster that jobs run on."""
    running = (
        item.body["properties"]
        for item in world.store.select("type = ?", TYPE)
        if item.body["properties"]["status"] in _ON_NODES
    )
    return sum(nodes_of(item) for item in running if cluster.key in references.clusters_of(item))


def _most(cluster: Record, needed: int) -> int:
    """Return the nodes that a cluster may have; none where its family's quota has no room."""
    inner = cluster.body["properties"]["properties"]
    vcpus = catalog.instance(inner["vmSize"]).vcpus
    if inner["vmPriority"] == "Dedicated" and needed * vcpus > limit_vcpus():
        return 0
    most: int = inner["scaleSettings"]["maxNodeCount"]
    return most

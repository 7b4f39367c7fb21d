"""What does a workspace tell of the nodes of its clusters, minute by minute?

A node is active while a job has it, and stays idle for `nodeIdleTimeBeforeScaleDown` after that;
the fewest that are set are always there. A cluster sends nothing from before it was made.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from azgreen_emulator.arm.durations import seconds
from azgreen_emulator.services.machinelearning import job_progress, references
from azgreen_emulator.services.machinelearning.job_rules import nodes_of
from azgreen_emulator.services.machinelearning.quota import COMPUTES
from azgreen_emulator.traffic.samples import Series, gauges

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.arm.records import Body, Record
    from azgreen_emulator.store import Store

WORKSPACE: Final = "Microsoft.MachineLearningServices/workspaces"


@dataclass(frozen=True)
class _Run:
    """A job on a cluster, in minutes since 1970: from its first to before its last."""

    first: int
    last: int
    nodes: int


def of_workspace(store: Store, workspace: Record, until_minute: int) -> dict[str, list[Series]]:
    """Return the series of a workspace, by the metric's name in lower case."""
    found = dict[str, list[Series]]()
    for record in store.select("type = ?", COMPUTES):
        if record.parent != workspace.key:
            continue
        first = _minute(datetime.fromisoformat(record.body["properties"]["createdOn"]))
        runs = [*_runs(store, record, until_minute)]
        active = _active(runs, first, max(0, until_minute - first))
        total = _total(
            record.body["properties"]["properties"]["scaleSettings"], runs, first, active
        )
        idle = [all_ - busy for all_, busy in zip(total, active, strict=True)]
        own = {"ClusterName": record.id.rpartition("/")[2]}
        for name, counts in (("total", total), ("active", active), ("idle", idle)):
            series = Series(first, gauges(map(float, counts)), own)
            found.setdefault(f"{name} nodes", []).append(series)
    return found


def _runs(store: Store, cluster: Record, until_minute: int) -> Iterator[_Run]:
    for job in store.select("type = ?", job_progress.TYPE):
        properties: Body = job.body["properties"]
        times = properties["properties"]
        if job_progress.BEGAN in times and cluster.key in references.clusters_of(properties):
            over = times.get(job_progress.OVER)
            last = until_minute if over is None else -(-int(_read(over).timestamp()) // 60)
            yield _Run(_minute(_read(times[job_progress.BEGAN])), last, nodes_of(properties))


def _active(runs: list[_Run], first: int, minutes: int) -> list[int]:
    found = [0] * minutes
    for run in runs:
        for minute in range(max(0, run.first - first), min(minutes, run.last - first)):
            found[minute] += run.nodes
    return found


def _total(scale: Body, runs: list[_Run], first: int, active: list[int]) -> list[int]:
    """Return all nodes: the fewest, those with a job, and those that wait for another one."""
    least, waits = scale["minNodeCount"], int(seconds(scale["nodeIdleTimeBeforeScaleDown"])) // 60
    found = [max(least, count) for count in active]
    for run in runs:
        begun = max(0, run.first - first)
        most = max(active[begun : max(0, run.last - first)], default=0)
        for minute in range(begun, min(len(found), run.last - first + waits)):
            found[minute] = max(found[minute], most)
    return found


def _minute(moment: datetime) -> int:
    return int(moment.timestamp()) // 60


def _read(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)

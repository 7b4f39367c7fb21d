"""Does a compute cluster keep nodes although no job runs?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from azgreen import catalog
from azgreen.azure.metrics import Asked, quoted
from azgreen.cli.waste.view import HOUR
from azgreen.estimate.waste import Cluster, Counted, never_at_zero
from azgreen_emulator.arm.durations import seconds

if TYPE_CHECKING:
    from azgreen.cli._deployed import Deployed
    from azgreen.cli.waste.view import View
    from azgreen.estimate.rightsizing import Samples
    from azgreen.estimate.waste import Judged

TYPE: Final = "Microsoft.MachineLearningServices/workspaces/computes"
_WORKSPACE: Final = "Microsoft.MachineLearningServices/workspaces"
_KIND: Final = "AmlCompute"
_METRICS: Final = ("Total Nodes", "Idle Nodes")


def judge(resource: Deployed, view: View) -> list[Judged]:
    """Judge a cluster by the nodes that its workspace tells of; no other compute has a scale."""
    outer: Any = resource.props.get("properties") or {}
    if outer.get("computeType") != _KIND:
        return []
    inner: Any = outer["properties"]
    scale: Any = inner.get("scaleSettings") or {}
    total, waiting = _nodes(resource, view)
    known, idle_time = waiting.known, str(scale.get("nodeIdleTimeBeforeScaleDown") or "")
    one = Cluster(
        view.label(resource),
        catalog.instance(inner["vmSize"]),
        resource.props["location"],
        int(scale.get("minNodeCount") or 0),
        idle_time,
        Counted(_METRICS, total, waiting),
        math.fsum(known) / len(known) if known else 0.0,
        idle_s=_seconds(idle_time) if idle_time else None,
        low_priority=str(inner.get("vmPriority", "")).lower() == "lowpriority",
    )
    return [never_at_zero(one)]


def _nodes(resource: Deployed, view: View) -> list[Samples]:
    """Read all nodes, and the idle ones, in the mean of each hour."""
    own, workspace = f"ClusterName eq {quoted(resource.name)}", resource.id.rsplit("/", 2)[0]
    asked = (Asked(workspace, _WORKSPACE, name, own, grain=HOUR, mean=True) for name in _METRICS)
    return [view.read(each) for each in asked]


def _seconds(duration: str) -> float:
    """Return its length; what is no days, hours, minutes or seconds is longer than all of them."""
    length_s = seconds(duration)
    return math.inf if length_s < 0 else length_s

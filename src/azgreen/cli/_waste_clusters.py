"""Does a compute cluster keep nodes although no job runs?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from azgreen import catalog
from azgreen.azure.metrics import Asked, quoted
from azgreen.cli._waste_view import HOUR
from azgreen.estimate.waste import Cluster, Counted, never_at_zero
from azgreen_emulator.arm.durations import seconds

if TYPE_CHECKING:
    from azgreen.cli._deployed import Deployed
    from azgreen.cli._waste_view import View
    from azgreen.estimate.waste import Judged

TYPE: Final = "Microsoft.MachineLearningServices/workspaces/computes"
_WORKSPACE: Final = "Microsoft.MachineLearningServices/workspaces"
_KIND: Final = "AmlCompute"


def judge(resource: Deployed, view: View) -> list[Judged]:
    """Judge a cluster by the nodes that its workspace tells of; no other compute has a scale."""
    outer: Any = resource.props.get("properties") or {}
    if outer.get("computeType") != _KIND:
        return []
    inner: Any = outer["properties"]
    scale: Any = inner.get("scaleSettings") or {}
    own, workspace = f"ClusterName eq {quoted(resource.name)}", resource.id.rsplit("/", 2)[0]
    total, waiting = (
        view.read(Asked(workspace, _WORKSPACE, name, own, grain=HOUR, mean=True))
        for name in ("Total Nodes", "Idle Nodes")
    )
    known, idle_time = waiting.known, str(scale.get("nodeIdleTimeBeforeScaleDown") or "")
    idle_s = seconds(idle_time) if idle_time else None
    one = Cluster(
        view.label(resource),
        catalog.instance(inner["vmSize"]),
        resource.props["location"],
        int(scale.get("minNodeCount") or 0),
        idle_time,
        Counted(("Total Nodes", "Idle Nodes"), total, waiting),
        math.fsum(known) / len(known) if known else 0.0,
        # what is no days, hours, minutes or seconds is longer than all of them
        idle_s=math.inf if idle_s is not None and idle_s < 0 else idle_s,
        low_priority=str(inner.get("vmPriority", "")).lower() == "lowpriority",
    )
    return [never_at_zero(one)]

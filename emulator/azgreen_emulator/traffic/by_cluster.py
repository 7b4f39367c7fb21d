"""What does a workspace tell of the nodes of its clusters?

No command of a job is run, so that no node ever has one: a cluster shows its fewest nodes, idle,
from the minute on in which it was made.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from azgreen_emulator.services.machinelearning.quota import COMPUTES
from azgreen_emulator.traffic.samples import Series, gauges

if TYPE_CHECKING:
    from azgreen_emulator.arm.records import Record
    from azgreen_emulator.store import Store

WORKSPACE: Final = "Microsoft.MachineLearningServices/workspaces"


def of_workspace(store: Store, workspace: Record, until_minute: int) -> dict[str, list[Series]]:
    """Return the series of a workspace, by the metric's name in lower case."""
    found = dict[str, list[Series]]()
    for record in store.select("type = ?", COMPUTES):
        if record.parent != workspace.key:
            continue
        made = datetime.fromisoformat(record.body["properties"]["createdOn"])
        first = int(made.timestamp()) // 60
        least = record.body["properties"]["properties"]["scaleSettings"]["minNodeCount"]
        for name, count in (("total nodes", least), ("idle nodes", least), ("active nodes", 0)):
            samples = gauges([float(count)] * max(0, until_minute - first))
            own = {"ClusterName": record.id.rpartition("/")[2]}
            found.setdefault(name, []).append(Series(first, samples, own))
    return found

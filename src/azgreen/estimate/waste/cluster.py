"""Does a cluster keep machines although no job runs?

`Total Nodes`, `Active Nodes` (with a job) and `Idle Nodes` are sent by the workspace for each of
its clusters (azure-monitor-docs, supported-metrics). A cluster that was ever without a node scales
to zero; one whose nodes all had jobs all the time has none to spare.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from azgreen.estimate.rightsizing import QUANTITIES
from azgreen.estimate.waste.judged import NEVER_ZERO, Judged
from azgreen.estimate.waste.machines import idle_month
from azgreen.estimate.waste.months import of_figures

if TYPE_CHECKING:
    from azgreen.catalog import InstanceType
    from azgreen.estimate.waste.counted import Counted

_LONG_S: Final = 86_400
"""Idle time from which on a setting alone does not tell that a cluster goes to no node: whoever
runs a job a day never sees it there."""

_SOME: Final = 0.05
"""Idle nodes in the mean from which on it is worth a word: about an hour of a day for one."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster of Azure Machine Learning as it is set, and its nodes by the hour."""

    resource: str
    machine: InstanceType
    region: str
    min_nodes: int
    idle_time: str
    """Until an idle node goes, ISO 8601; empty where Azure's default counts."""
    total: Counted
    """Events are nodes: mean of an hour; `alive` is that of idle ones."""
    idle_nodes: float
    """Mean over what was measured."""
    idle_s: float | None = None
    """The same as `idle_time`; None where Azure's default counts."""
    low_priority: bool = False


def never_at_zero(one: Cluster) -> Judged:
    """Return whether it is waste: never without a node, and nodes without jobs."""
    known = [value for value in one.total.by_hour if value is not None]
    empty = sum(value == 0 for value in known)
    if empty:
        why = f"it had no node in {empty} of {len(known)} hours"
        return Judged(NEVER_ZERO, one.resource, "needed", why)
    if not one.total.is_enough:
        return _by_setting(one)
    if one.idle_nodes < _SOME:
        return Judged(NEVER_ZERO, one.resource, "needed", "its nodes had jobs all the time")
    mean = math.fsum(known) / len(known)
    nodes = f"{one.idle_nodes:.2g} of {mean:.2g} nodes of {one.machine.name} idle in the mean"
    why = f"never without a node in {one.total.time}, {nodes}; {_setting(one)}"
    saving = idle_month(one.machine, one.idle_nodes, one.region, low_priority=one.low_priority)
    return Judged(NEVER_ZERO, one.resource, "waste", why, (one.total.told,), saving, _fix(one))


def _by_setting(one: Cluster) -> Judged:
    """Judge by what is deployed alone: the fewest nodes are there whether jobs run or not."""
    if one.min_nodes < 1 and (one.idle_s is None or one.idle_s < _LONG_S):
        why = f"its fewest nodes are 0, and an idle one goes after {_idle_time(one)}"
        return Judged(NEVER_ZERO, one.resource, "needed", why)
    if one.min_nodes < 1:
        return Judged(NEVER_ZERO, one.resource, "not judged", one.total.missing)
    why = f"{_setting(one)} of {one.machine.name}, whether jobs run or not"
    reason = "for how long its nodes had no job was not measured"
    saving = of_figures(dict.fromkeys(QUANTITIES, reason))
    return Judged(NEVER_ZERO, one.resource, "waste", why, (one.total.missing,), saving, _fix(one))


def _setting(one: Cluster) -> str:
    if one.min_nodes:
        return f"it keeps {one.min_nodes}"
    return f"an idle node goes after {_idle_time(one)}, which never came"


def _idle_time(one: Cluster) -> str:
    return one.idle_time or "Azure's default time"


def _fix(one: Cluster) -> str:
    key = "minNodeCount to 0" if one.min_nodes else "nodeIdleTimeBeforeScaleDown to PT2M"
    return f"set scaleSettings.{key} where the program declares the cluster"

"""What does Azure make of a compute cluster? No command runs: it shows its fewest nodes always."""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.clock import timestamp
from azgreen_emulator.services.machinelearning import compute_rules
from azgreen_emulator.services.machinelearning.quota import COMPUTES as TYPE
from azgreen_emulator.services.machinelearning.quota import VERSIONS
from azgreen_emulator.services.machinelearning.workspaces import WORKSPACES

if TYPE_CHECKING:
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body

# azure-ai-docs, how-to-create-attach-compute-cluster, and defaults of azure-ai-ml 1.35.2
_IDLE = "PT120S"
_STATES = tuple(
    f"{state}NodeCount" for state in ("preparing", "running", "unusable", "leaving", "preempted")
)


def _complete(write: Write) -> Body:
    now, sent = timestamp(write.call.world.clock.now()), write.properties
    inner: Body = sent["properties"]
    scale: Body = inner["scaleSettings"]
    least = scale.get("minNodeCount", 0)
    return {
        "disableLocalAuth": False,
        **sent,
        "computeLocation": write.location,
        "isAttachedCompute": False,
        "createdOn": write.before.get("createdOn", now),
        "modifiedOn": now,
        "properties": {
            "osType": "Linux",
            "vmPriority": "Dedicated",
            "remoteLoginPortPublicAccess": "NotSpecified",
            "enableNodePublicIp": True,
            **inner,
            "scaleSettings": {"minNodeCount": 0, "nodeIdleTimeBeforeScaleDown": _IDLE, **scale},
            "allocationState": "Steady",
            "allocationStateTransitionTime": now,
            "currentNodeCount": least,
            "targetNodeCount": least,
            "nodeStateCounts": {**dict.fromkeys(_STATES, 0), "idleNodeCount": least},
        },
    }


COMPUTES = Kind(
    type=TYPE,
    versions=VERSIONS,
    path=WORKSPACES.path + "/computes/{computeName}",
    operations="Compute",
    name_rule={},  # the provider has words of its own
    refuse=compute_rules.check,
    complete=_complete,
    long_running=True,
    patch=False,
    fixed=tuple(
        f"properties.properties.{name}"
        for name in ("vmPriority", "osType", "remoteLoginPortPublicAccess")
    ),
)
"""PATCH is not served: a PUT changes the same."""

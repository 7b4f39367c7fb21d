"""How does Microsoft.MachineLearningServices keep workspaces and all that is in them?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen_emulator.arm.route_table import operation_routes, routes_of
from azgreen_emulator.services.machinelearning import job_progress, quota, triggering
from azgreen_emulator.services.machinelearning.components import COMPONENT_VERSIONS, CONTAINERS
from azgreen_emulator.services.machinelearning.computes import COMPUTES
from azgreen_emulator.services.machinelearning.deployments import ONLINE_DEPLOYMENTS
from azgreen_emulator.services.machinelearning.endpoints import ENDPOINTS
from azgreen_emulator.services.machinelearning.jobs import JOBS
from azgreen_emulator.services.machinelearning.schedules import SCHEDULES
from azgreen_emulator.services.machinelearning.serverless import (
    MARKETPLACE_SUBSCRIPTIONS,
    SERVERLESS_ENDPOINTS,
)
from azgreen_emulator.services.machinelearning.workspaces import WORKSPACES

if TYPE_CHECKING:
    from azgreen_emulator.arm.operations import Finish

_KINDS = (
    WORKSPACES,
    ENDPOINTS,
    ONLINE_DEPLOYMENTS,
    COMPUTES,
    CONTAINERS,
    COMPONENT_VERSIONS,
    JOBS,
    SCHEDULES,
    MARKETPLACE_SUBSCRIPTIONS,
    SERVERLESS_ENDPOINTS,
)

ROUTES = (
    *(route for kind in _KINDS for route in routes_of(kind)),
    *operation_routes(_KINDS),
    *quota.ROUTES,
)
"""The operations of the namespace."""

FINISHERS: dict[str, Finish] = {
    job_progress.RUN: job_progress.go_on,
    job_progress.CANCEL: job_progress.cancel,
    triggering.FIRE: triggering.fire,
}
"""What happens when an operation of this provider ends, by its action."""

__all__ = ["FINISHERS", "ROUTES", "WORKSPACES"]

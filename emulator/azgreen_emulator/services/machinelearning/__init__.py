"""How does Microsoft.MachineLearningServices keep workspaces and all that is in them?"""

from azgreen_emulator.arm.route_table import operation_routes, routes_of
from azgreen_emulator.services.machinelearning import quota
from azgreen_emulator.services.machinelearning.components import COMPONENT_VERSIONS, CONTAINERS
from azgreen_emulator.services.machinelearning.computes import COMPUTES
from azgreen_emulator.services.machinelearning.deployments import ONLINE_DEPLOYMENTS
from azgreen_emulator.services.machinelearning.endpoints import ENDPOINTS
from azgreen_emulator.services.machinelearning.schedules import SCHEDULES
from azgreen_emulator.services.machinelearning.serverless import (
    MARKETPLACE_SUBSCRIPTIONS,
    SERVERLESS_ENDPOINTS,
)
from azgreen_emulator.services.machinelearning.workspaces import WORKSPACES

_KINDS = (
    WORKSPACES,
    ENDPOINTS,
    ONLINE_DEPLOYMENTS,
    COMPUTES,
    CONTAINERS,
    COMPONENT_VERSIONS,
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

__all__ = ["ROUTES", "WORKSPACES"]

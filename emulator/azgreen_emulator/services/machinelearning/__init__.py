"""How does Microsoft.MachineLearningServices keep workspaces, endpoints, clusters and schedules?"""

from azgreen_emulator.arm.route_table import operation_routes, routes_of
from azgreen_emulator.services.machinelearning import quota
from azgreen_emulator.services.machinelearning.components import COMPONENT_VERSIONS, CONTAINERS
from azgreen_emulator.services.machinelearning.computes import COMPUTES
from azgreen_emulator.services.machinelearning.deployments import ONLINE_DEPLOYMENTS
from azgreen_emulator.services.machinelearning.endpoints import ENDPOINTS
from azgreen_emulator.services.machinelearning.schedules import SCHEDULES
from azgreen_emulator.services.machinelearning.workspaces import WORKSPACES

_KINDS = (
    WORKSPACES,
    ENDPOINTS,
    ONLINE_DEPLOYMENTS,
    COMPUTES,
    CONTAINERS,
    COMPONENT_VERSIONS,
    SCHEDULES,
)

ROUTES = (
    *(route for kind in _KINDS for route in routes_of(kind)),
    *operation_routes(_KINDS),
    *quota.ROUTES,
)
"""The operations of the namespace."""

__all__ = ["ROUTES", "WORKSPACES"]

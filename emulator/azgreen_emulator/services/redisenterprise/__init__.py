"""How does Microsoft.Cache make clusters of Azure Managed Redis, and what is in them?"""

from __future__ import annotations

from azgreen_emulator.arm import operations
from azgreen_emulator.arm.call import Route
from azgreen_emulator.arm.route_table import SUBSCRIPTION, operation_routes, routes_of
from azgreen_emulator.services.redisenterprise.access import ASSIGNMENTS
from azgreen_emulator.services.redisenterprise.clusters import CLUSTERS
from azgreen_emulator.services.redisenterprise.databases import DATABASES

_KINDS = (CLUSTERS, DATABASES, ASSIGNMENTS)

ROUTES = (
    *(route for kind in _KINDS for route in routes_of(kind)),
    *operation_routes(_KINDS),
    Route(
        "OperationsStatus_Get",
        "GET",
        f"{SUBSCRIPTION}/providers/Microsoft.Cache/locations/{{location}}"
        "/operationsStatus/{operationId}",
        "Microsoft.Cache/locations/operationsStatus",
        CLUSTERS.versions,
        operations.status,
    ),
)
"""The operations of the namespace."""

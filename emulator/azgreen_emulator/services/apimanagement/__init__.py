"""How does Microsoft.ApiManagement make gateways, and what is in them?"""

from __future__ import annotations

from azgreen_emulator.arm.route_table import operation_routes, routes_of
from azgreen_emulator.services.apimanagement import deleted, services
from azgreen_emulator.services.apimanagement.apis import APIS, POLICIES
from azgreen_emulator.services.apimanagement.backends import BACKENDS
from azgreen_emulator.services.apimanagement.caches import CACHES
from azgreen_emulator.services.apimanagement.loggers import DIAGNOSTICS, LOGGERS
from azgreen_emulator.services.apimanagement.services import SERVICES

_PARTS = (APIS, POLICIES, DIAGNOSTICS, BACKENDS, CACHES, LOGGERS)

ROUTES = (
    *services.ROUTES,
    *deleted.ROUTES,
    *(route for kind in _PARTS for route in routes_of(kind)),
    *operation_routes((SERVICES, APIS)),
)
"""The operations of the namespace."""

__all__ = ["ROUTES", "SERVICES"]

"""How does Microsoft.DocumentDB make Cosmos DB accounts, and what is in them?"""

from __future__ import annotations

from azgreen_emulator.arm.call import Route
from azgreen_emulator.arm.route_table import operation_routes, routes_of
from azgreen_emulator.services.cosmosdb.accounts import ACCOUNTS, check_name
from azgreen_emulator.services.cosmosdb.roles import ASSIGNMENTS, DEFINITION_ROUTES
from azgreen_emulator.services.cosmosdb.sql import CONTAINERS, DATABASES

_KINDS = (ACCOUNTS, DATABASES, CONTAINERS, ASSIGNMENTS)

ROUTES = (
    *(route for kind in _KINDS for route in routes_of(kind)),
    *operation_routes(_KINDS),
    *DEFINITION_ROUTES,
    Route(
        "DatabaseAccounts_CheckNameExists",
        "HEAD",
        "/providers/Microsoft.DocumentDB/databaseAccountNames/{accountName}",
        "Microsoft.DocumentDB/databaseAccountNames",
        ACCOUNTS.versions,
        check_name,
    ),
)
"""The operations of the namespace."""

"""How does Microsoft.Search make search services, and who gets their keys?"""

from __future__ import annotations

from functools import partial

from azgreen_emulator.arm.call import Route
from azgreen_emulator.arm.name_check import availability
from azgreen_emulator.arm.route_table import SUBSCRIPTION, operation_routes, routes_of
from azgreen_emulator.services.search import quota, rules
from azgreen_emulator.services.search.services import SERVICES

_PLACE = f"{SUBSCRIPTION}/providers/Microsoft.Search"
_USAGES = f"{_PLACE}/locations/{{location}}/usages"

ROUTES = (
    *routes_of(SERVICES),
    *operation_routes((SERVICES,)),
    Route(
        "Services_CheckNameAvailability",
        "POST",
        f"{_PLACE}/checkNameAvailability",
        "Microsoft.Search/checkNameAvailability",
        SERVICES.versions,
        partial(availability, "searchServices", rules.refused_name, invalid="Invalid"),
    ),
    Route(
        "Usages_ListBySubscription",
        "GET",
        _USAGES,
        "Microsoft.Search/locations/usages",
        SERVICES.versions,
        quota.usages,
    ),
    Route(
        "UsageBySubscriptionSku",
        "GET",
        f"{_USAGES}/{{skuName}}",
        "Microsoft.Search/locations/usages",
        SERVICES.versions,
        quota.usage,
    ),
)
"""The operations of the namespace."""

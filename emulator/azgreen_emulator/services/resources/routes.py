"""Which requests does Microsoft.Resources answer?"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from azgreen_emulator.arm import operations
from azgreen_emulator.arm.call import Call, Reply, Route
from azgreen_emulator.arm.paging import clauses, page
from azgreen_emulator.arm.tracked import group_of, schema_of, shown
from azgreen_emulator.services.resources import catalogue, models

if TYPE_CHECKING:
    from collections.abc import Sequence

VERSIONS = (
    "2016-06-01",
    "2016-09-01",
    "2018-05-01",
    "2019-10-01",
    "2020-06-01",
    "2020-10-01",
    "2021-01-01",
    "2021-04-01",
    "2022-09-01",
    "2022-12-01",
    "2023-07-01",
    "2024-03-01",
    "2024-07-01",
    "2024-11-01",
    "2025-03-01",
    "2025-04-01",
)
_METADATA_VERSIONS = ("2019-05-01", "2020-06-01", "2022-09-01", "2023-11-01")
_SUBSCRIPTION = "/subscriptions/{subscriptionId}"
_LOCATIONS = _SUBSCRIPTION + "/locations"
_GROUP = _SUBSCRIPTION + "/resourceGroups/{resourceGroupName}"


def _put(call: Call) -> Reply:
    record, new = models.put(call)
    return shown(call, "resourceGroups", record, 201 if new else 200)


def _patch(call: Call) -> Reply:
    return shown(call, "resourceGroups", models.patch(call))


def _get(call: Call) -> Reply:
    return shown(call, "resourceGroups", group_of(call))


def _head(call: Call) -> Reply:
    return Reply(404 if call.store.get(call.group_id) is None else 204)


def _delete(call: Call) -> Reply:
    operation = models.delete(call)
    query = f"?api-version={call.api_version}"
    place = f"{call.base_url}{call.subscription_id}/operationresults/{operation.id}{query}"
    return Reply(202, None, {"Location": place} | operations.retry_after(call.world, operation))


def _list(call: Call) -> Reply:
    wanted = clauses(call, ("tagname", "tagvalue"))
    groups = call.store.children(call.subscription_id, models.TYPE)
    shape = schema_of(call)
    return page(
        call,
        [
            shape.project("resourceGroups", group.body)
            for group in groups
            if catalogue.has_tag(group.body, wanted)
        ],
    )


def _result(call: Call) -> Reply:
    operation = operations.find(call)
    if operation.status == "InProgress":
        return operations.waiting(call, operation)
    return Reply(200)


def _route(operation: str, method: str, path: str, handler: Any) -> Route:
    return Route(operation, method, path, models.TYPE, VERSIONS, handler)


GROUP_ROUTES = (
    _route("ResourceGroups_CreateOrUpdate", "PUT", _GROUP, _put),
    _route("ResourceGroups_Update", "PATCH", _GROUP, _patch),
    _route("ResourceGroups_Get", "GET", _GROUP, _get),
    _route("ResourceGroups_CheckExistence", "HEAD", _GROUP, _head),
    _route("ResourceGroups_Delete", "DELETE", _GROUP, _delete),
    _route("ResourceGroups_List", "GET", _SUBSCRIPTION + "/resourceGroups", _list),
    Route(
        "ResourceGroups_DeleteResult",
        "GET",
        _SUBSCRIPTION + "/operationresults/{operationId}",
        "Microsoft.Resources/operationResults",
        VERSIONS,
        _result,
    ),
)
"""The operations on resource groups."""


def catalogue_routes(others: Sequence[Route]) -> tuple[Route, ...]:
    """Make the operations that say what there is; `others` are all other operations."""
    types = catalogue.types_of(others)
    get = partial(catalogue.provider, types)
    every = partial(catalogue.providers, types)
    register = partial(catalogue.registered, types)
    unregister = partial(catalogue.unregistered, types)
    provider = _SUBSCRIPTION + "/providers/{namespace}"
    resources = "/resources"
    rows: list[tuple[str, str, str, str, Any]] = [
        ("subscriptions", "Subscriptions_List", "GET", "/subscriptions", catalogue.listed),
        ("subscriptions", "Subscriptions_Get", "GET", _SUBSCRIPTION, catalogue.subscription),
        ("locations", "Subscriptions_ListLocations", "GET", _LOCATIONS, catalogue.locations),
        ("resources", "Resources_List", "GET", _SUBSCRIPTION + resources, catalogue.all_in),
        ("resources", "Resources_ListByGroup", "GET", _GROUP + resources, catalogue.in_group),
        ("providers", "Providers_List", "GET", _SUBSCRIPTION + "/providers", every),
        ("providers", "Providers_Get", "GET", provider, get),
        ("providers", "Providers_Register", "POST", provider + "/register", register),
        ("providers", "Providers_Unregister", "POST", provider + "/unregister", unregister),
    ]
    return (*(_row(*row) for row in rows), _METADATA)


def _row(kind: str, operation: str, method: str, path: str, handler: Any) -> Route:
    return Route(operation, method, path, f"Microsoft.Resources/{kind}", VERSIONS, handler)


_METADATA = Route(
    "Metadata_Endpoints",
    "GET",
    "/metadata/endpoints",
    "Microsoft.Resources/metadata",
    _METADATA_VERSIONS,
    catalogue.endpoints,
    public=True,
)

"""Which requests does Microsoft.CognitiveServices answer?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen_emulator.arm import operations
from azgreen_emulator.arm.call import Reply, Route
from azgreen_emulator.arm.tracked import shown
from azgreen_emulator.services.cognitiveservices import (
    accounts,
    capacity,
    deleted,
    deployments,
    keys,
    listings,
    safety,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from azgreen_emulator.arm.call import Call

    Handler = Callable[[Call], Reply]

NAMESPACE = "Microsoft.CognitiveServices"
VERSIONS = ("2024-10-01", "2025-06-01", "2025-09-01")
_ROOT = f"/providers/{NAMESPACE}"
_SUBSCRIPTION = "/subscriptions/{subscriptionId}" + _ROOT
_LOCATION = _SUBSCRIPTION + "/locations/{location}"
_GROUP = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}" + _ROOT
_ACCOUNT = _GROUP + "/accounts/{accountName}"
_DEPLOYMENT = _ACCOUNT + "/deployments/{deploymentName}"
_GRAVE = _LOCATION + "/resourceGroups/{resourceGroupName}/deletedAccounts/{accountName}"


def _result(call: Call) -> Reply:
    operation = operations.find(call)
    if operation.status == "InProgress":
        return operations.waiting(call, operation)
    record = call.store.get(operation.target)
    if record is None or operation.action != "succeed":
        return Reply(204)
    return shown(call, record.type.partition("/")[2], record)


def _operations(_: Call) -> Reply:
    done = [
        {
            "name": f"{route.type}/{_verb(route)}",
            "isDataAction": False,
            "origin": "user,system",
            "display": {
                "provider": NAMESPACE,
                "resource": route.type.partition("/")[2],
                "operation": route.operation,
                "description": f"{route.method} {route.path}",
            },
        }
        for route in ROUTES
    ]
    return Reply(200, {"value": done})


def _verb(route: Route) -> str:
    verbs = {"PUT": "write", "PATCH": "write", "DELETE": "delete", "GET": "read"}
    return verbs.get(route.method, route.path.rsplit("/", 1)[-1] + "/action")


def _table(kind: str, rows: list[tuple[str, str, str, Handler]]) -> list[Route]:
    return [
        Route(operation, method, path, f"{NAMESPACE}/{kind}", VERSIONS, handler)
        for operation, method, path, handler in rows
    ]


ROUTES: tuple[Route, ...] = (
    *_table(
        "accounts",
        [
            ("Accounts_Create", "PUT", _ACCOUNT, accounts.put),
            ("Accounts_Update", "PATCH", _ACCOUNT, accounts.patch),
            ("Accounts_Get", "GET", _ACCOUNT, accounts.get),
            ("Accounts_CheckExistence", "HEAD", _ACCOUNT, accounts.head),
            ("Accounts_Delete", "DELETE", _ACCOUNT, accounts.delete),
            ("Accounts_List", "GET", _SUBSCRIPTION + "/accounts", accounts.in_subscription),
            ("Accounts_ListByResourceGroup", "GET", _GROUP + "/accounts", accounts.in_group),
            ("Accounts_ListKeys", "POST", _ACCOUNT + "/listKeys", keys.listed),
            ("Accounts_RegenerateKey", "POST", _ACCOUNT + "/regenerateKey", keys.regenerate),
            ("Accounts_ListModels", "GET", _ACCOUNT + "/models", listings.account_models),
            ("Accounts_ListSkus", "GET", _ACCOUNT + "/skus", listings.account_skus),
            ("Accounts_ListUsages", "GET", _ACCOUNT + "/usages", listings.account_usages),
        ],
    ),
    *_table(
        "accounts/deployments",
        [
            ("Deployments_CreateOrUpdate", "PUT", _DEPLOYMENT, deployments.put),
            ("Deployments_Update", "PATCH", _DEPLOYMENT, deployments.patch),
            ("Deployments_Get", "GET", _DEPLOYMENT, deployments.get),
            ("Deployments_CheckExistence", "HEAD", _DEPLOYMENT, deployments.head),
            ("Deployments_Delete", "DELETE", _DEPLOYMENT, deployments.delete),
            ("Deployments_List", "GET", _ACCOUNT + "/deployments", deployments.listed),
            ("Deployments_ListSkus", "GET", _DEPLOYMENT + "/skus", deployments.skus),
        ],
    ),
    *safety.ROUTES,
    *_table(
        "deletedAccounts",
        [("DeletedAccounts_List", "GET", _SUBSCRIPTION + "/deletedAccounts", deleted.listed)],
    ),
    *_table(
        "locations/resourceGroups/deletedAccounts",
        [
            ("DeletedAccounts_Get", "GET", _GRAVE, deleted.get),
            ("DeletedAccounts_Purge", "DELETE", _GRAVE, deleted.purge),
        ],
    ),
    *_table("locations/models", [("Models_List", "GET", _LOCATION + "/models", listings.models)]),
    *_table("locations/usages", [("Usages_List", "GET", _LOCATION + "/usages", listings.usages)]),
    *_table(
        "locations/modelCapacities",
        [
            (
                "LocationBasedModelCapacities_List",
                "GET",
                _LOCATION + "/modelCapacities",
                capacity.in_location,
            )
        ],
    ),
    *_table(
        "locations/checkSkuAvailability",
        [
            (
                "CheckSkuAvailability",
                "POST",
                _LOCATION + "/checkSkuAvailability",
                listings.check_skus,
            )
        ],
    ),
    *_table(
        "locations/operationStatuses",
        [
            (
                "Operations_Status",
                "GET",
                _LOCATION + "/operationStatuses/{operationId}",
                operations.status,
            )
        ],
    ),
    *_table(
        "locations/operationResults",
        [("Operations_Result", "GET", _LOCATION + "/operationResults/{operationId}", _result)],
    ),
    *_table(
        "modelCapacities",
        [
            (
                "ModelCapacities_List",
                "GET",
                _SUBSCRIPTION + "/modelCapacities",
                capacity.everywhere,
            )
        ],
    ),
    *_table("skus", [("ResourceSkus_List", "GET", _SUBSCRIPTION + "/skus", listings.skus)]),
    *_table(
        "checkDomainAvailability",
        [
            (
                "CheckDomainAvailability",
                "POST",
                _SUBSCRIPTION + "/checkDomainAvailability",
                listings.check_domain,
            )
        ],
    ),
    *_table(
        "calculateModelCapacity",
        [
            (
                "CalculateModelCapacity",
                "POST",
                _SUBSCRIPTION + "/calculateModelCapacity",
                capacity.calculate,
            )
        ],
    ),
    *_table("operations", [("Operations_List", "GET", _ROOT + "/operations", _operations)]),
)
"""The operations of the namespace."""

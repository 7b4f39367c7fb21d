"""Does the local Azure refuse what the caller's roles do not allow, and say what they do?"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING, Any

import pytest
from azure.core.exceptions import HttpResponseError
from azure.mgmt.authorization import AuthorizationManagementClient

from azgreen_emulator.arm.caller import Caller, action_of
from azgreen_emulator.services import ROUTES

if TYPE_CHECKING:
    from collections.abc import Callable

SUBSCRIPTION = "11111111-2222-3333-4444-555555555555"
COGNITIVE = "/providers/Microsoft.CognitiveServices"


def bearer(**claims: Any) -> dict[str, str | None]:
    """Return the header of a token with these claims; nobody signs it."""
    text = urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return {"Authorization": f"Bearer e30.{text}."}


def test_what_no_role_allows_is_refused_and_changes_nothing(ready: Any) -> None:
    mine = bearer(azgreen_actions=["Microsoft.CognitiveServices/*/read"])
    path = f"/subscriptions/{SUBSCRIPTION}{ready.at('acc')}"
    assert ready.get(ready.at("acc"), headers=mine).status == 200
    refused = ready.delete(ready.at("acc"), headers=mine)
    assert (refused.status, refused.code) == (403, "AuthorizationFailed")
    name = refused.message.split("'")[1]
    assert refused.message == (
        f"The client '{name}' with object id '{name}' does not have authorization to perform action"
        f" 'Microsoft.CognitiveServices/accounts/delete' over scope '{path}' or the scope is"
        " invalid. If access was recently granted, please refresh your credentials."
    )
    assert ready.get(ready.at("acc")).status == 200


def test_what_a_role_leaves_out_is_refused(ready: Any) -> None:
    mine = bearer(
        azgreen_actions=["*"], azgreen_not_actions=["Microsoft.CognitiveServices/*/write"]
    )
    assert ready.get(ready.at("acc"), headers=mine).status == 200
    body = {"sku": {"name": "S0"}}
    answer = ready.send("PATCH", ready.at("acc"), body, headers=mine)
    assert (answer.status, answer.code) == (403, "AuthorizationFailed")


def test_a_token_ends(ready: Any, clock: Any) -> None:
    now = clock.now()
    assert ready.get(ready.at("acc"), headers=bearer(exp=now.timestamp() + 1)).status == 200
    answer = ready.get(ready.at("acc"), headers=bearer(exp=now.timestamp() - 60))
    assert (answer.status, answer.code) == (401, "ExpiredAuthenticationToken")
    assert answer.message == (
        "The access token expiry UTC time '11/23/2026 11:59:00' is earlier than current UTC time"
        " '11/23/2026 12:00:00'."
    )


def test_a_subscription_that_the_caller_cannot_see_is_not_there(ready: Any) -> None:
    elsewhere = "99999999-2222-3333-4444-555555555555"
    assert ready.get(ready.at("acc"), headers=bearer(azgreen_subscriptions=[SUBSCRIPTION])).status
    answer = ready.get(ready.at("acc"), headers=bearer(azgreen_subscriptions=[elsewhere]))
    assert (answer.status, answer.code) == (404, "SubscriptionNotFound")
    assert answer.message == f"The subscription '{SUBSCRIPTION}' could not be found."


def test_permissions_are_those_of_the_token(made: Callable[[Any], Any], raw: Any) -> None:
    client = made(AuthorizationManagementClient)
    (all_of_it,) = client.permissions.list_for_resource_group("rg")
    assert (all_of_it.actions, all_of_it.not_actions) == (["*"], [])
    with pytest.raises(HttpResponseError, match="Resource group 'no' could not be found"):
        list(client.permissions.list_for_resource_group("no"))
    mine = bearer(azgreen_actions=["*/read"], azgreen_not_actions=["Microsoft.Search/*"])
    path = "/providers/Microsoft.Authorization/permissions"
    (item,) = raw.get(path, headers=mine, api="2022-04-01").json["value"]
    assert item["actions"] == ["*/read"]
    assert item["notActions"] == ["Microsoft.Search/*"]


@pytest.mark.parametrize("token", ["made-up", "a.b.c", "e30.bnVsbA.", "e30.e30.", "x.W10.y"])
def test_any_other_token_may_do_everything(ready: Any, token: str) -> None:
    header = {"Authorization": f"Bearer {token}"}
    assert ready.get(ready.at("acc"), headers=header).status == 200


@pytest.mark.parametrize(
    ("operation", "action"),
    [
        ("Models_List", "Microsoft.CognitiveServices/locations/models/read"),
        ("CheckDomainAvailability", "Microsoft.CognitiveServices/checkDomainAvailability/action"),
        (
            "CheckSkuAvailability",
            "Microsoft.CognitiveServices/locations/checkSkuAvailability/action",
        ),
        ("Accounts_ListKeys", "Microsoft.CognitiveServices/accounts/listKeys/action"),
        ("Vaults_CheckNameAvailability", "Microsoft.KeyVault/checkNameAvailability/read"),
        ("Services_CheckNameAvailability", "Microsoft.Search/checkNameAvailability/action"),
        ("Permissions_ListForResourceGroup", "Microsoft.Authorization/permissions/read"),
        ("ResourceGroups_CreateOrUpdate", "Microsoft.Resources/subscriptions/resourceGroups/write"),
        ("Providers_Get", "Microsoft.Resources/subscriptions/providers/read"),
        ("Providers_Register", "Microsoft.Search/register/action"),
        ("DatabaseAccounts_CheckNameExists", "Microsoft.DocumentDB/databaseAccountNames/read"),
    ],
)
def test_an_operation_has_the_action_that_azure_documents(operation: str, action: str) -> None:
    routes = [route for route in ROUTES if route.operation == operation]
    assert {action_of(route, {"namespace": "Microsoft.Search"}) for route in routes} == {action}


def test_a_pattern_stands_for_any_text_and_no_case() -> None:
    caller = Caller(("Microsoft.Search/*/read",), ("*/keys/read",))
    assert caller.may("microsoft.search/searchServices/READ")
    assert not caller.may("Microsoft.Search/searchServices/keys/read")
    assert not caller.may("Microsoft.SearchX/a/read")
    assert not Caller(()).may("a/b/read")

"""Which accounts are refused, changed, deleted and restored, and in which words?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Raw

    from azgreen_emulator.clock import ManualClock

HOUR_S = 3600


@pytest.mark.parametrize(
    ("changes", "status", "code", "said"),
    [
        (
            {"kind": "Banana"},
            400,
            "InvalidApiSetId",
            "The account type 'Banana' is either invalid or unavailable in given region.",
        ),
        ({"sku": {"name": "P9"}}, 400, "InvalidSkuId", "The account SKU 'P9' is either invalid"),
        (
            {"location": "atlantis"},
            400,
            "LocationNotAvailableForResourceType",
            (
                "The provided location 'atlantis' is not available for resource type"
                " 'Microsoft.CognitiveServices/accounts'. List of available regions"
                " for the resource"
                " type is '"
            ),
        ),
        (
            {"location": None},
            400,
            "LocationRequired",
            "The location property is required for this definition.",
        ),
        ({"kind": None}, 400, "InvalidRequestContent", "kind: required for an account"),
        (
            {"properties": {"customSubDomainName": "no_underscores"}},
            400,
            "CustomDomainNameInvalid",
            "Sub domain name 'no_underscores' is not valid",
        ),
        (
            {"properties": {"disableLocalAuth": True}},
            400,
            "InvalidResourceProperties",
            "The property 'customSubDomainName' is required when 'disableLocalAuth' is set.",
        ),
        (
            {"identity": {"type": "UserAssigned"}},
            400,
            "InvalidRequestContent",
            "identity.userAssignedIdentities: required for an identity of type 'UserAssigned'",
        ),
        (
            {"tags": {f"t{index}": "" for index in range(51)}},
            400,
            "InvalidTags",
            "The number of tags '51' exceeds the maximum of '50' allowed for a resource.",
        ),
        ({"tags": {"a/b": ""}}, 400, "InvalidTag", "The tag 'a/b' is invalid"),
        ({"tags": {"a": "b" * 257}}, 400, "InvalidTag", "its value is longer than 256"),
        ({"tags": {"a" * 513: ""}}, 400, "InvalidTag", "between 1 and 512"),
    ],
)
def test_refused(raw: Raw, changes: dict[str, Any], status: int, code: str, said: str) -> None:
    raw.group()
    answer = raw.account(**changes)
    assert (answer.status, answer.code) == (status, code)
    assert said in answer.message
    assert raw.get(raw.at()).code == "ResourceNotFound"


@pytest.mark.parametrize("name", ["a", "-abc", "a" * 65, "a b"])
def test_name_follows_the_published_pattern(raw: Raw, name: str) -> None:
    raw.group()
    answer = raw.account(name.replace(" ", "%20"), properties={})
    assert (answer.status, answer.code) == (400, "InvalidResourceName")
    assert f"'{name}'" in answer.message


def test_subdomain_is_unique_and_stays(ready: Raw) -> None:
    taken = ready.account("two", properties={"customSubDomainName": "ACC"})
    assert (taken.status, taken.code) == (409, "CustomDomainInUse")
    assert taken.message.startswith(
        "Please pick a different name. The subdomain name 'ACC' is not available as it's already"
        " used by a resource."
    )
    changed = ready.account(properties={"customSubDomainName": "other"})
    assert (changed.status, changed.code) == (400, "InvalidResourceProperties")
    kept = ready.account(properties={})
    assert kept.json["properties"]["customSubDomainName"] == "acc"


def test_account_cannot_move_or_change_its_kind(ready: Raw) -> None:
    moved = ready.account(location="westeurope")
    assert (moved.status, moved.code) == (409, "InvalidResourceLocation")
    assert moved.message == (
        "The resource 'acc' already exists in location 'swedencentral' in resource group 'rg'. A"
        " resource with the same name cannot be created in location 'westeurope'. Please select a"
        " new resource name."
    )
    kind = ready.account(kind="OpenAI")
    assert (kind.status, kind.code) == (400, "InvalidResourceProperties")


def test_patch_replaces_tags_and_keeps_the_rest(ready: Raw) -> None:
    ready.account(tags={"old": "1"}, properties={"publicNetworkAccess": "Disabled"})
    changed = ready.send("PATCH", ready.at(), {"tags": {"new": "2"}})
    assert changed.status == 200
    assert changed.json["tags"] == {"new": "2"}
    assert changed.json["properties"]["publicNetworkAccess"] == "Disabled"
    body = {"properties": {"publicNetworkAccess": "Enabled"}}
    assert ready.send("PATCH", ready.at(), body).json["tags"] == {"new": "2"}
    refused = ready.send("PATCH", ready.at(), {"location": "westeurope"})
    assert (refused.status, refused.code) == (409, "InvalidResourceLocation")


def test_entity_tags_guard_a_write(ready: Raw) -> None:
    shown = ready.get(ready.at())
    etag = shown.headers["ETag"]
    assert etag == shown.json["etag"]
    body = {"location": "swedencentral", "kind": "AIServices", "sku": {"name": "S0"}}
    fresh = ready.put(ready.at(), body, headers={"If-None-Match": "*"})
    assert (fresh.status, fresh.code) == (412, "PreconditionFailed")
    stale = ready.put(ready.at(), body, headers={"If-Match": '"stale"'})
    assert (stale.status, stale.code) == (412, "PreconditionFailed")
    good = ready.put(ready.at(), body, headers={"If-Match": etag})
    assert good.status == 200
    assert good.json["etag"] != etag
    absent = ready.put(ready.at("none"), body, headers={"If-Match": "*"})
    assert (absent.status, absent.code) == (412, "PreconditionFailed")


def test_account_with_deployments_is_not_deleted(ready: Raw) -> None:
    ready.deployment()
    answer = ready.delete(ready.at())
    assert (answer.status, answer.code) == (409, "CannotDeleteResource")
    assert answer.message == (
        "Cannot delete resource while nested resources exist. Some existing nested resource IDs"
        " include: 'Microsoft.CognitiveServices/accounts/acc/deployments/chat'. Please delete all"
        " nested resources before deleting this resource."
    )


def test_deleted_account_holds_its_name_and_domain_for_48_hours(
    ready: Raw, clock: ManualClock
) -> None:
    ready.delete(ready.at())
    again = ready.account()
    assert (again.status, again.code) == (409, "FlagMustBeSetForRestore")
    assert again.message.endswith(
        "/accounts/acc' has been soft-deleted. To restore the resource, you must specify 'restore'"
        " to be 'true' in the property. If you don't want to restore existing resource, please"
        " purge it first."
    )
    assert (
        ready.account("b2", properties={"customSubDomainName": "acc"}).code == "CustomDomainInUse"
    )
    clock.advance(48 * HOUR_S - 1)
    assert ready.account().code == "FlagMustBeSetForRestore"
    clock.advance(1)
    assert ready.account().status == 201


def test_restore_brings_an_account_back(ready: Raw) -> None:
    ready.account(tags={"kept": "yes"}, properties={"publicNetworkAccess": "Disabled"})
    ready.delete(ready.at())
    back = ready.account(properties={"restore": True})
    assert back.status == 201
    assert back.json["tags"] == {"kept": "yes"}
    assert back.json["properties"]["customSubDomainName"] == "acc"
    assert back.json["properties"]["publicNetworkAccess"] == "Disabled"
    assert "restore" not in back.json["properties"]
    active = ready.account(properties={"restore": True})
    assert (active.status, active.code) == (409, "CanNotRestoreAnActiveResource")
    gone = ready.account("never", properties={"restore": True})
    assert (gone.status, gone.code) == (404, "CanNotRestoreANonExistingResource")


def test_restore_after_the_group_went_brings_deployments_and_quota_back(ready: Raw) -> None:
    ready.deployment(sku={"name": "GlobalStandard", "capacity": 5000})
    ready.delete("/resourceGroups/rg", api="2024-03-01")
    ready.group()
    ready.account("two")
    held = ready.deployment(account="two")
    assert (held.code, "usage is 5000" in held.message) == ("InsufficientQuota", True)
    assert ready.account(properties={"restore": True}).status == 201
    shown = ready.get(f"{ready.at()}/deployments/chat")
    assert shown.json["sku"]["capacity"] == 5000
    assert ready.get("/providers/Microsoft.CognitiveServices/deletedAccounts").json["value"] == []


def test_put_back_what_was_got(ready: Raw) -> None:
    shown = ready.get(ready.at()).json
    assert ready.put(ready.at(), shown).status == 200
    shown = ready.get(ready.at()).json
    shown["properties"]["endpoint"] = "https://elsewhere/"
    refused = ready.put(ready.at(), shown)
    assert (refused.status, refused.code) == (400, "InvalidRequestContent")
    assert refused.json["error"]["target"] == "properties.endpoint"


def test_identity_is_always_the_same(ready: Raw) -> None:
    one = ready.account(identity={"type": "SystemAssigned"}).json["identity"]
    two = ready.account(identity={"type": "SystemAssigned"}).json["identity"]
    assert one == two
    provider = "/subscriptions/x/resourceGroups/y/providers/Microsoft.ManagedIdentity"
    name = f"{provider}/userAssignedIdentities/z"
    both = ready.account(
        identity={"type": "systemassigned,userassigned", "userAssignedIdentities": {name: {}}}
    ).json["identity"]
    assert both["type"] == "SystemAssigned, UserAssigned"
    assert both["principalId"] == one["principalId"]
    assert set(both["userAssignedIdentities"][name]) == {"principalId", "clientId"}


def test_openai_account_can_become_an_ai_services_account(ready: Raw) -> None:
    ready.account("old", kind="OpenAI")
    upgraded = ready.account("old", kind="AIServices")
    assert (upgraded.status, upgraded.json["kind"]) == (200, "AIServices")
    assert upgraded.json["properties"]["endpoint"] == "https://old.cognitiveservices.azure.com/"


def test_what_is_not_there_is_deleted_already(ready: Raw) -> None:
    assert ready.delete(ready.at("none")).status == 204
    assert ready.delete(f"{ready.at()}/deployments/none").status == 204
    place = "/providers/Microsoft.CognitiveServices/locations/swedencentral"
    grave = f"{place}/resourceGroups/rg/deletedAccounts/none"
    assert ready.delete(grave).status == 204
    answer = ready.get(grave)
    assert (answer.status, answer.code) == (404, "ResourceNotFound")


def test_account_without_subdomain_has_the_regional_endpoint(ready: Raw) -> None:
    shown = ready.account("plain", properties={}).json["properties"]
    regional = "https://swedencentral.api.cognitive.microsoft.com/"
    assert shown["endpoint"] == regional
    assert set(shown["endpoints"].values()) == {regional}
    assert "customSubDomainName" not in shown
    speech = ready.account("voice", kind="SpeechServices")
    assert speech.json["properties"]["endpoint"] == "https://voice.cognitiveservices.azure.com/"

"""Does Azure get what azure-native would send, and nothing else?"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.errors import EngineError, InputError
from azgreen_emulator.native import resource as native
from azgreen_emulator.native.reading import inputs_from_azure
from azgreen_emulator.native.table import spec_for
from azgreen_emulator.native.values import UNKNOWN, Secret

GROUP = spec_for("azure-native:resources:ResourceGroup")
ACCOUNT = spec_for("azure-native:cognitiveservices:Account")
DEPLOYMENT = spec_for("azure-native:cognitiveservices:Deployment")


def test_only_inputs_are_sent_and_names_stay_in_the_path():
    inputs = {
        "resourceGroupName": "rg",
        "accountName": "ai",
        "location": "swedencentral",
        "sku": {"name": "S0"},
        "properties": {"customSubDomainName": Secret("ai")},
    }
    assert native.body(ACCOUNT, inputs) == {
        "location": "swedencentral",
        "sku": {"name": "S0"},
        "properties": {"customSubDomainName": "ai"},
    }
    assert native.arm_id(ACCOUNT, inputs, "sub") == (
        "/subscriptions/sub/resourceGroups/rg/providers/Microsoft.CognitiveServices/accounts/ai"
    )


def test_user_assigned_identities_become_the_keys_that_arm_wants():
    identity = {"type": "UserAssigned", "userAssignedIdentities": ["/id/1", "/id/2"]}
    sent = native.body(ACCOUNT, {"identity": identity})["identity"]
    assert sent["userAssignedIdentities"] == {"/id/1": {}, "/id/2": {}}


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=100), st.binary(min_size=1))
def test_a_name_left_out_is_made_once_and_kept(name, seed):
    first = native.check(GROUP, name, {"location": "x"}, None, seed=seed)
    assert re.fullmatch(r"[a-z]+[0-9a-f]{8}", first["resourceGroupName"])
    assert len(first["resourceGroupName"]) <= GROUP.name_length
    assert native.check(GROUP, name, {"location": "x"}, first) == first
    assert native.check(GROUP, name, {"location": "x"}, None, seed=seed) == first


def test_a_location_left_out_is_the_configured_one():
    given = {"resourceGroupName": "rg"}
    assert native.check(ACCOUNT, "ai", given, None, location="eastus")["location"] == "eastus"


def test_every_property_that_cannot_be_used_is_named_at_once():
    with pytest.raises(InputError) as caught:
        native.check(DEPLOYMENT, "chat", {"skuu": {}, "capacity": 3}, None)
    assert str(caught.value).splitlines() == [
        "capacity: unknown property of azure-native:cognitiveservices:Deployment;"
        " allowed: accountName, deploymentName, properties, resourceGroupName, sku and 1 more",
        "skuu: unknown property of azure-native:cognitiveservices:Deployment; did you mean 'sku'?",
        "resourceGroupName: missing; azure-native:cognitiveservices:Deployment needs it",
        "accountName: missing; azure-native:cognitiveservices:Deployment needs it",
    ]


def test_a_changed_capacity_is_an_update_and_a_changed_name_a_replacement():
    old = {
        "resourceGroupName": "rg",
        "accountName": "ai",
        "deploymentName": "d",
        "sku": {"capacity": 1},
    }
    grown = native.diff(DEPLOYMENT, "d", old, {**old, "sku": {"capacity": 2}})
    assert (grown.kind, grown.changed) == ("update", ("sku.capacity",))
    moved = native.diff(DEPLOYMENT, "d", old, {**old, "deploymentName": "e"})
    assert (moved.kind, moved.delete_before_replace) == ("replace", True)
    copied = native.diff(DEPLOYMENT, "d", old, {**old, "accountName": "other"})
    assert (copied.kind, copied.delete_before_replace) == ("replace", True)


def test_a_resource_that_was_named_at_random_is_replaced_before_it_is_deleted():
    autonamed = {"resourceGroupName": "rg", "accountName": "ai0123abcd"}
    fresh = native.diff(ACCOUNT, "ai", autonamed, {**autonamed, "resourceGroupName": "other"})
    assert (fresh.kind, fresh.delete_before_replace) == ("replace", False)


def test_a_moved_account_keeps_its_id_and_must_go_first():
    old = {"resourceGroupName": "rg", "accountName": "ai", "location": "eastus"}
    moved = native.diff(ACCOUNT, "ai", old, {**old, "location": "swedencentral"})
    assert (moved.replaces, moved.delete_before_replace) == (("location",), True)
    same = native.diff(ACCOUNT, "ai", old, {**old, "location": "East US"})
    assert same.kind == "same"


def test_what_only_azure_can_tell_is_unknown_in_a_preview():
    inputs = {"location": "x", "properties": {"disableLocalAuth": True}}
    foreseen = native.preview_outputs(ACCOUNT, inputs)
    assert foreseen["properties"]["endpoint"] is UNKNOWN
    assert foreseen["properties"]["disableLocalAuth"] is True
    assert foreseen["name"] is UNKNOWN
    assert foreseen["location"] == "x"


def test_a_refresh_takes_only_what_the_program_sets():
    answer = {
        "name": "ai",
        "location": "eastus",
        "sku": {"name": "S0"},
        "properties": {"disableLocalAuth": False, "endpoint": "https://x", "allowedFqdnList": []},
    }
    known = {"location": "eastus", "properties": {"disableLocalAuth": True}}
    resource_id = native.arm_id(ACCOUNT, {"resourceGroupName": "rg", "accountName": "ai"}, "sub")
    refreshed = inputs_from_azure(ACCOUNT, resource_id, answer, known)
    assert refreshed["properties"] == {"disableLocalAuth": False}
    imported = inputs_from_azure(ACCOUNT, resource_id, answer, {})
    assert imported["properties"] == {"disableLocalAuth": False, "allowedFqdnList": []}
    assert (imported["resourceGroupName"], imported["accountName"]) == ("rg", "ai")


@pytest.mark.parametrize(
    ("token", "message"),
    [
        (
            "azure-native:cognitiveservices:Acount",
            "resource type 'azure-native:cognitiveservices:Acount' is not served by the local"
            " Azure; did you mean 'azure-native:cognitiveservices:Account'?",
        ),
        (
            "azure-native:cognitiveservices/v20240101:Account",
            "'azure-native:cognitiveservices/v20240101:Account': the local Azure serves API version"
            " 2025-06-01; use 'azure-native:cognitiveservices:Account'",
        ),
    ],
)
def test_a_type_that_is_not_served_is_refused_by_its_name(token, message):
    with pytest.raises(EngineError) as caught:
        spec_for(token)
    assert str(caught.value) == message

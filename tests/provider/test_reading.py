"""Do a refresh and an import write inputs as a program would?"""

from __future__ import annotations

from azgreen_emulator.native import resource as native
from azgreen_emulator.native.reading import inputs_from_azure
from azgreen_emulator.native.table import spec_for
from azgreen_emulator.native.values import Secret

ACCOUNT = spec_for("azure-native:cognitiveservices:Account")
NAMES = {"resourceGroupName": "rg", "accountName": "ai"}
ID = native.arm_id(ACCOUNT, NAMES, "sub")
IDENTITY = "/subscriptions/sub/identity"


def read(answer, known, state=None):
    found = inputs_from_azure(ACCOUNT, ID, answer, known, state)
    assert {key: found.pop(key) for key in NAMES} == NAMES
    return found


def test_assigned_identities_are_a_list_for_programs():
    told = {"identity": {"userAssignedIdentities": {IDENTITY: {"clientId": "1"}}}}
    written = {"identity": {"userAssignedIdentities": [IDENTITY]}}
    assert read(told, {}) == written
    assert read(told, {"identity": {"userAssignedIdentities": ["/gone"]}}) == written


def test_what_azure_fills_into_the_items_of_a_list_is_no_drift():
    rules = {"networkAcls": {"virtualNetworkRules": [{"id": "/net"}]}}
    filled = {"networkAcls": {"virtualNetworkRules": [{"id": "/net", "state": "ok"}]}}
    assert read({"properties": filled}, {"properties": rules}) == {"properties": rules}
    longer = {"networkAcls": {"virtualNetworkRules": [{"id": "/net"}, {"id": "/more"}]}}
    assert read({"properties": longer}, {"properties": rules}) == {"properties": longer}


def test_what_only_azure_sets_never_becomes_an_input():
    told = {"properties": {"endpoint": "https://x", "disableLocalAuth": True}}
    known = {"properties": {"disableLocalAuth": True}}
    before = {"properties": {"disableLocalAuth": True}}
    assert read(told, known, before) == known
    assert read(told, {}) == known


def test_a_property_that_somebody_set_is_drift_and_one_that_was_there_is_not():
    known, before = {"kind": "AIServices"}, {"kind": "AIServices", "sku": {"name": "S0"}}
    told = {**before, "tags": {"by": "hand"}}
    assert read(told, known, before) == {**known, "tags": {"by": "hand"}}


def test_a_secret_that_changed_or_went_is_still_no_plain_value():
    known, before = {"tags": Secret({"a": "1"})}, {"tags": Secret({"a": "1"})}
    assert read({"tags": {"a": "2"}}, known, before) == {"tags": Secret({"a": "2"})}
    assert read({}, known, before) == {}

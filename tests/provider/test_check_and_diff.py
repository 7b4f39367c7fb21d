"""Are a program's inputs checked and compared as the engine asks it?"""

from __future__ import annotations

import re

import pytest
from pulumi.runtime.proto import provider_pb2
from tests.provider.conftest import (
    ACCOUNT,
    DEPLOYMENT,
    GROUP,
    UNKNOWN,
    account,
    deployment,
    group,
    output_value,
    reference,
    secret,
    urn,
)

NAMING = provider_pb2.CheckRequest.AutonamingOptions
KIND = provider_pb2.PropertyDiff


def test_a_name_left_out_follows_from_the_seed_and_is_kept(engine):
    news = {"location": "swedencentral"}
    first = engine.checked(GROUP, "group", news)
    assert re.fullmatch(r"group[0-9a-f]{8}", first["resourceGroupName"])
    assert engine.checked(GROUP, "group", news) == first
    assert engine.checked(GROUP, "group", news, first) == first


def test_the_stacks_autonaming_names_what_has_no_name_yet(engine):
    naming = NAMING(proposed_name="shop-group", mode=NAMING.ENFORCE)
    news = {"location": "swedencentral"}
    made = engine.checked(GROUP, "group", news, autonaming=naming)
    assert made["resourceGroupName"] == "shop-group"
    other = NAMING(proposed_name="other", mode=NAMING.PROPOSE)
    assert engine.checked(GROUP, "group", news, made, autonaming=other) == made
    mine = engine.checked(GROUP, "group", {**news, "resourceGroupName": "rg"}, autonaming=other)
    assert mine["resourceGroupName"] == "rg"


def test_autonaming_that_is_off_asks_for_a_name(engine):
    off = NAMING(mode=NAMING.DISABLE)
    failures = engine.failures(GROUP, "group", {"location": "eastus"}, autonaming=off)
    assert "name it in the program" in failures["resourceGroupName"]


def test_every_property_that_cannot_be_used_is_a_failure_of_its_own(engine):
    archive = {"4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7"}
    failures = engine.failures(DEPLOYMENT, "chat", {"skuu": {}, "accountName": "ai"})
    assert set(failures) == {"skuu", "resourceGroupName"}
    assert "did you mean 'sku'?" in failures["skuu"]
    failures = engine.failures(DEPLOYMENT, "chat", deployment(properties=archive))
    assert set(failures) == {"properties"}


def test_internal_keys_of_engines_and_providers_are_no_properties(engine):
    internal = {"__defaults": [], "__createBeforeDelete": True}
    assert engine.checked(GROUP, "group", group(**internal), group(**internal)) == group()


def test_a_region_left_out_is_the_setting_or_the_groups(engine):
    engine.made(GROUP, "group", group())
    news = account()
    del news["location"]
    assert engine.checked(ACCOUNT, "ai", news)["location"] == "swedencentral"
    engine.configure({"location": "eastus"})
    assert engine.checked(ACCOUNT, "ai", news)["location"] == "eastus"


def test_unknowns_secrets_and_references_pass_check(engine):
    named = reference(urn(GROUP, "group"), "rg")
    known = engine.checked(
        ACCOUNT,
        "ai",
        account(
            resourceGroupName=named,
            tags={"a": secret("x"), "b": UNKNOWN},
            kind=output_value("AIServices"),
        ),
    )
    assert known["resourceGroupName"] == "rg"
    assert known["tags"] == {"a": secret("x"), "b": UNKNOWN}
    assert known["kind"] == secret("AIServices")
    foreseen = account(resourceGroupName=UNKNOWN)
    del foreseen["location"]
    assert "location" not in engine.checked(ACCOUNT, "ai", foreseen)


def test_the_olds_that_check_gets_may_hold_anything(engine):
    olds = {**group(), "tags": secret({"a": output_value("b")}), "more": [1, None]}
    assert engine.checked(GROUP, "group", {"location": "eastus"}, olds)["location"] == "eastus"


def test_nothing_changed_is_said_so(engine):
    answer = engine.diff(ACCOUNT, "ai", account(), account(location="Sweden Central"))
    assert answer.changes == provider_pb2.DiffResponse.DIFF_NONE
    assert answer.hasDetailedDiff
    assert not answer.detailedDiff


def test_a_difference_is_told_by_path_and_property(engine):
    old = deployment(versionUpgradeOption="x", tags={"gone": "1", "kept": "1"})
    new = deployment(
        versionUpgradeOption="x",
        tags={"kept": "2", "new": UNKNOWN},
        sku={"name": "Standard", "capacity": 3},
    )
    answer = engine.diff(DEPLOYMENT, "chat", old, new)
    kinds = {path: detail.kind for path, detail in answer.detailedDiff.items()}
    assert kinds == {
        "sku.capacity": KIND.UPDATE,
        "tags.gone": KIND.DELETE,
        "tags.kept": KIND.UPDATE,
        "tags.new": KIND.ADD,
    }
    assert all(detail.inputDiff for detail in answer.detailedDiff.values())
    assert answer.changes == provider_pb2.DiffResponse.DIFF_SOME
    assert sorted(answer.diffs) == ["sku", "tags"]
    assert not answer.replaces
    assert not answer.deleteBeforeReplace


def test_a_secret_is_compared_by_its_value(engine):
    same = engine.diff(GROUP, "group", group(tags={"a": "1"}), group(tags={"a": secret("1")}))
    assert same.changes == provider_pb2.DiffResponse.DIFF_NONE
    other = engine.diff(GROUP, "group", group(tags=secret({"a": "1"})), group(tags={"a": "2"}))
    assert list(other.detailedDiff) == ["tags.a"]


def test_a_moved_account_goes_before_the_new_one_comes(engine):
    answer = engine.diff(ACCOUNT, "ai", account(), account(location="eastus"))
    assert list(answer.replaces) == ["location"]
    assert answer.deleteBeforeReplace
    assert answer.detailedDiff["location"].kind == KIND.UPDATE_REPLACE


def test_what_depends_on_a_replaced_resource_is_replaced_too(engine):
    # the engine asks with the dependent's inputs unknown
    answer = engine.diff(DEPLOYMENT, "chat", deployment(), deployment(accountName=UNKNOWN))
    assert list(answer.replaces) == ["accountName"]
    assert answer.deleteBeforeReplace  # it was named by the program


@pytest.mark.parametrize("path", ["location", "*", 'tags["a"]', "tags"])
def test_ignored_changes_are_no_changes(engine, path):
    old = group(tags={"a": "1"})
    new = {**old, "location": "eastus"} if path == "location" else group(tags={"a": "2"})
    answer = engine.diff(GROUP, "group", old, new, ignore_changes=[path])
    assert answer.changes == provider_pb2.DiffResponse.DIFF_NONE
    assert not answer.replaces
    assert not answer.deleteBeforeReplace


def test_without_old_inputs_the_old_outputs_are_compared(stack):
    where, inputs, outputs = stack.made(ACCOUNT, "ai", account())
    same = stack.diff(ACCOUNT, "ai", None, inputs, outputs=outputs, id=where)
    assert same.changes == provider_pb2.DiffResponse.DIFF_NONE
    grown = {**inputs, "tags": {"a": "b"}}
    other = stack.diff(ACCOUNT, "ai", None, grown, outputs=outputs, id=where)
    assert list(other.diffs) == ["tags"]


def test_internal_keys_are_no_difference(engine):
    answer = engine.diff(GROUP, "group", group(__createBeforeDelete=True), group())
    assert answer.changes == provider_pb2.DiffResponse.DIFF_NONE

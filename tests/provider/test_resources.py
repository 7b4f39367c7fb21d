"""Does a resource go through its life as the engine drives it?"""

from __future__ import annotations

import pytest
from pulumi.runtime.proto import provider_pb2
from tests.provider.conftest import (
    ACCOUNT,
    DEPLOYMENT,
    GROUP,
    UNKNOWN,
    account,
    arm,
    deployment,
    group,
    plain,
    secret,
)

ACCOUNT_ID = arm("resourceGroups/rg/providers/Microsoft.CognitiveServices/accounts/ai")
CHAT_ID = f"{ACCOUNT_ID}/deployments/chat"


def stored(azure, resource_id):
    return azure.store.get(resource_id).body


def test_a_preview_writes_nothing_and_leaves_open_what_only_azure_knows(engine, azure):
    inputs = account(resourceGroupName=UNKNOWN, tags=secret({"a": "b"}))
    answer = engine.create(ACCOUNT, "ai", inputs, preview=True)
    outputs = plain(answer.properties)
    assert answer.id == ""
    assert outputs["name"] == outputs["properties"]["endpoint"] == UNKNOWN
    assert outputs["properties"]["customSubDomainName"] == "shop"
    assert outputs["tags"] == secret({"a": "b"})
    assert azure.store.is_empty()


def test_whole_numbers_reach_azure_as_integers(engine, azure):
    engine.made(GROUP, "group", group())
    engine.made(ACCOUNT, "ai", account())
    where, inputs, outputs = engine.made(
        DEPLOYMENT, "chat", deployment(sku={"name": "Standard", "capacity": 2.0})
    )
    capacity = stored(azure, where)["sku"]["capacity"]
    assert (capacity, type(capacity)) == (2, int)
    assert (where, outputs["sku"]) == (CHAT_ID, inputs["sku"])
    assert "id" not in outputs


def test_secrets_going_in_are_secrets_coming_out_and_plain_in_azure(engine, azure):
    where, inputs, outputs = engine.made(GROUP, "group", group(tags={"key": secret("s3cr3t")}))
    assert inputs["tags"] == {"key": secret("s3cr3t")}
    assert outputs["tags"] == secret({"key": "s3cr3t"})
    assert stored(azure, where)["tags"] == {"key": "s3cr3t"}
    updated = engine.update(GROUP, "group", where, inputs, old=inputs, outputs=outputs)
    assert plain(updated.properties)["tags"] == secret({"key": "s3cr3t"})


@pytest.mark.parametrize(
    ("kind", "name", "inputs"),
    [
        (GROUP, "group", group(tags={"a": secret("b")})),
        (ACCOUNT, "ai", account(location="Sweden Central", identity={"type": "SystemAssigned"})),
        (DEPLOYMENT, "chat", deployment()),
    ],
)
def test_a_refresh_right_after_a_write_changes_nothing(stack, kind, name, inputs):
    where, inputs, outputs = stack.made(kind, name, inputs)
    answer = stack.read(kind, name, where, inputs, outputs)
    assert answer.id == where
    assert plain(answer.inputs) == inputs
    assert plain(answer.properties) == outputs


def test_a_refresh_shows_what_somebody_else_changed_removed_or_added(stack):
    where, inputs, outputs = stack.made(GROUP, "group", group(tags={"a": secret("1"), "b": "2"}))
    stack.update(GROUP, "group", where, group(tags={"a": "9", "c": "3"}))
    live = stack.read(GROUP, "group", where, inputs, outputs)
    assert plain(live.inputs) == group(tags={"a": secret("9"), "c": "3"})
    assert plain(live.properties)["tags"] == secret({"a": "9", "c": "3"})
    diff = stack.diff(GROUP, "group", plain(live.inputs), inputs)
    assert list(diff.diffs) == ["tags"]


def test_what_azure_never_tells_is_no_drift(stack):
    inputs = account(properties={**account()["properties"], "restore": False})
    where, inputs, outputs = stack.made(ACCOUNT, "ai", inputs)
    outputs["properties"].pop("restore", None)
    answer = stack.read(ACCOUNT, "ai", where, inputs, outputs)
    assert plain(answer.inputs) == inputs


def test_a_resource_that_is_gone_has_no_id(engine):
    answer = engine.read(GROUP, "group", arm("resourceGroups/rg"), group(), group())
    assert (answer.id, plain(answer.properties), plain(answer.inputs)) == ("", {}, {})


def test_an_import_finds_inputs_that_pass_check_and_differ_in_nothing(stack):
    for kind, name, where in (
        (GROUP, "group", arm("resourceGroups/rg")),
        (ACCOUNT, "ai", ACCOUNT_ID),
        (DEPLOYMENT, "chat", CHAT_ID),
    ):
        inputs = plain(stack.read(kind, name, where).inputs)
        assert stack.checked(kind, name, inputs, inputs) == inputs
        diff = stack.diff(kind, name, inputs, inputs)
        assert diff.changes == provider_pb2.DiffResponse.DIFF_NONE
        stack.update(kind, name, where, inputs)


def test_an_update_is_foreseen_and_written(stack, azure):
    new = deployment(sku={"name": "Standard", "capacity": 5})
    foreseen = stack.update(DEPLOYMENT, "chat", CHAT_ID, new, old=deployment(), preview=True)
    # an unknown name would have every dependent shown as replaced
    assert plain(foreseen.properties)["name"] == "chat"
    assert plain(foreseen.properties)["sku"]["capacity"] == 5
    assert stored(azure, CHAT_ID)["sku"]["capacity"] == 2
    written = stack.update(DEPLOYMENT, "chat", CHAT_ID, new, old=deployment())
    assert plain(written.properties)["properties"]["provisioningState"] == "Succeeded"
    assert stored(azure, CHAT_ID)["sku"]["capacity"] == 5


def test_a_preview_of_an_update_takes_unknowns(stack, azure):
    new = group(tags={"a": UNKNOWN})
    foreseen = stack.update(GROUP, "group", arm("resourceGroups/rg"), new, preview=True)
    assert plain(foreseen.properties)["tags"] == {"a": UNKNOWN}
    assert "tags" not in stored(azure, arm("resourceGroups/rg"))


def test_a_deletion_may_be_asked_for_twice(stack, azure):
    for kind, name, where in (
        (DEPLOYMENT, "chat", CHAT_ID),
        (ACCOUNT, "ai", ACCOUNT_ID),
        (GROUP, "group", arm("resourceGroups/rg")),
    ):
        stack.delete(kind, name, where)
        assert azure.store.get(where) is None
        stack.delete(kind, name, where)
    assert [grave.key for grave in azure.store.graves()] == [ACCOUNT_ID.lower()]

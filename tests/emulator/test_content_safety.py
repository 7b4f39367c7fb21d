"""Does Azure's own client find content filters and blocklists, and what Azure refuses of them?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from azure.core.exceptions import ResourceNotFoundError

ACCOUNT = "/resourceGroups/rg/providers/Microsoft.CognitiveServices/accounts/acc"
POLICY = f"{ACCOUNT}/raiPolicies/strict"
LIST = f"{ACCOUNT}/raiBlocklists/rivals"
HATE = {"name": "Hate", "source": "Prompt", "enabled": True, "blocking": True}
KNOWN = (
    "Hate, Sexual, Violence, Selfharm, Profanity, Jailbreak, Indirect Attack, Indirect Attack "
    "Spotlighting, Protected Material Text, Protected Material Code"
)
BAD = "The request content was invalid: "
MODEL = {"format": "OpenAI", "name": "gpt-4.1-mini", "version": "2025-04-14"}
API = ["2024-10-01", "2025-06-01", "2025-09-01"]


def policy(**properties: Any) -> dict[str, Any]:
    return {"properties": {"basePolicyName": "Microsoft.DefaultV2", **properties}}


@pytest.mark.usefixtures("ready")
def test_a_policy_lives_and_is_what_a_deployment_uses(sdk: Any, ready: Any) -> None:
    policies = sdk.cognitive.rai_policies
    filters = [{**HATE, "severityThreshold": "Low"}]
    body = policy(contentFilters=filters, mode="Asynchronous_filter")
    made = policies.create_or_update("rg", "acc", "strict", body)
    assert (made.name, made.type) == (
        "strict",
        "Microsoft.CognitiveServices/accounts/raiPolicies",
    )
    known = made.properties
    assert (known.base_policy_name, known.mode) == ("Microsoft.DefaultV2", "Asynchronous_filter")
    assert known.type == "UserManaged"
    assert known.content_filters[0].severity_threshold == "Low"
    again = policies.create_or_update("rg", "acc", "strict", body)
    assert again.properties.as_dict() == known.as_dict()
    assert [item.name for item in policies.list("rg", "acc")] == ["strict"]
    properties = {"model": MODEL, "raiPolicyName": "Strict"}
    assert ready.deployment(properties=properties).status == 201
    answer = ready.delete(POLICY)
    assert (answer.status, answer.code, answer.message) == (
        409,
        "RaiPolicyInUse",
        "The RAI policy 'strict' is in use by deployments: chat. Let them use another policy, or "
        "delete them first.",
    )
    sdk.cognitive.deployments.begin_delete("rg", "acc", "chat").result()
    policies.begin_delete("rg", "acc", "strict").result()
    with pytest.raises(ResourceNotFoundError):
        policies.get("rg", "acc", "strict")
    assert list(policies.list("rg", "acc")) == []


@pytest.mark.usefixtures("ready")
def test_a_blocklist_lives_with_its_terms(sdk: Any) -> None:
    lists, terms = sdk.cognitive.rai_blocklists, sdk.cognitive.rai_blocklist_items
    made = lists.create_or_update("rg", "acc", "rivals", {"properties": {"description": "names"}})
    assert (made.name, made.properties.description) == ("rivals", "names")
    place = ("rg", "acc", "rivals")
    term = terms.create_or_update(*place, "one", {"properties": {"pattern": "fabrikam"}})
    assert (term.properties.pattern, term.properties.is_regex) == ("fabrikam", False)
    more = {"properties": {"pattern": "north.*", "isRegex": True}}
    assert terms.create_or_update(*place, "two", more).properties.is_regex is True
    assert [item.name for item in terms.list(*place)] == ["one", "two"]
    terms.begin_delete(*place, "one").result()
    assert [item.name for item in terms.list(*place)] == ["two"]
    assert [item.name for item in lists.list("rg", "acc")] == ["rivals"]
    lists.begin_delete(*place).result()
    assert list(lists.list("rg", "acc")) == []
    with pytest.raises(ResourceNotFoundError):
        terms.get(*place, "two")


@pytest.mark.parametrize("api", API)
def test_every_version_serves_them(ready: Any, api: str) -> None:
    ready.api = api
    assert ready.put(LIST, {"properties": {}}).status == 201
    assert ready.put(f"{LIST}/raiBlocklistItems/one", term(pattern="a")).status == 201
    blocked = [{"blocklistName": "Rivals", "source": "Completion", "blocking": True}]
    assert ready.put(POLICY, policy(customBlocklists=blocked)).status == 201
    shown = ready.get(POLICY).json["properties"]
    assert shown["customBlocklists"] == blocked
    assert "provisioningState" not in shown


def term(**properties: Any) -> dict[str, Any]:
    return {"properties": properties}


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        (
            {"contentFilters": [{**HATE, "name": "Rudeness"}]},
            f"properties.contentFilters[0].name: 'Rudeness' is no content filter; expected one of "
            f"{KNOWN}.",
        ),
        (
            {"contentFilters": [{"enabled": True}]},
            "properties.contentFilters[0].name is required. properties.contentFilters[0].source is "
            "required.",
        ),
        (
            {"contentFilters": [HATE, {**HATE, "name": "hate"}]},
            "properties.contentFilters[1]: 'Hate' for Prompt is there twice.",
        ),
        (
            {"contentFilters": [{"name": "Jailbreak", "source": "Completion"}]},
            "properties.contentFilters[0].source: 'Jailbreak' is for Prompt only, not for "
            "Completion.",
        ),
        (
            {"contentFilters": [{"name": "Protected Material Text", "source": "Prompt"}]},
            "properties.contentFilters[0].source: 'Protected Material Text' is for Completion "
            "only, not for Prompt.",
        ),
        (
            {"basePolicyName": "Microsoft.DefaultV3"},
            "The base policy 'Microsoft.DefaultV3' does not exist. Available policies: "
            "Microsoft.Default, Microsoft.DefaultV2.",
        ),
        (
            {"basePolicyName": "strict"},
            "The base policy 'strict' does not exist. Available policies: Microsoft.Default, "
            "Microsoft.DefaultV2.",
        ),
        (
            {"basePolicyName": None},
            "properties.basePolicyName is required: one of Microsoft.Default, Microsoft.DefaultV2.",
        ),
        (
            {"customBlocklists": [{"blocklistName": "rivals", "blocking": True}]},
            "properties.customBlocklists[0].source is required. "
            "properties.customBlocklists[0].blocklistName: the blocklist 'rivals' does not exist "
            "in the account.",
        ),
    ],
)
def test_a_wrong_policy_is_refused(ready: Any, properties: dict[str, Any], message: str) -> None:
    answer = ready.put(POLICY, policy(**properties))
    assert (answer.status, answer.code, answer.message) == (
        400,
        "Resource has invalid content filter",
        message,
    )
    assert ready.get(POLICY).status == 404


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        (
            {"contentFilters": [{**HATE, "severityThreshold": "Severe"}]},
            "properties.contentFilters[0].severityThreshold: 'Severe' is not allowed; expected one "
            "of 'Low', 'Medium', 'High'",
        ),
        (
            {"contentFilters": [{**HATE, "source": "PreRun"}]},
            "properties.contentFilters[0].source: 'PreRun' is not allowed; expected one of "
            "'Prompt', 'Completion'",
        ),
        (
            {"mode": "Later"},
            "properties.mode: 'Later' is not allowed; expected one of 'Default', 'Deferred', "
            "'Blocking', 'Asynchronous_filter'",
        ),
    ],
)
def test_values_keep_to_the_schema(ready: Any, properties: dict[str, Any], message: str) -> None:
    answer = ready.put(POLICY, policy(**properties))
    assert (answer.status, answer.message) == (400, f"{BAD}{message}")


def test_what_came_later_than_the_version_is_unknown(ready: Any) -> None:
    answer = ready.put(POLICY, policy(contentFilters=[{**HATE, "action": "BLOCKING"}]))
    assert (answer.status, answer.code) == (400, "InvalidRequestContent")
    assert "properties.contentFilters[0].action: unknown property" in answer.message


def test_a_policy_can_be_the_base_of_another(ready: Any) -> None:
    assert ready.put(POLICY, policy()).status == 201
    other = f"{ACCOUNT}/raiPolicies/stricter"
    assert ready.put(other, policy(basePolicyName="STRICT")).status == 201


def test_the_names_of_azure_s_own_policies_are_kept(ready: Any) -> None:
    answer = ready.put(f"{ACCOUNT}/raiPolicies/Microsoft.Mine", policy())
    assert (answer.status, answer.code, answer.message) == (
        400,
        "InvalidResourceName",
        "The resource name 'Microsoft.Mine' of type "
        "'Microsoft.CognitiveServices/accounts/raiPolicies' is invalid: names that start with "
        "'Microsoft.' are kept for Azure's own policies.",
    )


def test_an_account_has_to_be_there(ready: Any) -> None:
    answer = ready.put(POLICY.replace("/acc/", "/other/"), policy())
    assert (answer.status, answer.code) == (404, "ParentResourceNotFound")
    answer = ready.put(f"{LIST}/raiBlocklistItems/one", term(pattern="a"))
    assert (answer.status, answer.code) == (404, "ParentResourceNotFound")


def test_a_deployment_is_told_which_policies_there_are(ready: Any) -> None:
    assert ready.put(POLICY, policy()).status == 201
    answer = ready.deployment(properties={"model": MODEL, "raiPolicyName": "loose"})
    assert (answer.status, answer.code, answer.message) == (
        400,
        "InvalidResourceProperties",
        "The specified RAI policy 'loose' of account deployment does not exist. Available "
        "policies: Microsoft.Default, Microsoft.DefaultV2, strict.",
    )


@pytest.mark.parametrize(
    ("properties", "reason"),
    [
        ({}, "required: a string"),
        ({"pattern": "x" * 1001}, "1001 characters; the most is 1000"),
        (
            {"pattern": "a(", "isRegex": True},
            "'a(' is not a regular expression: missing ), unterminated subpattern at position 1",
        ),
    ],
)
def test_a_wrong_term_is_refused(ready: Any, properties: dict[str, Any], reason: str) -> None:
    assert ready.put(LIST, {"properties": {}}).status == 201
    answer = ready.put(f"{LIST}/raiBlocklistItems/one", term(**properties))
    assert (answer.status, answer.message) == (400, f"{BAD}properties.pattern: {reason}")
    assert ready.put(f"{LIST}/raiBlocklistItems/one", term(pattern="a(")).status == 201


def test_a_list_has_room_for_ten_thousand_terms(ready: Any, azure: Any) -> None:
    assert ready.put(LIST, {"properties": {}}).status == 201
    assert ready.put(f"{LIST}/raiBlocklistItems/t", term(pattern="a")).status == 201
    store = azure.store
    first = store.select("type LIKE ?", "%/raiBlocklistItems")[0]
    with store.transaction():
        for number in range(9_999):
            name = f"t{number}"
            store.put(replace(first, id=first.id + name))
    answer = ready.put(f"{LIST}/raiBlocklistItems/more", term(pattern="a"))
    assert (answer.status, answer.code, answer.message) == (
        400,
        "BlocklistItemsQuotaExceeded",
        "The blocklist 'rivals' has 10000 terms; that is the most.",
    )
    assert ready.put(f"{LIST}/raiBlocklistItems/t", term(pattern="b")).status == 200


def test_a_restored_account_has_its_policies_and_terms_back(ready: Any) -> None:
    assert ready.put(LIST, {"properties": {}}).status == 201
    assert ready.put(f"{LIST}/raiBlocklistItems/one", term(pattern="a")).status == 201
    assert ready.put(POLICY, policy()).status == 201
    assert ready.delete(ACCOUNT).status == 202
    assert ready.get(POLICY).status == 404
    assert ready.account().code == "FlagMustBeSetForRestore"
    properties = {"customSubDomainName": "acc", "restore": True}
    assert ready.account(properties=properties).status == 201
    assert ready.get(POLICY).status == 200
    listed = ready.get(f"{LIST}/raiBlocklistItems").json["value"]
    assert [item["properties"]["pattern"] for item in listed] == ["a"]


def test_a_deleted_account_leaves_nothing_in_its_place(ready: Any, azure: Any) -> None:
    assert ready.put(LIST, {"properties": {}}).status == 201
    assert ready.put(POLICY, policy()).status == 201
    assert ready.delete(ACCOUNT).status == 202
    assert ready.get(ACCOUNT).status == 404
    left = azure.store.select("key LIKE ?", "%/accounts/acc%")
    assert left == []

"""Are content filters as strict as they say, made in Azure's order, and what is wrong named?"""
# ruff: noqa: E501  # a row of a table holds its message in full

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen import catalog
from azgreen_components._inputs import camel
from azgreen_components.content_safety import (
    AccountSafetyArgs,
    BlocklistArgs,
    ContentPolicyArgs,
    ContentSafety,
    ContentSafetyArgs,
    SeverityArgs,
)
from azgreen_components.content_safety.plan import Safety, plan
from azgreen_components.model_deployment import ModelDeployment
from azgreen_emulator.native.resource import body
from azgreen_emulator.native.table import spec_for
from azgreen_emulator.native.values import from_struct
from azgreen_emulator.schema.check import check
from azgreen_emulator.schema.load import schema

if TYPE_CHECKING:
    from collections.abc import Callable

COMPONENT = "azgreen:index:ContentSafety"
POLICY = "azure-native:cognitiveservices:RaiPolicy"
LIST = "azure-native:cognitiveservices:RaiBlocklist"
TERM = "azure-native:cognitiveservices:RaiBlocklistItem"
DEPLOYMENT = "azure-native:cognitiveservices:Deployment"
EXAMPLES = Path(__file__).parents[2] / "components/examples/content_safety"
STRICT = {"name": "strict", "blocklists": ["rivals"]}
RIVALS = {"name": "rivals", "terms": ["fabrikam", "northwind"]}
LEAST = {"account_name": "ai", "resource_group_name": "rg", "policies": [{"name": "strict"}]}
SEVERITY = st.sampled_from(["Low", "Medium", "High"])
CATEGORIES = {"hate": "Hate", "sexual": "Sexual", "violence": "Violence", "self_harm": "Selfharm"}
SWITCHES = {
    "jailbreak": ("Jailbreak", "Prompt"),
    "indirect_attack": ("Indirect Attack", "Prompt"),
    "protected_text": ("Protected Material Text", "Completion"),
    "protected_code": ("Protected Material Code", "Completion"),
}


def args(**more: Any) -> Any:
    return {key: value for key, value in {**LEAST, **more}.items() if value is not None}


def planned(**more: Any) -> Safety:
    return plan("filters", args(**more)).safety


def faults(**more: Any) -> list[tuple[str, str]]:
    with pytest.raises(pulumi.InputPropertiesError) as caught:
        planned(**more)
    assert caught.value.errors is not None
    return [(error["property_path"], error["reason"]) for error in caught.value.errors]


def made_by(run: Callable[..., Any], **more: Any) -> Any:
    def program() -> None:
        made = ContentSafety("filters", args(**more))
        for key in ContentSafety.__annotations__:
            pulumi.export(key, getattr(made, key))

    return run(program)


def waits(made: Any, token: str) -> list[set[str]]:
    return [
        {urn.rpartition("::")[2] for urn in request.dependencies}
        for request in made.requested(token)
    ]


@given(
    st.dictionaries(st.sampled_from([*CATEGORIES]), SEVERITY),
    st.dictionaries(st.sampled_from([*CATEGORIES]), SEVERITY),
    st.dictionaries(st.sampled_from([*SWITCHES]), st.booleans()),
)
def test_a_policy_says_of_everything_what_is_wanted_or_azure_s_default(
    prompt: dict[str, str], completion: dict[str, str], switches: dict[str, bool]
) -> None:
    wanted = {"name": "strict", "prompt": prompt, "completion": completion, **switches}
    (policy,) = planned(policies=[wanted]).policies
    found = {(item.name, item.source): item for item in policy.filters}
    assert len(found) == len(policy.filters) == 12
    for own, azure in CATEGORIES.items():
        for source, given_severities in (("Prompt", prompt), ("Completion", completion)):
            item = found[azure, source]
            assert (item.severity, item.is_on) == (given_severities.get(own, "Medium"), True)
    for own, place in SWITCHES.items():
        item = found[place]
        assert item.is_on is switches.get(own, own != "indirect_attack")
        assert item.severity is None


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip), unique=True, min_size=1))  # fmt: skip
def test_terms_have_names_that_azure_takes_wherever_they_stand(terms: list[str]) -> None:
    lists = [{"name": "rivals", "terms": terms}]
    (one,) = planned(policies=[STRICT], blocklists=lists).blocklists
    (other,) = planned(
        policies=[STRICT], blocklists=[{"name": "rivals", "terms": terms[::-1]}]
    ).blocklists
    assert {item.name: item.pattern for item in one.terms} == {
        item.name: item.pattern for item in other.terms
    }
    assert len({item.name for item in one.terms}) == len(terms)
    assert all(len(item.name) <= 64 for item in one.terms)


def test_every_default_is_filled_in() -> None:
    (policy,) = planned().policies
    assert (policy.base, policy.mode, policy.blocklists) == ("Microsoft.DefaultV2", "Blocking", ())
    assert planned().blocklists == ()


LONG = "x" * 1001
NAME = "use 1 to 64 letters, digits, '_', '.' or '-', starting with a letter or digit"


def policies(**more: Any) -> dict[str, Any]:
    return {"policies": [{"name": "strict", **more}]}


def lists(**more: Any) -> dict[str, Any]:
    return {"policies": [STRICT], "blocklists": [{**RIVALS, **more}]}


WRONG = [
    ({"account_name": "a"}, "accountName", "'a' is not an account name; use 2 to 64 letters, digits, '_', '.' or '-', starting with a letter or digit"),
    ({"account_name": None}, "accountName", "missing; it has no default, so write it"),
    ({"resource_group_name": "rg."}, "resourceGroupName", "'rg.' is not a resource group name; use 1 to 90 letters, digits, '_', '.', '-' or brackets, not ending with '.'"),
    ({"policies": None}, "policies", "missing; it has no default, so write it"),
    ({"policies": []}, "policies", "no policy; write at least one"),
    ({"policies": 3}, "policies", "3 is not a list of policies; write a list"),
    ({"policies": ["strict"]}, "policies[0]", "'strict' is not an object with named fields"),
    ({"policies": [{}]}, "policies[0].name", "missing; it has no default, so write it"),
    (policies(name="a b"), "policies[0].name", f"'a b' is not a policy's name; {NAME}"),
    (policies(name="Microsoft.Mine"), "policies[0].name", "'Microsoft.Mine' starts with 'Microsoft.', as Azure's own policies do; write another name"),
    ({"policies": [{"name": "strict"}, {"name": "Strict"}]}, "policies[1].name", "'Strict' is the name of policies[0] too; give one of the two another name"),
    (policies(base="Mine"), "policies[0].base", "'Mine' is not a choice; allowed: Microsoft.Default, Microsoft.DefaultV2"),
    (policies(mode="Deferred"), "policies[0].mode", "'Deferred' is not a choice; allowed: Asynchronous_filter, Blocking"),
    (policies(prompt="Low"), "policies[0].prompt", "'Low' is not an object with named fields"),
    (policies(completion=[]), "policies[0].completion", "[] is not an object with named fields"),
    (policies(prompt={"hate": "low"}), "policies[0].prompt.hate", "'low' is not a choice; did you mean 'Low'?"),
    (policies(prompt={"sexual": 2}), "policies[0].prompt.sexual", "2 is not a text; write a string that is not empty"),
    (policies(completion={"violence": "Off"}), "policies[0].completion.violence", "'Off' is not a choice; allowed: High, Low, Medium"),
    (policies(completion={"self_harm": "Off"}), "policies[0].completion.selfHarm", "'Off' is not a choice; allowed: High, Low, Medium"),
    (policies(prompt={"rude": "Low"}), "policies[0].prompt.rude", "unknown input 'rude'; allowed: hate, self_harm, sexual, violence"),
    (policies(jailbreak="on"), "policies[0].jailbreak", "'on' is not true or false; write one of the two"),
    (policies(indirect_attack=1), "policies[0].indirectAttack", "1 is not true or false; write one of the two"),
    (policies(protected_text="on"), "policies[0].protectedText", "'on' is not true or false; write one of the two"),
    (policies(protected_code="on"), "policies[0].protectedCode", "'on' is not true or false; write one of the two"),
    (policies(action="x"), "policies[0].action", "unknown input 'action'; did you mean 'completion'?"),
    ({"policies": [{"name": "a", "blocklists": ["rival"]}, STRICT], "blocklists": [RIVALS]}, "policies[0].blocklists[0]", "'rival' is not a choice; did you mean 'rivals'?"),
    ({"policies": [{"name": "a", "blocklists": ["rivals", "rivals"]}], "blocklists": [RIVALS]}, "policies[0].blocklists[1]", "'rivals' is there twice; leave one out"),
    ({"blocklists": [RIVALS]}, "blocklists[0].name", "no policy names 'rivals', so it blocks nothing; name it in a policy's blocklists"),
    ({"policies": [{"name": "a", "blocklists": ["rivals", "Rivals"]}], "blocklists": [RIVALS, {**RIVALS, "name": "Rivals"}]}, "blocklists[1].name", "'Rivals' is the name of blocklists[0] too; give one of the two another name"),
    ({"blocklists": "rivals"}, "blocklists", "'rivals' is not a list of blocklists; write a list"),
    ({"policies": [STRICT], "blocklists": [RIVALS, 3]}, "blocklists[1]", "3 is not an object with named fields"),
    (lists(terms=[]), "blocklists[0].terms", "missing; write terms or patterns, or leave the list out"),
    (lists(terms="fabrikam"), "blocklists[0].terms", "'fabrikam' is not a list of texts; write a list"),
    (lists(terms=[""]), "blocklists[0].terms[0]", "'' is not a text; write a string that is not empty"),
    (lists(terms=["a", "a"]), "blocklists[0].terms[1]", "'a' is there twice; leave one out"),
    (lists(terms=[LONG]), "blocklists[0].terms[0]", "1001 characters; a term has 1000 at most"),
    (lists(terms=[str(number) for number in range(10_001)]), "blocklists[0].terms", "10001 terms; a list takes 10000: make another list of the rest"),
    (lists(patterns=["a("]), "blocklists[0].patterns[0]", "'a(' is not a regular expression: missing ), unterminated subpattern at position 1; escape it"),
    (lists(description=3), "blocklists[0].description", "3 is not a text; write a string that is not empty"),
    (lists(name_="x"), "blocklists[0].name", "unknown input 'name_'; did you mean 'name'?"),
    ({"owner": 3}, "owner", "3 is not a text; write a string that is not empty"),
    ({"environment": ""}, "environment", "'' is not a text; write a string that is not empty"),
    ({"workload": []}, "workload", "[] is not a text; write a string that is not empty"),
    ({"tags": 3}, "tags", "3 is not an object with named fields"),
    ({"policy": 3}, "policy", "unknown input 'policy'; did you mean 'policies'?"),
]  # fmt: skip


@pytest.mark.parametrize(("given_args", "path", "reason"), WRONG)
def test_a_wrong_input_is_named_with_what_is_allowed(
    given_args: dict[str, Any], path: str, reason: str
) -> None:
    assert faults(**given_args) == [(path, reason)]


def test_every_input_has_a_wrong_value() -> None:
    # the strengths of an answer are read as those of a prompt
    tried = {re.sub(r"\[\d+\]", "", path).replace("completion.", "prompt.") for _, path, _ in WRONG}
    nested = {
        "": ContentSafetyArgs,
        "policies.": ContentPolicyArgs,
        "policies.prompt.": SeverityArgs,
        "blocklists.": BlocklistArgs,
    }
    wanted = {f"{at}{camel(key)}" for at, shape in nested.items() for key in shape.__annotations__}
    assert wanted - tried == set()


def test_all_faults_come_at_once(run: Callable[..., Any]) -> None:
    told: list[str] = []

    def program() -> None:
        try:
            ContentSafety("filters", args(account_name="a", **policies(mode="x", base="y")))
        except pulumi.InputPropertiesError as error:
            told.append(str(error))

    made = run(program)
    assert told == [
        "ContentSafety 'filters': 3 inputs cannot be used\n"
        "  accountName: 'a' is not an account name; use 2 to 64 letters, digits, '_', '.' or '-', starting with a letter or digit\n"
        "  policies[0].base: 'y' is not a choice; allowed: Microsoft.Default, Microsoft.DefaultV2\n"
        "  policies[0].mode: 'x' is not a choice; allowed: Asynchronous_filter, Blocking"
    ]
    assert made.of(COMPONENT) == []


def test_policies_are_made_after_lists_and_all_one_after_another(run: Callable[..., Any]) -> None:
    more = [STRICT, {"name": "loose", "mode": "Asynchronous_filter"}]
    made = made_by(run, policies=more, blocklists=[RIVALS], owner="me")
    first, second = (item.inputs["raiBlocklistItemName"] for item in made.of(TERM))
    assert waits(made, LIST) == [set()]
    assert waits(made, TERM) == [
        {"filters-rivals"},
        {"filters-rivals", f"filters-rivals-{first}"},
    ]
    assert waits(made, POLICY) == [{f"filters-rivals-{second}"}, {"filters-strict"}]
    tags = {"azgreen-carbon-data": catalog.CARBON_DATA_VERSION, "owner": "me"}
    assert [item.inputs["tags"] for item in made.made if item.typ != COMPONENT] == [tags] * 5
    assert [item.inputs["properties"] for item in made.of(TERM)] == [
        {"pattern": "fabrikam", "isRegex": False},
        {"pattern": "northwind", "isRegex": False},
    ]
    assert (made.exports["policy_names"], made.exports["blocklist_names"]) == (
        ["strict", "loose"],
        ["rivals"],
    )


def test_a_policy_is_sent_in_the_words_of_its_version(run: Callable[..., Any]) -> None:
    made = made_by(run, policies=[STRICT], blocklists=[RIVALS])
    (policy,) = made.of(POLICY)
    assert policy.inputs["accountName"] == "ai"
    properties = policy.inputs["properties"]
    assert set(properties) == {"basePolicyName", "mode", "contentFilters", "customBlocklists"}
    assert properties["customBlocklists"] == [
        {"blocklistName": "rivals", "blocking": True, "source": source}
        for source in ("Prompt", "Completion")
    ]
    filters = properties["contentFilters"]
    assert filters[0] == {
        "name": "Hate",
        "source": "Prompt",
        "enabled": True,
        "blocking": True,
        "severityThreshold": "Medium",
    }
    off = {"name": "Indirect Attack", "source": "Prompt", "enabled": False, "blocking": False}
    assert off in filters


def test_every_body_keeps_to_azure_s_published_schema(run: Callable[..., Any]) -> None:
    patterns = {"name": "secrets", "patterns": ["a+"], "description": "codes"}
    strict = {"name": "strict", "blocklists": ["rivals", "secrets"]}
    made = made_by(run, policies=[strict], blocklists=[RIVALS, patterns])
    native = [item for item in made.requests if item.type.startswith("azure-native:")]
    assert len(native) == 6
    for request in native:
        spec = spec_for(request.type)
        namespace, _, name = spec.arm_type.partition("/")
        sent = body(spec, from_struct(request.object))
        _, found = check(schema(namespace, spec.api_version), name, sent)
        assert [str(fault) for fault in found] == []


def assistant(**more: Any) -> Any:
    return {
        "location": "swedencentral",
        "resource_group_name": "rg",
        "deployments": [{"model": "gpt-4.1-mini", "capacity": 1, "content_filter": "strict"}],
        **more,
    }


def test_a_deployment_waits_for_the_policies_of_its_account(run: Callable[..., Any]) -> None:
    safety = {"policies": [STRICT], "blocklists": [RIVALS]}
    told = assistant(content_safety=safety, owner="me", tags={"a": "b"})
    made = run(lambda: ModelDeployment("ai", told) and None)
    (policy,), (account,) = (
        made.of(POLICY),
        made.requested("azure-native:cognitiveservices:Account"),
    )
    assert policy.name == "ai-safety-strict"
    assert policy.inputs["tags"]["owner"] == "me"
    assert policy.inputs["tags"]["a"] == "b"
    assert account.name == "ai-account"
    (before,) = waits(made, DEPLOYMENT)
    assert {"ai-account", "ai-safety-strict", "ai-safety-rivals"} <= before
    (deployment,) = made.of(DEPLOYMENT)
    assert deployment.inputs["properties"]["raiPolicyName"] == "strict"
    assert made.urns[COMPONENT, "ai-safety"]


def test_a_deployment_names_a_policy_that_there_will_be() -> None:
    told = assistant(content_safety={"policies": [{"name": "stricter"}]})
    with pytest.raises(pulumi.InputPropertiesError) as caught:
        ModelDeployment("ai", told)
    assert str(caught.value) == (
        "ModelDeployment 'ai': 1 input cannot be used\n"
        "  deployments[0].contentFilter: 'strict' is not a content filter of the account; did you mean 'stricter'?"
    )


def test_the_filters_of_a_deployment_s_account_are_checked_with_all_else() -> None:
    told = assistant(content_safety={"policies": [{"name": "strict", "mode": "x"}], "list": 1})
    with pytest.raises(pulumi.InputPropertiesError) as caught:
        ModelDeployment("ai", told)
    assert str(caught.value) == (
        "ModelDeployment 'ai': 2 inputs cannot be used\n"
        "  contentSafety.list: unknown input 'list'; allowed: blocklists, policies\n"
        "  contentSafety.policies[0].mode: 'x' is not a choice; allowed: Asynchronous_filter, Blocking"
    )
    assert AccountSafetyArgs.__annotations__.keys() == {"policies", "blocklists"}


def test_max_example_gives_every_input() -> None:
    tree = ast.parse((EXAMPLES / "max/__main__.py").read_text(encoding="utf-8"))
    keys = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    shapes = (ContentSafetyArgs, ContentPolicyArgs, SeverityArgs, BlocklistArgs)
    assert keys >= {key for shape in shapes for key in shape.__annotations__}


def test_children_have_the_component_as_parent_and_its_options(run: Callable[..., Any]) -> None:
    def program() -> None:
        told = args(policies=[STRICT], blocklists=[RIVALS])
        ContentSafety("filters", told, pulumi.ResourceOptions(protect=True))

    made = run(program)
    children = [request for request in made.requests if request.type.startswith("azure-native:")]
    assert len(children) == 4
    assert all(request.protect for request in children)
    assert all(request.parent.endswith("::filters") for request in children)
    assert all(request.name.startswith("filters-") for request in children)

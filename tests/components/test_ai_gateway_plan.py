"""Is the policy of a gateway XML that API Management takes, whatever the inputs are?"""
# ruff: noqa: E501  # a row of a table holds its message in full

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen_components._inputs import camel
from azgreen_components.ai_gateway import args as shapes
from azgreen_components.ai_gateway.expressions import literal
from azgreen_components.ai_gateway.limits import AnswerLimits, Bound, TokenBudget
from azgreen_components.ai_gateway.plan import plan
from azgreen_components.ai_gateway.policy import GatewayPolicy, cache_policy
from azgreen_components.ai_gateway.policy_xml import policy_xml
from azgreen_components.ai_gateway.resilience import Retry, iso_minutes
from azgreen_emulator.schema.limits import is_a
from azgreen_emulator.services.apimanagement.policy_rules import faults_of
from azgreen_emulator.services.apimanagement.policy_text import read_policy

EXAMPLES = Path(__file__).parents[2] / "components/examples/ai_gateway"
WHERE = "/subscriptions/s/resourceGroups/rg/providers"
ACCOUNT = {
    "name": "north",
    "account_id": f"{WHERE}/Microsoft.CognitiveServices/accounts/a",
    "endpoint": "https://a.example.com",
}
VALUES = {"score_threshold": 0.05, "duration_s": 60}
CACHE = {
    "database_id": f"{WHERE}/Microsoft.Cache/redisEnterprise/a/databases/default",
    "policy_values": VALUES,
    "embeddings": {"account": "north", "deployment": "embed"},
}
INSIGHTS = f"{WHERE}/Microsoft.Insights/components/app"
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1)
LIMITS = st.builds(
    AnswerLimits,
    max_tokens=st.none() | st.integers(1, 10**6),
    bounds=st.lists(
        st.builds(
            Bound, st.sampled_from(["temperature", "top_p"]), st.floats(-2, 0), st.floats(0, 2)
        )
    ).map(tuple),
    over_limit=st.sampled_from(["cap", "reject"]),
)
BUDGETS = st.builds(
    TokenBudget,
    st.integers(1, 10**9),
    st.none() | st.integers(1, 10**9),
    st.sampled_from(["Hourly", "Monthly"]),
    st.sampled_from(["subscription", "caller", "tenant"]),
)


def args(**changes: Any) -> Any:
    made = {
        "location": "swedencentral",
        "resource_group_name": "rg",
        "publisher_name": "Contoso",
        "publisher_email": "ai@contoso.com",
        "accounts": [ACCOUNT],
        **changes,
    }
    return {key: value for key, value in made.items() if value is not None}


def refusal(**changes: Any) -> str:
    with pytest.raises(pulumi.InputPropertiesError) as caught:
        plan("gate", args(**changes))
    return str(caught.value)


@given(LIMITS, st.none() | BUDGETS, st.none() | TEXT, st.none() | TEXT, TEXT, st.booleans())
def test_every_policy_is_one_that_api_management_takes_and_holds_texts_as_they_are(  # noqa: PLR0917
    limits: AnswerLimits,
    budget: TokenBudget | None,
    header: str | None,
    version: str | None,
    namespace: str,
    any_model: bool,
) -> None:
    values = {"score_threshold": 0.05, "duration_s": 60, "vary_by_version": version}
    cache = cache_policy(values, header, "embeddings", any_model=any_model)
    retry = Retry(3, 1, at_once=True)
    xml = policy_xml(GatewayPolicy("pool", limits, budget, header, retry, cache, f"n{namespace}"))
    assert list(faults_of(read_policy(xml), "BasicV2")) == []
    root = ET.fromstring(xml)  # noqa: S314 - ours
    (lookup,) = root.iter("llm-semantic-cache-lookup")
    told = [item.text for item in lookup.iter("vary-by")]
    assert (version in told) == (version is not None)
    assert root.find(".//llm-emit-token-metric").attrib["namespace"] == f"n{namespace}"  # pyright: ignore[reportOptionalMemberAccess]
    tenants = [item.attrib["name"] for item in root.iter("check-header")]
    assert tenants == ([] if header is None else [header])


@given(st.text())
def test_a_text_cannot_leave_its_literal(text: str) -> None:
    written = literal(text)
    assert re.fullmatch(r'"(?:[^"\\\x00-\x1f{}]|\\u[0-9a-f]{4}|\\[bfnrt"\\])*"', written)
    assert json.loads(written) == text


@given(st.integers(1, 24 * 60))
def test_minutes_are_written_as_azure_writes_them(minutes: int) -> None:
    written = iso_minutes(minutes)
    assert is_a("duration", written)
    found = re.fullmatch(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?", written)
    assert found is not None
    days, hours, rest = (int(part or 0) for part in found.groups())
    assert (days * 24 + hours) * 60 + rest == minutes
    assert (hours < 24, rest < 60) == (True, True)


def test_a_hit_uses_no_budget_and_no_key_goes_on_to_a_model() -> None:
    wanted = plan("gate", args(cache=CACHE, token_budget={"quota": 5}, max_tokens=5))
    root = ET.fromstring(wanted.policy(VALUES))  # noqa: S314
    inbound = root.find("inbound")
    assert inbound is not None
    assert [item.tag for item in inbound] == [
        "base",
        "set-body",
        "llm-semantic-cache-lookup",
        "llm-token-limit",
        "set-backend-service",
        "set-header",
        "set-query-parameter",
        "authentication-managed-identity",
    ]
    deleted = {item.attrib["name"]: item.attrib["exists-action"] for item in inbound[5:7]}
    assert deleted == {"api-key": "delete"}
    (limit,) = root.iter("llm-token-limit")
    assert limit.attrib == {
        "counter-key": "@(context.Subscription.Id)",
        "estimate-prompt-tokens": "true",
        "token-quota": "5",
        "token-quota-period": "Monthly",
    }


def test_retries_go_to_each_further_backend_once() -> None:
    several = [{**ACCOUNT, "name": name} for name in ("a", "b", "c")]
    assert plan("gate", args(accounts=several)).reach.retry == Retry(2, 1, at_once=True)
    assert plan("gate", args()).reach.retry == Retry(1, 1, at_once=False)


def test_a_grid_without_data_comes_last_and_stated_priorities_stay() -> None:
    places = {"a": None, "b": "westeurope", "c": "swedencentral"}
    accounts = [
        {key: value for key, value in {**ACCOUNT, "name": name, "location": place}.items() if value}
        for name, place in places.items()
    ]
    backends = plan("gate", args(accounts=accounts)).reach.backends
    assert {item.name: item.priority for item in backends} == {"c": 1, "b": 2, "a": 3}
    stated = [{"account": "a", "priority": 2}, {"account": "c"}]
    backends = plan("gate", args(accounts=accounts, backends=stated)).reach.backends
    assert {item.name: item.priority for item in backends} == {"a": 2, "c": 1}


def test_late_values_of_the_cache_are_checked() -> None:
    wanted = plan("gate", args(cache=CACHE))
    for late, told in (
        (None, ": None are no values of policies; take the output `policy_values` of a"
         " SemanticCache with api_management"),
        ({"score_threshold": 0.1}, ".duration_s: None is not a whole number of seconds; write 1 or"
         " more"),
    ):  # fmt: skip
        with pytest.raises(pulumi.InputPropertiesError) as caught:
            wanted.policy(late)
        assert str(caught.value) == (
            f"AiGateway: 1 input cannot be used\n  cache.policyValues{told}"
        )


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"location": "mars"}, "location", "unknown region 'mars'; allowed: australiacentral, australiaeast, australiasoutheast, austriaeast, belgiumcentral and 59 more"),
    ({"resource_group_name": "a."}, "resourceGroupName", "'a.' is not a resource group name; use 1 to 90 letters, digits, '_', '.', '-' or brackets, not ending with '.'"),
    ({"publisher_name": "a" * 101}, "publisherName", f"{'a' * 101!r} is not a publisher's name; use up to 100 characters"),
    ({"publisher_email": "ai"}, "publisherEmail", "'ai' is not an email address; use up to 100 characters with one '@'"),
    ({"accounts": []}, "accounts", "[] is not a list of accounts; write at least one"),
    ({"accounts": [{**ACCOUNT, "name": "A"}]}, "accounts[0].name", "'A' is not a name; use 1 to 32 lower case letters, digits or '-', with no '-' at either end"),
    ({"accounts": [ACCOUNT, ACCOUNT]}, "accounts[1].name", "'north' is the name of accounts[0] too; give one of the two another name"),
    ({"accounts": [{**ACCOUNT, "account_id": "a"}]}, "accounts[0].accountId", "'a' is not an id of Microsoft.CognitiveServices/accounts; write /subscriptions/.../resourceGroups/.../providers/Microsoft.CognitiveServices/accounts/<name>"),
    ({"accounts": [{**ACCOUNT, "endpoint": "http://a"}]}, "accounts[0].endpoint", "'http://a' is no https address; write the account's output `endpoint`"),
    ({"accounts": [{**ACCOUNT, "location": "x"}]}, "accounts[0].location", "unknown region 'x'; allowed: australiacentral, australiaeast, australiasoutheast, austriaeast, belgiumcentral and 59 more"),
    ({"backends": 3}, "backends", "3 is not a list of backends; write at least one"),
    ({"backends": [{}]}, "backends[0].account", "missing; it has no default, so write it"),
    ({"backends": [{"account": "x"}]}, "backends[0].account", "'x' is not a choice; allowed: north"),
    ({"backends": [{"account": "north", "name": "pool"}]}, "backends[0].name", "'pool' is what the gateway calls a backend of its own; write another name"),
    ({"backends": [{"account": "north", "deployment": "a b"}]}, "backends[0].deployment", "'a b' is not a deployment name; use 1 to 64 letters, digits, '_', '.' or '-', starting with a letter or digit"),
    ({"backends": [{"account": "north"}, {"account": "north", "name": "b", "deployment": "c"}]}, "backends", "some backends name a deployment and some leave it to the request; name it for all of them, or for none"),
    ({"backends": [{"account": "north", "priority": 101}]}, "backends[0].priority", "101 is more than API Management takes; write 1 to 100"),
    ({"backends": [{"account": "north", "weight": 0}]}, "backends[0].weight", "0 is not a whole number of steps; write 1 or more"),
    ({"sku": "Consumption"}, "sku", "'Consumption' has no circuit breakers; leave it out, and it is 'BasicV2'"),
    ({"sku": "PremiumV2"}, "sku", "'PremiumV2' is not a choice; did you mean 'Premium'?"),
    ({"units": 11}, "units", "11 is more than BasicV2 has; write 10 or less, or another sku"),
    ({"requests_per_second": 0}, "requestsPerSecond", "0 is not usable; write a number of requests/s above 0"),
    ({"cache": 3}, "cache", "3 is not an object with named fields"),
    ({"cache": {**CACHE, "database_id": "x"}}, "cache.databaseId", "'x' is not an id of Microsoft.Cache/redisEnterprise; write /subscriptions/.../resourceGroups/.../providers/Microsoft.Cache/redisEnterprise/<name>"),
    ({"cache": {**CACHE, "policy_values": 3}}, "cache.policyValues", "3 are no values of policies; take the output `policy_values` of a SemanticCache with api_management"),
    ({"cache": {**CACHE, "policy_values": {"score_threshold": 2, "duration_s": 1}}}, "cache.policyValues.score_threshold", "2 is not a number from 0 to 1; write one"),
    ({"cache": {**CACHE, "policy_values": {"score_threshold": 0.1, "duration_s": 0.5}}}, "cache.policyValues.duration_s", "0.5 is not a whole number of seconds; write 1 or more"),
    ({"cache": {**CACHE, "policy_values": {**VALUES, "vary_by_version": "\x00"}}}, "cache.policyValues.vary_by_version", "'\\x00' is not an expression; write a text"),
    ({"cache": {**CACHE, "embeddings": 3}}, "cache.embeddings", "3 is not an object with named fields"),
    ({"cache": {**CACHE, "embeddings": {"account": "x", "deployment": "d"}}}, "cache.embeddings.account", "'x' is not a choice; allowed: north"),
    ({"cache": {**CACHE, "embeddings": {"account": "north", "deployment": "a b"}}}, "cache.embeddings.deployment", "'a b' is not a deployment name; use 1 to 64 letters, digits, '_', '.' or '-', starting with a letter or digit"),
    ({"token_budget": {}}, "tokenBudget", "a budget without a number; write tokensPerMinute, quota or both"),
    ({"token_budget": {"quota": 0}}, "tokenBudget.quota", "0 is not a whole number of tokens; write 1 or more"),
    ({"token_budget": {"tokens_per_minute": 1.5}}, "tokenBudget.tokensPerMinute", "1.5 is not a whole number of tokens; write 1 or more"),
    ({"token_budget": {"tokens_per_minute": 5, "quota_period": "Daily"}}, "tokenBudget.quotaPeriod", "a period without a quota; write the quota as well"),
    ({"token_budget": {"quota": 5, "quota_period": "Never"}}, "tokenBudget.quotaPeriod", "'Never' is not a choice; allowed: Daily, Hourly, Monthly, Weekly, Yearly"),
    ({"token_budget": {"quota": 5, "per": "tenant"}}, "tokenBudget.per", "tenants are known by a header only; write tenantHeader, or per 'subscription'"),
    ({"tenant_header": 'X") + ("'}, "tenantHeader", '\'X") + ("\' is not the name of a header; use 1 to 64 letters, digits or \'-\', starting with a letter'),
    ({"max_tokens": 0.5}, "maxTokens", "0.5 is not a whole number of tokens; write 1 or more"),
    ({"token_budget": 3}, "tokenBudget", "3 is not an object with named fields"),
    ({"bounds": 3}, "bounds", "3 is not an object with named fields"),
    ({"bounds": {"temperature": 3}}, "bounds.temperature", "3 is not an object with named fields"),
    ({"bounds": {"top_p": 3}}, "bounds.topP", "3 is not an object with named fields"),
    ({"bounds": {"frequency_penalty": 3}}, "bounds.frequencyPenalty", "3 is not an object with named fields"),
    ({"bounds": {"presence_penalty": 3}}, "bounds.presencePenalty", "3 is not an object with named fields"),
    ({"bounds": {"seed": {}}}, "bounds.seed", "unknown input 'seed'; allowed: frequency_penalty, presence_penalty, temperature, top_p"),
    ({"bounds": {"temperature": {"most": 3}}}, "bounds.temperature.most", "3 is no value of temperature; write 0 to 2"),
    ({"bounds": {"top_p": {"least": "low"}}}, "bounds.topP.least", "'low' is no value of top_p; write 0 to 1"),
    ({"bounds": {"top_p": {"least": 0.9, "most": 0.1}}}, "bounds.topP", "least 0.9 is above most 0.1; swap them"),
    ({"bounds": {"frequency_penalty": {"most": 2.5}}}, "bounds.frequencyPenalty.most", "2.5 is no value of frequency_penalty; write -2 to 2"),
    ({"bounds": {"presence_penalty": {"least": -3}}}, "bounds.presencePenalty.least", "-3 is no value of presence_penalty; write -2 to 2"),
    ({"over_limit": "cap"}, "overLimit", "there is no limit; write maxTokens or bounds as well"),
    ({"over_limit": "drop", "max_tokens": 5}, "overLimit", "'drop' is not a choice; allowed: cap, reject"),
    ({"circuit_breaker": 3}, "circuitBreaker", "3 is not an object with named fields"),
    ({"retry": 3}, "retry", "3 is not an object with named fields"),
    ({"circuit_breaker": {"failures": 0}}, "circuitBreaker.failures", "0 is not a whole number of failures; write 1 or more"),
    ({"circuit_breaker": {"window_minutes": 1.5}}, "circuitBreaker.windowMinutes", "1.5 is not a whole number of minutes; write 1 or more"),
    ({"circuit_breaker": {"trip_minutes": 1441}}, "circuitBreaker.tripMinutes", "1441 is too many; write 1 to 1440 minutes"),
    ({"retry": {"count": 51}}, "retry.count", "51 is too many; write 1 to 50 tries"),
    ({"retry": {"wait_s": 241}}, "retry.waitS", "241 is too many; write 1 to 240 seconds"),
    ({"application_insights_id": "x"}, "applicationInsightsId", "'x' is not an id of Microsoft.Insights/components; write /subscriptions/.../resourceGroups/.../providers/Microsoft.Insights/components/<name>"),
    ({"metrics_namespace": "a"}, "metricsNamespace", "token metrics go to Application Insights; write applicationInsightsId as well"),
    ({"metrics_namespace": "!", "application_insights_id": INSIGHTS}, "metricsNamespace", "'!' is not a namespace of metrics; use 1 to 128 letters, digits, ' ', '.', '_' or '-', starting with a letter or digit"),
    ({"api_path": "/a"}, "apiPath", "'/a' is not a path; use 1 to 400 letters, digits, '.', '_', '~' or '-', parts apart by '/', with none at either end"),
    ({"service_name": "1a"}, "serviceName", "'1a' is not the name of an API Management service; use 1 to 50 letters, digits or '-', starting with a letter and not ending with '-'"),
    ({"name_suffix": "A"}, "nameSuffix", "'A' is not a suffix; use 1 to 12 lower case letters or digits"),
    ({"owner": 1}, "owner", "1 is not a text; write a string that is not empty"),
    ({"environment": 1}, "environment", "1 is not a text; write a string that is not empty"),
    ({"workload": 1}, "workload", "1 is not a text; write a string that is not empty"),
    ({"tags": 3}, "tags", "3 is not an object with named fields"),
    ({"tags": {"owner": "x"}}, "tags.owner", "azgreen writes the tag 'owner' itself; use 'owner'"),
    ({"skuu": 1}, "skuu", "unknown input 'skuu'; did you mean 'sku'?"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "path", "reason"), WRONG, ids=lambda item: str(item)[:40])
def test_what_cannot_be_used_is_told_by_its_path(
    change: dict[str, Any], path: str, reason: str
) -> None:
    assert refusal(**change) == f"AiGateway 'gate': 1 input cannot be used\n  {path}: {reason}"


NESTED = {
    "accounts": shapes.GatewayAccountArgs,
    "backends": shapes.GatewayBackendArgs,
    "cache": shapes.GatewayCacheArgs,
    "cache.embeddings": shapes.GatewayEmbeddingsArgs,
    "tokenBudget": shapes.TokenBudgetArgs,
    "bounds": shapes.BoundsArgs,
    "bounds.temperature": shapes.BoundArgs,
    "circuitBreaker": shapes.CircuitBreakerArgs,
    "retry": shapes.RetryArgs,
}


def test_every_input_has_a_wrong_value() -> None:
    assert {*NESTED.values(), shapes.AiGatewayArgs} == {
        shape for name, shape in vars(shapes).items() if name.endswith("Args")
    }
    paths = {re.sub(r"\[\d+\]", "", path) for _, path, _ in WRONG}
    # the bounds of one parameter are read as those of another
    tried = paths | {re.sub(r"^bounds\.\w+\.", "bounds.temperature.", path) for path in paths}
    wanted = {camel(key) for key in shapes.AiGatewayArgs.__annotations__}
    wanted |= {
        f"{at}.{camel(key)}" for at, shape in NESTED.items() for key in shape.__annotations__
    }
    assert wanted - tried == set()


def test_developer_is_for_no_production() -> None:
    assert refusal(sku="Developer", units=2, environment="prod") == (
        "AiGateway 'gate': 2 inputs cannot be used\n"
        "  sku: 'Developer' promises nothing about being up, and the environment is 'prod'; write"
        " 'BasicV2', or leave it out\n"
        "  units: 2 is more than Developer has; write 1 or less, or another sku"
    )


def test_max_example_gives_every_input() -> None:
    text = (EXAMPLES / "max/__main__.py").read_text(encoding="utf-8")
    every = {
        key
        for name in vars(shapes)
        if name.endswith("Args") and name != "CallerArgs"
        for key in vars(shapes)[name].__annotations__
    }
    assert {key for key in every if f'"{key}"' not in text} == set()

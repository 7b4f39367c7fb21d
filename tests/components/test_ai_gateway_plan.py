"""Is the policy of a gateway XML that API Management takes, whatever the inputs are?"""

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
CACHE = {
    "database_id": f"{WHERE}/Microsoft.Cache/redisEnterprise/a/databases/default",
    "policy_values": {"score_threshold": 0.05, "duration_s": 60},
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
    root = ET.fromstring(wanted.policy(CACHE["policy_values"]))  # type: ignore[arg-type]  # noqa: S314
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


WRONG: list[tuple[str, Any, str, str]] = [
    ("location", "mars", "location", "unknown region 'mars'"),
    ("resource_group_name", "a.", "resourceGroupName", "'a.' is not a resource group name"),
    ("publisher_name", "a" * 101, "publisherName", "is not a publisher's name; use up to 100"),
    ("publisher_email", "ai", "publisherEmail", "'ai' is not an email address; use up to 100"),
    ("accounts", [], "accounts", "[] is not a list of accounts; write at least one"),
    ("accounts", [{**ACCOUNT, "name": "A"}], "accounts[0].name", "'A' is not a name; use 1 to 32"),
    ("accounts", [ACCOUNT, ACCOUNT], "accounts[1].name", "'north' is the name of accounts[0] too"),
    (
        "accounts",
        [{**ACCOUNT, "account_id": "a"}],
        "accounts[0].accountId",
        "'a' is not an id of Microsoft.CognitiveServices/accounts",
    ),
    (
        "accounts",
        [{**ACCOUNT, "endpoint": "http://a"}],
        "accounts[0].endpoint",
        "'http://a' is no https address; write the account's output `endpoint`",
    ),
    ("accounts", [{**ACCOUNT, "location": "x"}], "accounts[0].location", "unknown region 'x'"),
    ("backends", [{"account": "x"}], "backends[0].account", "'x' is not a choice; allowed: north"),
    (
        "backends",
        [{"account": "north", "name": "pool"}],
        "backends[0].name",
        "'pool' is what the gateway calls a backend of its own; write another name",
    ),
    (
        "backends",
        [{"account": "north"}, {"account": "north", "name": "b", "deployment": "c"}],
        "backends",
        "some backends name a deployment and some leave it to the request",
    ),
    (
        "backends",
        [{"account": "north", "priority": 101}],
        "backends[0].priority",
        "101 is more than API Management takes; write 1 to 100",
    ),
    (
        "backends",
        [{"account": "north", "weight": 0}],
        "backends[0].weight",
        "0 is not a whole number of steps; write 1 or more",
    ),
    ("sku", "Consumption", "sku", "'Consumption' has no circuit breakers; leave it out"),
    ("sku", "PremiumV2", "sku", "'PremiumV2' is not a choice; did you mean"),
    ("units", 11, "units", "11 is more than BasicV2 has; write 10 or less, or another sku"),
    ("cache", {**CACHE, "database_id": "x"}, "cache.databaseId", "'x' is not an id of"),
    (
        "cache",
        {**CACHE, "policy_values": {"score_threshold": 2, "duration_s": 1}},
        "cache.policyValues.score_threshold",
        "2 is not a number from 0 to 1; write one",
    ),
    (
        "cache",
        {**CACHE, "policy_values": {**CACHE["policy_values"], "vary_by_version": "\x00"}},  # type: ignore[dict-item]
        "cache.policyValues.vary_by_version",
        "'\\x00' is not an expression; write a text",
    ),
    (
        "cache",
        {**CACHE, "embeddings": {"account": "x", "deployment": "d"}},
        "cache.embeddings.account",
        "'x' is not a choice; allowed: north",
    ),
    ("token_budget", {}, "tokenBudget", "a budget without a number; write tokensPerMinute, quota"),
    ("token_budget", {"quota": 0}, "tokenBudget.quota", "0 is not a whole number of tokens"),
    (
        "token_budget",
        {"tokens_per_minute": 5, "quota_period": "Daily"},
        "tokenBudget.quotaPeriod",
        "a period without a quota; write the quota as well",
    ),
    (
        "token_budget",
        {"quota": 5, "quota_period": "Never"},
        "tokenBudget.quotaPeriod",
        "'Never' is not a choice; allowed: Daily, Hourly, Monthly",
    ),
    (
        "token_budget",
        {"quota": 5, "per": "tenant"},
        "tokenBudget.per",
        "tenants are known by a header only; write tenantHeader, or per 'subscription'",
    ),
    ("tenant_header", 'X") + ("', "tenantHeader", "is not the name of a header; use 1 to 64"),
    ("max_tokens", 0.5, "maxTokens", "0.5 is not a whole number of tokens; write 1 or more"),
    (
        "bounds",
        {"temperature": {"most": 3}},
        "bounds.temperature.most",
        "3 is no value of temperature; write 0 to 2",
    ),
    (
        "bounds",
        {"top_p": {"least": 0.9, "most": 0.1}},
        "bounds.topP",
        "least 0.9 is above most 0.1; swap them",
    ),
    ("over_limit", "cap", "overLimit", "there is no limit; write maxTokens or bounds as well"),
    (
        "circuit_breaker",
        {"trip_minutes": 1441},
        "circuitBreaker.tripMinutes",
        "1441 is too many; write 1 to 1440 minutes",
    ),
    ("retry", {"count": 51}, "retry.count", "51 is too many; write 1 to 50 tries"),
    ("application_insights_id", "x", "applicationInsightsId", "'x' is not an id of Microsoft."),
    (
        "metrics_namespace",
        "a",
        "metricsNamespace",
        "token metrics go to Application Insights; write applicationInsightsId as well",
    ),
    ("api_path", "/a", "apiPath", "'/a' is not a path; use 1 to 400 letters"),
    ("service_name", "1a", "serviceName", "'1a' is not the name of an API Management service"),
    ("name_suffix", "A", "nameSuffix", "'A' is not a suffix; use 1 to 12 lower case"),
    ("owner", 1, "owner", "1 is not a text; write a string that is not empty"),
    ("environment", 1, "environment", "1 is not a text; write a string that is not empty"),
    ("workload", 1, "workload", "1 is not a text; write a string that is not empty"),
    ("tags", {"owner": "x"}, "tags.owner", "azgreen writes the tag 'owner' itself"),
    ("skuu", 1, "skuu", "unknown input 'skuu'; did you mean 'sku'?"),
]


@pytest.mark.parametrize(("field", "value", "path", "told"), WRONG)
def test_what_cannot_be_used_is_told_by_its_path(
    field: str, value: Any, path: str, told: str
) -> None:
    head, *faults = refusal(**{field: value}).splitlines()
    assert head == "AiGateway 'gate': 1 input cannot be used"
    (fault,) = faults
    assert fault.startswith(f"  {path}: ")
    assert told in fault


def test_every_input_is_tried_with_a_wrong_value() -> None:
    assert {field for field, *_ in WRONG} >= {*shapes.AiGatewayArgs.__annotations__}


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

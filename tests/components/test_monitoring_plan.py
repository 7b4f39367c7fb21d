"""Does Monitoring name all that is wrong, and are budgets and thresholds what was asked for?"""
# ruff: noqa: E501  # a row of a table holds its message in full

from __future__ import annotations

import math
import re
from typing import Any

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pulumi_azure_native import monitor

from azgreen import catalog
from azgreen.estimate import Traffic, footprint
from azgreen.estimate.energy import HOST_OVERHEAD
from azgreen_components._alerts import check_rule
from azgreen_components._inputs import Faults, camel
from azgreen_components.monitoring.args import MonitoringArgs, TargetArgs
from azgreen_components.monitoring.budget import carbon_of_gpus, carbon_of_tokens
from azgreen_components.monitoring.kinds import KINDS
from azgreen_components.monitoring.plan import Plan, plan
from azgreen_components.monitoring.queries import query
from azgreen_components.monitoring.receivers import SHORT_NAME_LENGTH, short_name
from azgreen_components.monitoring.targets import arm_type

PREFIX = "/subscriptions/s/resourceGroups/rg/providers/"
ENDPOINT_ID = f"{PREFIX}Microsoft.MachineLearningServices/workspaces/ml/onlineEndpoints/llama"
TRAFFIC = {"requests_per_second": 2.0, "input_tokens": 1155.0, "output_tokens": 211.0}
ACCOUNT = {
    "name": "models",
    "kind": "model_account",
    "resource_id": f"{PREFIX}Microsoft.CognitiveServices/accounts/contoso",
}
CHAT = {
    "name": "chat",
    "kind": "model_deployment",
    "account": "models",
    "model": "gpt-4.1-mini",
    "traffic": TRAFFIC,
}
AGENTS = {
    "name": "agents",
    "kind": "provisioned_deployment",
    "account": "models",
    "model": "gpt-4.1",
}
ENDPOINT = {"name": "llama", "kind": "online_endpoint", "resource_id": ENDPOINT_ID}
BLUE = {
    "name": "blue",
    "kind": "online_deployment",
    "resource_id": f"{ENDPOINT_ID}/deployments/blue",
}
REDIS = {
    "name": "answers",
    "kind": "redis_cache",
    "resource_id": f"{PREFIX}Microsoft.Cache/redisEnterprise/answers",
}
COSMOS = {
    "name": "vectors",
    "kind": "cosmos_cache",
    "resource_id": f"{PREFIX}Microsoft.DocumentDB/databaseAccounts/vectors",
}
GATE = {
    "name": "gate",
    "kind": "gateway",
    "resource_id": f"{PREFIX}Microsoft.ApiManagement/service/gate",
}
SEARCH = {
    "name": "handbook",
    "kind": "search_service",
    "resource_id": f"{PREFIX}Microsoft.Search/searchServices/handbook",
}
ALL = (ACCOUNT, CHAT, AGENTS, ENDPOINT, BLUE, REDIS, COSMOS, GATE, SEARCH)
budgets = st.floats(0.001, 1e6)


def planned(*targets: Any, **more: Any) -> Plan:
    given: Any = {
        "location": "swedencentral",
        "resource_group_name": "rg",
        "targets": list(targets) or [ACCOUNT],
    }
    return plan("watch", {**given, **more})


def faults(*targets: Any, **more: Any) -> list[tuple[str, str]]:
    with pytest.raises(pulumi.InputPropertiesError) as caught:
        planned(*targets, **more)
    assert caught.value.errors is not None
    return [(error["property_path"], error["reason"]) for error in caught.value.errors]


def thresholds(*targets: Any) -> dict[str, float]:
    return {item.name: item.threshold for item in planned(*targets).alerts}


def test_every_default_is_filled_in() -> None:
    own = planned()
    logs = own.logs
    assert (logs.retention_days, logs.daily_quota_gb, logs.sampling_percentage) == (30, 1.0, 100.0)
    assert logs.application_insights
    assert not logs.all_logs
    assert not own.common.public_network_access
    assert own.receivers.emails == own.receivers.webhooks == ()
    assert own.common.tags == {"azgreen-carbon-data": catalog.CARBON_DATA_VERSION}
    assert own.explain == ()


def test_kinds_are_those_of_the_catalogue() -> None:
    assert sorted(KINDS) == list(catalog.alert_kinds())
    for kind in KINDS.values():
        assert {rule.metric_namespace for rule in catalog.alert_rules(kind.name)} == {
            kind.resource_type
        }
        assert kind.fields <= set(TargetArgs.__annotations__)
        if any(rule.signal == "log" for rule in catalog.alert_rules(kind.name)):
            assert kind.exports_metrics
            assert kind.has_diagnostics


def test_every_input_of_a_target_is_taken_by_some_kind() -> None:
    assert set().union(*(kind.fields for kind in KINDS.values())) == set(TargetArgs.__annotations__)


def test_an_account_alone_is_watched_for_faults_and_refusals() -> None:
    assert thresholds(ACCOUNT) == {"models-errors": 99.9, "models-throttling": 10}


def test_an_account_is_watched_for_the_models_that_it_holds() -> None:
    partner = next(
        item.name for item in catalog.models() if item.format != "OpenAI" and item.kind == "chat"
    )
    names = set(thresholds(ACCOUNT, {**CHAT, "model": partner}))
    assert names == {"models-partner-errors", "models-partner-throttling"}
    both = set(thresholds(ACCOUNT, CHAT, {**AGENTS, "model": partner}))
    assert both >= {"models-errors", "models-partner-errors", "agents-waste"}
    assert "models-idle" not in both  # only Azure OpenAI counts the active tokens of PTUs


def test_idle_ptus_are_looked_for_in_the_account_that_has_some() -> None:
    assert "models-idle" in thresholds(ACCOUNT, AGENTS)
    assert "models-idle" not in thresholds(ACCOUNT, CHAT)


def test_pay_as_you_go_cannot_be_idle() -> None:
    assert thresholds(ACCOUNT, CHAT).keys() == thresholds(ACCOUNT).keys()


@pytest.mark.parametrize(
    ("target", "rule", "threshold"),
    [
        (CHAT, "chat-latency", 4000),
        (AGENTS, "agents-latency", 4000),
        (ENDPOINT, "llama-latency", 4000),
        (REDIS, "answers-latency", 4_000_000),
        (COSMOS, "vectors-latency-direct", 4000),
    ],
)
def test_latency_is_in_milliseconds_whatever_the_metric_counts_in(
    target: Any, rule: str, threshold: float
) -> None:
    assert thresholds(ACCOUNT, {**target, "latency_ms": 4000})[rule] == threshold


def test_latency_without_a_documented_threshold_is_not_guessed() -> None:
    found = thresholds(*ALL)
    assert {name for name in found if "latency" in name} == {
        "answers-latency",
        "handbook-latency",
        "vectors-latency",
        "vectors-latency-direct",
    }


def test_own_thresholds_go_before_the_catalogues() -> None:
    own = planned(ACCOUNT, {**REDIS, "thresholds": {"hit-rate": 35, "idle": 0, "memory": 70.5}})
    by_name = {item.name: item for item in own.alerts}
    assert by_name["answers-hit-rate"].threshold == 35
    assert by_name["answers-memory"].threshold == 70.5
    assert by_name["answers-memory"].description.endswith("(threshold 70.5 Percent: yours)")
    assert by_name["answers-cpu"].description.endswith(
        "(threshold 80 Percent: documented, Azure/azure-monitor-baseline-alerts, services/Cache/Redis)"
    )
    assert by_name["answers-idle"].description == (
        "answers: no lookup in a day: nobody uses the cache, delete it "
        "(threshold 0 Count: judgement, azgreen)"
    )


def test_a_gateway_and_a_search_service_have_what_is_stated_in_the_metric_s_own_unit() -> None:
    told = thresholds({**GATE, "latency_ms": 20_000}, {**SEARCH, "latency_ms": 800})
    assert told == {
        "gate-cpu": 80,
        "gate-errors": 1,
        "gate-latency": 20_000,
        "gate-throttling": 10,
        "handbook-latency": 0.8,
        "handbook-throttling": 10,
    }
    assert thresholds(GATE, SEARCH).keys() == told.keys() - {"gate-latency"}


def test_azure_takes_every_planned_metric_alert() -> None:
    own, refused = planned(*({**item, **_budget(item)} for item in ALL)), Faults()
    rules = [item.as_metric_rule() for item in own.alerts if item.rule.signal == "metric"]
    for rule in rules:
        check_rule(refused, rule.name, rule)
        found = catalog.metric(rule.metric_namespace, rule.metric_name)
        assert set(rule.dimensions) <= set(found.dimensions)
    refused.raise_any("alerts")
    names = [item.name for item in own.alerts]
    assert len(names) == len(set(names))


def _budget(target: dict[str, Any]) -> dict[str, Any]:
    key = "carbon_budget_gco2e_per_day"
    return {key: 100} if key in KINDS[target["kind"]].fields else {}


def test_a_deployment_is_told_apart_by_its_name() -> None:
    def dimension(**more: Any) -> list[Any]:
        (rule,) = [
            item.as_metric_rule()
            for item in planned(ACCOUNT, {**CHAT, "latency_ms": 1, **more}).alerts
            if item.rule.rule == "latency"
        ]
        return list(rule.dimensions["ModelDeploymentName"])

    assert dimension() == ["chat"]
    assert dimension(deployment_name="gpt-4.1-mini") == ["gpt-4.1-mini"]


@given(budgets, st.floats(1.0001, 1000))
def test_more_budget_allows_more_tokens_and_more_energy(budget: float, factor: float) -> None:
    for carbon in (
        carbon_of_tokens("gpt-4.1-mini", "Standard", "swedencentral", Traffic(**TRAFFIC)),
        carbon_of_gpus("swedencentral", 2),
    ):
        assert 0 < carbon.threshold(budget) < carbon.threshold(budget * factor)


@given(
    st.integers(1, 10**7), st.floats(1, 20_000), st.floats(1, 5_000),
    st.sampled_from(["swedencentral", "eastus"]),
)  # fmt: skip
def test_a_workload_on_its_budget_sits_on_the_threshold(
    requests: int, tokens_in: float, tokens_out: float, region: str
) -> None:
    traffic = Traffic(1, tokens_in, tokens_out)
    sku = "GlobalStandard"
    spent = footprint("gpt-4.1-mini", sku, region, traffic, requests=requests).gco2e.mid
    threshold = carbon_of_tokens("gpt-4.1-mini", sku, region, traffic).threshold(spent)
    assert math.isclose(threshold, requests * (tokens_in + tokens_out), rel_tol=1e-9)


@given(st.floats(1, 1e6), st.integers(1, 50), st.sampled_from(catalog.regions()))
def test_instances_on_their_budget_sit_on_the_threshold(
    joules_per_minute: float, instances: int, region: catalog.Region
) -> None:
    carbon = carbon_of_gpus(region.name, instances)
    kwh = joules_per_minute * 1440 * instances / 3.6e6 * HOST_OVERHEAD.low
    spent = kwh * carbon.pue * region.grid_gco2e_per_kwh
    assert math.isclose(carbon.threshold(spent), joules_per_minute, rel_tol=1e-9)
    assert carbon.pue == (region.pue or 1.18)


def test_a_budget_explains_itself() -> None:
    own = planned(
        ACCOUNT,
        {**CHAT, "carbon_budget_gco2e_per_day": 500},
        {**BLUE, "carbon_budget_gco2e_per_day": 500, "instances": 2, "location": "francecentral"},
    )
    by_name = {item.name: item.threshold for item in own.alerts}
    tokens, joules = by_name["chat-carbon-budget"], by_name["blue-carbon-budget"]
    assert own.explain[0] == f"chat: 500 gCO2e a day is reached at {tokens:.4g} tokens in 24 h"
    assert any(
        line == f"blue: 500 gCO2e a day is reached at {joules:.4g} GPU J a minute on each of 2 "
        "instances"
        for line in own.explain
    )
    assert any("zone FR" in line for line in own.explain)
    assert planned(ACCOUNT, CHAT).explain == ()


@given(st.text(max_size=40))
def test_a_short_name_is_one_that_azure_takes(component: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,12}", short_name(component))
    assert SHORT_NAME_LENGTH == 12


LOG_RULES = [
    rule
    for kind in catalog.alert_kinds()
    for rule in catalog.alert_rules(kind)
    if rule.signal == "log"
]


@pytest.mark.parametrize("rule", LOG_RULES, ids=lambda rule: f"{rule.kind}-{rule.rule}")
def test_a_query_asks_for_one_resource_and_its_metrics(rule: catalog.AlertRule) -> None:
    asked = query(rule, "/subscriptions/s")
    first, where, *rest = asked.splitlines()
    assert first == "AzureMetrics"
    assert '_ResourceId =~ "/subscriptions/s"' in where
    for name in rule.share_of or rule.metrics:
        assert f'"{name}"' in where
    assert rest[-1].startswith(("| summarize value =", "| project value ="))
    # a share of nothing is no share, so no row; a sum of nothing is 0, and silence is seen
    assert ("| where whole > 0" in rest) == bool(rule.share_of)
    assert ("coalesce(sum(Total), 0.0)" in asked) == (not rule.share_of)


def test_a_hit_rate_divides_hits_by_lookups() -> None:
    (rule,) = [item for item in LOG_RULES if item.rule == "hit-rate"]
    assert query(rule, "/x").splitlines() == [
        "AzureMetrics",
        '| where _ResourceId =~ "/x" and MetricName in~ ("cachehits", "cachemisses")',
        '| summarize part = sumif(Total, MetricName in~ ("cachehits")), whole = sum(Total)',
        "| where whole > 0",
        "| project value = 100.0 * part / whole",
    ]


def test_azures_operators_are_those_of_the_rules() -> None:
    assert {rule.operator for rule in LOG_RULES} <= {item.value for item in monitor.Operator}


@pytest.mark.parametrize(
    ("resource_id", "found"),
    [
        (ENDPOINT_ID, "Microsoft.MachineLearningServices/workspaces/onlineEndpoints"),
        (f"{ENDPOINT_ID}/deployments/blue", KINDS["online_deployment"].resource_type),
        (ACCOUNT["resource_id"], "Microsoft.CognitiveServices/accounts"),
        (f"{ENDPOINT_ID}/deployments", ""),
        ("contoso", ""),
        ("", ""),
        (PREFIX, ""),
        (f'{REDIS["resource_id"]}" or true', ""),
    ],
)
def test_the_type_of_an_id_is_read(resource_id: str, found: str) -> None:
    assert arm_type(resource_id) == found


KIND = "'redis' is not a choice; did you mean 'redis_cache'?"
NAME_RULE = "is not a target's name; use 1 to 32 lower case letters, digits or '-', with no '-' at either end"
TEXT = "is not a text; write a string that is not empty"
REDIS_ID = "is not an id of Microsoft.Cache/redisEnterprise; write /subscriptions/.../resourceGroups/.../providers/Microsoft.Cache/redisEnterprise/<name>"
BAD_TARGETS: list[tuple[Any, str, str]] = [
    ("redis", "", "'redis' is not an object with named fields"),
    ({**REDIS, "name": None}, ".name", "missing; it has no default, so write it"),
    ({**REDIS, "name": "A_b"}, ".name", f"'A_b' {NAME_RULE}"),
    ({**REDIS, "name": "models"}, ".name", "'models' is that of targets[0] too; watch each resource once"),
    ({"name": "a", "resource_id": "x"}, ".kind", "missing; it has no default, so write it"),
    ({**REDIS, "kind": "redis"}, ".kind", KIND),
    ({**REDIS, "kidn": 1}, ".kidn", "unknown input 'kidn'; did you mean 'kind'?"),
    ({"name": "a", "kind": "redis_cache"}, ".resourceId", "missing; redis_cache is not known without it"),
    ({**REDIS, "resource_id": "answers"}, ".resourceId", f"'answers' {REDIS_ID}"),
    ({**REDIS, "resource_id": ENDPOINT_ID}, ".resourceId", f"{ENDPOINT_ID!r} {REDIS_ID}"),
    ({**REDIS, "resource_id": 5}, ".resourceId", f"5 {TEXT}"),
    ({**ACCOUNT, "name": "b"}, ".resourceId", f"{ACCOUNT['resource_id'].lower()!r} is that of targets[0] too; watch each resource once"),
    ({**REDIS, "model": "gpt-4.1"}, ".model", "redis_cache has no model; it takes latencyMs, resourceId"),
    ({**ENDPOINT, "carbon_budget_gco2e_per_day": 1}, ".carbonBudgetGco2ePerDay", "online_endpoint has no carbonBudgetGco2ePerDay; it takes latencyMs, resourceId"),
    ({**CHAT, "account": "modles"}, ".account", "'modles' is no target of kind model_account; did you mean 'models'?"),
    ({**CHAT, "account": 1}, ".account", f"1 {TEXT}"),
    ({**AGENTS, "account": None}, ".account", "missing; provisioned_deployment is not known without it"),
    ({**CHAT, "model": "gpt-4.1-mni"}, ".model", "unknown model 'gpt-4.1-mni'; did you mean 'gpt-4.1-mini'?"),
    ({**CHAT, "model": 1}, ".model", f"1 {TEXT}"),
    ({**CHAT, "deployment_name": "-a"}, ".deploymentName", "'-a' is not a deployment name; use 1 to 64 letters, digits, '_', '.' or '-', starting with a letter or digit"),
    ({**CHAT, "sku": "standrd"}, ".sku", "'standrd' is not a choice; did you mean 'Standard'?"),
    ({**CHAT, "location": "swedncentral"}, ".location", "unknown region 'swedncentral'; did you mean 'swedencentral'?"),
    ({**CHAT, "traffic": 5}, ".traffic", "5 is not an object with named fields"),
    ({**CHAT, "traffic": {**TRAFFIC, "input_tokens": 0}}, ".traffic.inputTokens", "0 is not a number above 0; write one, or leave the traffic out"),
    ({**CHAT, "traffic": None, "carbon_budget_gco2e_per_day": 1}, ".traffic", "missing, but there is a carbon budget; write it: the carbon of a token depends on it"),
    ({**CHAT, "carbon_budget_gco2e_per_day": 0}, ".carbonBudgetGco2ePerDay", "0 is not usable; write a number of gCO2e a day above 0"),
    ({**CHAT, "carbon_budget_gco2e_per_day": math.nan}, ".carbonBudgetGco2ePerDay", "nan is not usable; write a number of gCO2e a day above 0"),
    ({**CHAT, "latency_ms": "slow"}, ".latencyMs", "'slow' is not usable; write a number of ms above 0"),
    ({**CHAT, "latency_ms": True}, ".latencyMs", "True is not usable; write a number of ms above 0"),
    ({**BLUE, "instances": 1.5}, ".instances", "1.5 is not a whole number of instances; write 1 or more"),
    ({**REDIS, "thresholds": 5}, ".thresholds", "5 is not an object with named fields"),
    ({**REDIS, "thresholds": {"hitrate": 5}}, ".thresholds.hitrate", "'hitrate' is not a rule of redis_cache; did you mean 'hit-rate'?"),
    ({**REDIS, "thresholds": {"latency": 5}}, ".thresholds.latency", "has an input of its own; write latencyMs"),
    ({**BLUE, "thresholds": {"carbon-budget": 5}}, ".thresholds.carbon-budget", "has an input of its own; write carbonBudgetGco2ePerDay"),
    ({**REDIS, "thresholds": {"hit-rate": 101}}, ".thresholds.hit-rate", "101 is not usable; write 0 to 100 Percent"),
    ({**REDIS, "thresholds": {"idle": -1}}, ".thresholds.idle", "-1 is not usable; write 0 or more (Count)"),
]  # fmt: skip


@pytest.mark.parametrize(("target", "path", "reason"), BAD_TARGETS)
def test_a_wrong_target_is_named_in_full(target: Any, path: str, reason: str) -> None:
    assert faults(ACCOUNT, target) == [(f"targets[1]{path}", reason)]


BAD_INPUTS: list[tuple[str, Any, str, str]] = [
    ("location", "swedncentral", "location", "unknown region 'swedncentral'; did you mean 'swedencentral'?"),
    ("location", None, "location", "missing; it has no default, so write it"),
    ("resource_group_name", "rg.", "resourceGroupName", "'rg.' is not a resource group name; use 1 to 90 letters, digits, '_', '.', '-' or brackets, not ending with '.'"),
    ("targets", None, "targets", "missing; it has no default, so write it"),
    ("targets", [], "targets", "[] is not a list of resources; write at least one"),
    ("targets", "all", "targets", "'all' is not a list of resources; write at least one"),
    ("emails", "a@b.org", "emails", "'a@b.org' is not a list of addresses; write a list"),
    ("emails", ["a.org"], "emails[0]", "'a.org' is not an address such as a@b.org; write one"),
    ("emails", ["a@b.org", "A@b.org"], "emails[1]", "'A@b.org' is there twice; take one out"),
    ("emails", [1], "emails[0]", f"1 {TEXT}"),
    ("webhooks", ["http://a.org"], "webhooks[0]", "'http://a.org' is not an https:// address; write one"),
    ("workspace_name", "a-", "workspaceName", "'a-' is not the name of a Log Analytics workspace; use 4 to 63 letters, digits or '-', with no '-' at either end"),
    ("workspace_id", "logs", "workspaceId", "'logs' is not an id of Microsoft.OperationalInsights/workspaces; write /subscriptions/.../resourceGroups/.../providers/Microsoft.OperationalInsights/workspaces/<name>"),
    ("retention_days", 29, "retentionDays", "29 is not usable; write 30 to 730 days"),
    ("retention_days", 30.5, "retentionDays", "30.5 is not usable; write whole days"),
    ("retention_days", True, "retentionDays", "True is not usable; write 30 to 730 days"),
    ("daily_quota_gb", 0, "dailyQuotaGb", "0 is not usable; write a number of GB a day above 0"),
    ("daily_quota_gb", math.inf, "dailyQuotaGb", "inf is not usable; write a number of GB a day above 0"),
    ("all_logs", "yes", "allLogs", "'yes' is not true or false; write one of the two"),
    ("application_insights", 1, "applicationInsights", "1 is not true or false; write one of the two"),
    ("sampling_percentage", 0, "samplingPercentage", "0 is not usable; write 0.01 to 100 percent"),
    ("public_network_access", "no", "publicNetworkAccess", "'no' is not true or false; write one of the two"),
    ("name_suffix", "A!", "nameSuffix", "'A!' is not a suffix; use 1 to 12 lower case letters or digits"),
    ("owner", 5, "owner", f"5 {TEXT}"),
    ("environment", 5, "environment", f"5 {TEXT}"),
    ("workload", 5, "workload", f"5 {TEXT}"),
    ("tags", {"a": 1}, "tags.a", "1 is not a text; write a string"),
    ("email", [], "email", "unknown input 'email'; did you mean 'emails'?"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value", "path", "reason"), BAD_INPUTS)
def test_a_wrong_input_is_named_in_full(field: str, value: Any, path: str, reason: str) -> None:
    assert faults(**{field: value}) == [(path, reason)]


def test_every_input_has_a_wrong_value() -> None:
    tried = {re.split(r"[.\[]", path)[0] for _, _, path, _ in BAD_INPUTS}
    assert tried >= {camel(key) for key in MonitoringArgs.__annotations__}
    of_a_target = {path.split(".")[1] for _, path, _ in BAD_TARGETS if path}
    assert of_a_target >= {camel(key) for key in TargetArgs.__annotations__}


def test_a_sample_of_nothing_is_refused() -> None:
    assert faults(application_insights=False, sampling_percentage=50) == [
        ("samplingPercentage", "there is no Application Insights; leave it out")
    ]


def test_a_deployment_without_any_account_says_what_to_add() -> None:
    assert faults(CHAT) == [
        (
            "targets[0].account",
            "'models' is no target of kind model_account; add a target of kind model_account",
        )
    ]


def test_a_budget_for_what_has_no_known_carbon_is_refused() -> None:
    unknown = {**CHAT, "model": "text-embedding-3-large", "carbon_budget_gco2e_per_day": 1}
    ((path, reason),) = faults(ACCOUNT, unknown)
    assert path == "targets[1].carbonBudgetGco2ePerDay"
    assert reason.startswith("the size of model 'text-embedding-3-large' is not known")
    assert "chat-carbon-budget" not in thresholds(ACCOUNT, {**CHAT, "model": unknown["model"]})


def test_the_exception_tells_every_fault() -> None:
    with pytest.raises(pulumi.InputPropertiesError) as caught:
        planned(ACCOUNT, {**REDIS, "latency_ms": 0}, retention_days=1, emails=["x"])
    assert str(caught.value).splitlines() == [
        "Monitoring 'watch': 3 inputs cannot be used",
        "  targets[1].latencyMs: 0 is not usable; write a number of ms above 0",
        "  retentionDays: 1 is not usable; write 30 to 730 days",
        "  emails[0]: 'x' is not an address such as a@b.org; write one",
    ]


def test_a_workspace_of_yours_keeps_what_it_keeps() -> None:
    own = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/w"
    assert planned(ACCOUNT, workspace_id=own).logs.workspace_id == own
    said = "workspaceId names a workspace of yours, which has its own; leave one of the two out"
    with pytest.raises(pulumi.InputPropertiesError) as caught:
        planned(ACCOUNT, workspace_id=own, retention_days=60, daily_quota_gb=2)
    assert [(error["property_path"], error["reason"]) for error in caught.value.errors or ()] == [
        ("retentionDays", said),
        ("dailyQuotaGb", said),
    ]

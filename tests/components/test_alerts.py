"""Does a metric alert say what its rule says, and is every rule that Azure refuses named in full?"""
# ruff: noqa: E501  # a row of a table holds its message in full

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen import catalog
from azgreen_components._alerts import (
    AGGREGATIONS,
    FREQUENCIES,
    MINUTES_BY_WINDOW,
    OPERATORS,
    SEVERITIES,
    MetricRule,
    check_rule,
    metric_alert,
    read_action_groups,
    rule_of,
)
from azgreen_components._inputs import Faults, InvalidInputsError
from azgreen_components._naming import ALERT, Scope, derived_name

if TYPE_CHECKING:
    from collections.abc import Callable

ALERT_TYPE = "azure-native:monitor:MetricAlert"
ACCOUNT_ID = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.CognitiveServices/accounts/ai"
GROUP_ID = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Insights/actionGroups/ops"
RULE = MetricRule(
    name="busy",
    metric_name="TokenTransaction",
    metric_namespace="Microsoft.CognitiveServices/accounts",
    aggregation="Total",
    operator="GreaterThan",
    threshold=1000.0,
    window="PT15M",
    frequency="PT5M",
    severity=2,
    description="Busier than planned.",
    dimensions={"ModelDeploymentName": ("chat",)},
)
WINDOWS = "PT1M, PT5M, PT15M, PT30M, PT1H, PT6H, PT12H, P1D"


def faults(**changed: Any) -> list[tuple[str, str]]:
    found = Faults()
    check_rule(found, "alerts[0]", replace(RULE, **changed))
    try:
        found.raise_any("it")
    except InvalidInputsError as error:
        return [(item["property_path"], item["reason"]) for item in error.errors or ()]
    return []


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("aggregation", "Mean", "'Mean' is not a choice; allowed: Average, Count, Minimum, Maximum, Total"),
        ("operator", ">", "'>' is not a choice; allowed: Equals, GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual"),
        ("window", "PT24H", f"'PT24H' is not a choice; allowed: {WINDOWS}"),
        ("window", "PT1M", "'PT1M' is shorter than the frequency 'PT5M'; values between two checks would be missed"),
        ("frequency", "PT6H", "'PT6H' is not a choice; allowed: PT1M, PT5M, PT15M, PT30M, PT1H"),
        ("severity", 5, "5 is not a choice; allowed: 0, 1, 2, 3, 4"),
    ],
)  # fmt: skip
def test_a_rule_that_azure_refuses_is_named_in_full(field: str, value: Any, reason: str) -> None:
    assert faults(**{field: value}) == [(f"alerts[0].{field}", reason)]


def test_every_fault_is_told_at_once() -> None:
    paths = [path for path, _ in faults(window="P2D", frequency="PT2M", severity=-1)]
    assert paths == ["alerts[0].window", "alerts[0].frequency", "alerts[0].severity"]


@given(
    st.sampled_from(AGGREGATIONS),
    st.sampled_from(OPERATORS),
    st.sampled_from(tuple(MINUTES_BY_WINDOW)),
    st.sampled_from(FREQUENCIES),
    st.sampled_from(SEVERITIES),
)
def test_a_rule_is_fine_unless_it_looks_back_less_far_than_it_checks(
    aggregation: str, operator: str, window: str, frequency: str, severity: int
) -> None:
    found = faults(
        aggregation=aggregation,
        operator=operator,
        window=window,
        frequency=frequency,
        severity=severity,
    )
    order = list(MINUTES_BY_WINDOW)
    assert bool(found) == (order.index(window) < order.index(frequency))


@given(st.text(max_size=300), st.text(max_size=90))
def test_derived_names_of_alerts_are_valid(name: str, group: str) -> None:
    made = derived_name(name, Scope("contoso", "shop", "dev"), "global", group, None, ALERT)
    assert ALERT.pattern.fullmatch(made)


def rule(name: str) -> catalog.AlertRule:
    rules = catalog.alert_rules("provisioned_deployment")
    return next(item for item in rules if item.rule == name and item.only_for == "openai")


@given(st.sampled_from([item.rule for item in catalog.alert_rules("online_deployment")]))
def test_rules_of_the_catalogue_are_taken_as_they_are(name: str) -> None:
    known = next(item for item in catalog.alert_rules("online_deployment") if item.rule == name)
    made = rule_of(known, "it", "blue", None if known.threshold is not None else 7)
    assert made.threshold == (7 if known.threshold is None else known.threshold)
    assert (made.metric_name,) == known.metrics
    assert (made.window, made.frequency, made.severity) == (
        known.window,
        known.frequency,
        known.severity,
    )
    found = Faults()
    check_rule(found, "", made)
    found.raise_any("a rule of the catalogue")


def test_the_deployment_stands_in_the_dimension_and_the_message() -> None:
    made = rule_of(rule("full"), "full", "chat")
    assert made.dimensions == {"ModelDeploymentName": ["chat"]}
    assert made.description == (
        "chat: at 100 % Azure answers 429: add PTUs or let requests spill over "
        "(threshold 100 Percent: documented, azure-ai-docs, Azure OpenAI monitoring data reference)"
    )
    assert rule_of(rule("full"), "full", "chat", 95).description.endswith("95 Percent: yours)")


def test_a_rule_without_a_threshold_wants_one() -> None:
    with pytest.raises(ValueError, match="rule 'latency' has no threshold; state one"):
        rule_of(rule("latency"), "slow", "chat")


@pytest.mark.parametrize(
    ("ids", "path", "reason"),
    [
        ("x", "actionGroupIds", "'x' is not a list of ids; write a list"),
        ([GROUP_ID, 5], "actionGroupIds[1]", "5 is not a text; write a string that is not empty"),
        ([None], "actionGroupIds[0]", "None is not an id; write one, or take it out of the list"),
        ([ACCOUNT_ID], "actionGroupIds[0]", f"{ACCOUNT_ID!r} is not an id of Microsoft.Insights/actionGroups; write /subscriptions/.../resourceGroups/.../providers/Microsoft.Insights/actionGroups/<name>"),
    ],
)  # fmt: skip
def test_wrong_action_groups_are_named_in_full(ids: Any, path: str, reason: str) -> None:
    found = Faults()
    read_action_groups(found, {"action_group_ids": ids})
    with pytest.raises(InvalidInputsError) as caught:
        found.raise_any("it")
    assert caught.value.errors == [{"property_path": path, "reason": reason}]


def test_action_groups_keep_their_order() -> None:
    found = Faults()
    ids = [f"{GROUP_ID}-{index}" for index in range(3)]
    assert read_action_groups(found, {"action_group_ids": ids}) == tuple(ids)
    assert read_action_groups(found, {}) == ()
    found.raise_any("nothing")


class Owner(pulumi.ComponentResource):
    def __init__(self, groups: list[pulumi.Input[str]]) -> None:
        super().__init__("test:index:Owner", "ai")
        self.alert = metric_alert(self, "ai", RULE, ACCOUNT_ID, "rg", {"owner": "me"}, groups)


def test_the_alert_says_what_the_rule_says(run: Callable[..., Any]) -> None:
    made = run(lambda: Owner([pulumi.Output.from_input(GROUP_ID)]) and None)
    (alert,) = made.of(ALERT_TYPE)
    assert alert.name == "ai-busy"
    name = alert.inputs.pop("ruleName")
    assert name.startswith("ai-busy-")
    assert alert.inputs == {
        "resourceGroupName": "rg",
        "location": "global",
        "description": "Busier than planned.",
        "enabled": True,
        "severity": 2,
        "scopes": [ACCOUNT_ID],
        "evaluationFrequency": "PT5M",
        "windowSize": "PT15M",
        "autoMitigate": True,
        "actions": [{"actionGroupId": GROUP_ID}],
        "tags": {"owner": "me"},
        "criteria": {
            "odataType": "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
            "allOf": [
                {
                    "criterionType": "StaticThresholdCriterion",
                    "name": "busy",
                    "metricName": "TokenTransaction",
                    "metricNamespace": "Microsoft.CognitiveServices/accounts",
                    "timeAggregation": "Total",
                    "operator": "GreaterThan",
                    "threshold": 1000.0,
                    "dimensions": [
                        {"name": "ModelDeploymentName", "operator": "Include", "values": ["chat"]}
                    ],
                }
            ],
        },
    }
    (request,) = made.requested(ALERT_TYPE)
    assert request.parent.endswith("::ai")


def test_an_alert_may_tell_nobody(run: Callable[..., Any]) -> None:
    made = run(lambda: Owner([]) and None)
    assert made.of(ALERT_TYPE)[0].inputs.get("actions", []) == []

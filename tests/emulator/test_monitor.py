"""Does Azure's own Monitor client find what Azure Monitor does, and does it hear what is wrong?"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from azure.core.exceptions import HttpResponseError
from azure.mgmt.monitor import MonitorManagementClient

if TYPE_CHECKING:
    from collections.abc import Callable

GROUP = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg"
INSIGHTS = f"{GROUP}/providers/Microsoft.Insights"
ACCOUNT = f"{GROUP}/providers/Microsoft.CognitiveServices/accounts/acc"
API = "2021-05-01-preview"


@pytest.fixture
def monitor(made: Callable[[type[Any]], Any], raw: Any) -> Any:
    assert raw.account().status == 201
    return made(MonitorManagementClient)


def refused(call: Callable[[], Any]) -> tuple[int, str, str]:
    with pytest.raises(HttpResponseError) as caught:
        call()
    assert caught.value.error is not None
    return caught.value.status_code, caught.value.error.code, caught.value.error.message


def changed(body: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Return the body with one value changed; a number in the path is an index."""
    copy = deepcopy(body)
    inner: Any = copy
    *outer, last = [int(key) if key.isdecimal() else key for key in path.split(".")]
    for key in outer:
        inner = inner[key]
    inner[last] = value
    return copy


ALERT: dict[str, Any] = {
    "location": "global",
    "properties": {
        "severity": 3,
        "enabled": True,
        "scopes": [ACCOUNT],
        "evaluationFrequency": "PT5M",
        "windowSize": "PT15M",
        "criteria": {
            "odata.type": "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
            "allOf": [
                {
                    "criterionType": "StaticThresholdCriterion",
                    "name": "throttled",
                    "metricName": "AzureOpenAIRequests",
                    "metricNamespace": "Microsoft.CognitiveServices/accounts",
                    "operator": "GreaterThan",
                    "threshold": 10,
                    "timeAggregation": "Total",
                    "dimensions": [
                        {"name": "StatusCode", "operator": "Include", "values": ["429"]}
                    ],
                }
            ],
        },
        "actions": [],
    },
}


def test_an_alert_reaches_its_action_group(monitor: Any) -> None:
    team = {
        "location": "Global",
        "group_short_name": "team",
        "enabled": True,
        "email_receivers": [{"name": "team", "email_address": "team@contoso.com"}],
    }
    group = monitor.action_groups.create_or_update("rg", "team", team)
    assert (group.email_receivers[0].status, group.webhook_receivers) == ("Enabled", [])
    alert = changed(ALERT, "properties.actions", [{"actionGroupId": group.id}])
    first = monitor.metric_alerts.create_or_update("rg", "throttled", alert)
    assert first.criteria.all_of[0].metric_name == "AzureOpenAIRequests"
    assert first.criteria.all_of[0].threshold == 10
    assert first.auto_mitigate is True
    again = monitor.metric_alerts.create_or_update("rg", "throttled", first)
    assert again.as_dict() == first.as_dict()
    patched = monitor.metric_alerts.update("rg", "throttled", {"severity": 1})
    assert (patched.severity, patched.enabled) == (1, True)
    assert [item.name for item in monitor.metric_alerts.list_by_subscription()] == ["throttled"]
    monitor.metric_alerts.delete("rg", "throttled")
    monitor.action_groups.delete("rg", "team")
    assert list(monitor.metric_alerts.list_by_resource_group("rg")) == []
    assert list(monitor.action_groups.list_by_resource_group("rg")) == []


CRITERION = "properties.criteria.allOf.0"
AT = "properties.criteria.allOf[0]"


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (
            "properties.severity",
            5,
            "The value '5' of 'properties.severity' is invalid; expected 0, 1, 2, 3, 4.",
        ),
        (
            "properties.windowSize",
            "PT2M",
            "The value 'PT2M' of 'properties.windowSize' is invalid; expected PT1M, PT5M, PT15M,"
            " PT30M, PT1H, PT6H, PT12H, P1D.",
        ),
        (
            "properties.windowSize",
            "PT1M",
            "The window size 'PT1M' is shorter than the evaluation frequency 'PT5M'; it has to be"
            " as long or longer.",
        ),
        (
            "properties.scopes",
            [],
            "An alert rule needs at least one scope.",
        ),
        (
            "properties.scopes",
            [f"{ACCOUNT}x"],
            f"The resource '{ACCOUNT}x' that 'properties.scopes' names was not found.",
        ),
        (
            "properties.actions",
            [{"actionGroupId": f"{INSIGHTS}/actionGroups/none"}],
            f"The resource '{INSIGHTS}/actionGroups/none' that"
            " 'properties.actions.actionGroupId' names was not found.",
        ),
        (
            "properties.criteria.allOf",
            [],
            "0 criteria; an alert rule has 1 to 5.",
        ),
        (
            f"{CRITERION}.metricName",
            "AzureOpenAIRequest",
            "Couldn't find a metric named 'AzureOpenAIRequest' in"
            " 'Microsoft.CognitiveServices/accounts'; did you mean 'AzureOpenAIRequests'?.",
        ),
        (
            f"{CRITERION}.timeAggregation",
            "Average",
            "The metric 'AzureOpenAIRequests' has no aggregation 'Average'; expected Total.",
        ),
        (
            f"{CRITERION}.dimensions.0.name",
            "Colour",
            "The metric 'AzureOpenAIRequests' has no dimension 'Colour'; it has ApiName,"
            " IsSpillover, ModelDeploymentName, ModelName, ModelVersion, OperationName, Region,"
            " ServiceTierRequest, ServiceTierResponse, StatusCode, StreamType.",
        ),
    ],
)
def test_alerts_that_are_refused(monitor: Any, path: str, value: Any, message: str) -> None:
    body = changed(ALERT, path, value)
    status, _, told = refused(lambda: monitor.metric_alerts.create_or_update("rg", "a", body))
    assert (status in {400, 404}, told) == (True, message)


def test_a_window_is_no_shorter_than_the_metric_s_grain(monitor: Any, raw: Any) -> None:
    place = f"{GROUP.partition(GROUP[:51])[2]}/providers/Microsoft.Insights/components/app"
    body = {"location": "swedencentral", "kind": "web", "properties": {"Application_Type": "web"}}
    assert raw.put(place, body, api="2020-02-02").status == 200
    criterion = {
        "criterionType": "StaticThresholdCriterion",
        "name": "hits",
        "metricName": "cachehits",
        "metricNamespace": "Microsoft.Cache/redisEnterprise",
        "operator": "LessThan",
        "threshold": 1,
        "timeAggregation": "Total",
    }
    alert = changed(ALERT, "properties.criteria.allOf", [criterion])
    alert = changed(alert, "properties.scopes", [f"{INSIGHTS}/components/app"])
    alert = changed(alert, "properties.evaluationFrequency", "PT1M")
    short = changed(alert, "properties.windowSize", "PT1M")
    assert refused(lambda: monitor.metric_alerts.create_or_update("rg", "a", short)) == (
        400,
        "BadRequest",
        "The metric 'cachehits' is sampled every PT5M; a window of 60 s is shorter than that.",
    )
    assert monitor.metric_alerts.create_or_update("rg", "a", alert).name == "a"


def test_action_groups_that_are_refused(monitor: Any) -> None:
    def make(**changes: Any) -> Any:
        body = {"location": "global", "group_short_name": "team", "enabled": True, **changes}
        return monitor.action_groups.create_or_update("rg", "team", body)

    twice = [{"name": "a", "email_address": mail} for mail in ("b@c.de", "f@g.hi")]
    assert refused(lambda: make(email_receivers=twice)) == (
        400,
        "BadRequest",
        "Receiver names must be unique within an action group: 'a'.",
    )
    assert refused(lambda: make(group_short_name=None))[2] == (
        "The request content was invalid: properties.groupShortName: required: a string"
    )


@pytest.fixture
def fleet(monitor: Any, azure: Any) -> Any:
    """A deployment that can be scaled, put where its provider would put it."""
    from azgreen_emulator.arm.records import Record  # noqa: PLC0415 - only this fixture reaches in

    endpoint = f"{GROUP}/providers/Microsoft.MachineLearningServices/workspaces/w/onlineEndpoints/e"
    kind = "Microsoft.MachineLearningServices/workspaces/onlineEndpoints"
    for name, type_name in ((endpoint, kind), (f"{endpoint}/deployments/d", f"{kind}/deployments")):
        azure.store.put(Record(name, type_name, {"id": name, "properties": {}}))
    return monitor


ENDPOINT = f"{GROUP}/providers/Microsoft.MachineLearningServices/workspaces/w/onlineEndpoints/e"
SETTING: dict[str, Any] = {
    "location": "swedencentral",
    "properties": {
        "enabled": True,
        "targetResourceUri": f"{ENDPOINT}/deployments/d",
        "profiles": [
            {
                "name": "default",
                "capacity": {"minimum": "1", "maximum": "3", "default": "1"},
                "rules": [
                    {
                        "metricTrigger": {
                            "metricName": "RequestsPerMinute",
                            "metricNamespace": (
                                "Microsoft.MachineLearningServices/workspaces/onlineEndpoints"
                            ),
                            "metricResourceUri": ENDPOINT,
                            "operator": "GreaterThan",
                            "statistic": "Average",
                            "threshold": 60,
                            "timeAggregation": "Last",
                            "timeGrain": "PT1M",
                            "timeWindow": "PT5M",
                        },
                        "scaleAction": {
                            "direction": "Increase",
                            "type": "ChangeCount",
                            "value": "1",
                            "cooldown": "PT5M",
                        },
                    }
                ],
            }
        ],
    },
}


def test_an_autoscale_setting_follows_one_resource(fleet: Any) -> None:
    settings = fleet.autoscale_settings
    first = settings.create_or_update("rg", "follow", SETTING)
    assert first.profiles[0].capacity.maximum == "3"
    assert settings.create_or_update("rg", "follow", first).as_dict() == first.as_dict()
    assert refused(lambda: settings.create_or_update("rg", "other", SETTING)) == (
        409,
        "Conflict",
        f"The resource '{ENDPOINT}/deployments/d' has the autoscale setting 'follow' already.",
    )
    assert [item.name for item in settings.list_by_subscription()] == ["follow"]
    settings.delete("rg", "follow")
    assert list(settings.list_by_resource_group("rg")) == []


PROFILE = "properties.profiles.0"
WHERE = "properties.profiles[0]"
WEEKLY = {
    "frequency": "Week",
    "schedule": {"days": ["Monday"], "hours": [8], "minutes": [0], "timeZone": "UTC"},
}


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("properties.profiles", [], "An autoscale setting needs a profile."),
        (
            "properties.targetResourceUri",
            ACCOUNT,
            "The resource type 'Microsoft.CognitiveServices/accounts' does not support autoscale.",
        ),
        (
            f"{PROFILE}.capacity.minimum",
            "4",
            "The capacity is out of order: minimum 4, default 1, maximum 3;"
            " minimum <= default <= maximum.",
        ),
        (
            f"{PROFILE}.capacity.minimum",
            "one",
            f"The value 'one' of '{WHERE}.capacity.minimum' is invalid; expected a whole number as"
            " a string.",
        ),
        (
            f"{PROFILE}.rules.0.metricTrigger.timeWindow",
            "PT4M",
            f"The value 'PT4M' of '{WHERE}.rules[0].metricTrigger.timeWindow' is invalid; expected"
            " PT5M to PT12H.",
        ),
        (
            f"{PROFILE}.rules.0.scaleAction.cooldown",
            "PT30S",
            f"The value 'PT30S' of '{WHERE}.rules[0].scaleAction.cooldown' is invalid; expected"
            " PT1M to P7D.",
        ),
        (
            f"{PROFILE}.rules.0.metricTrigger.metricName",
            "RequestsPerHour",
            "Couldn't find a metric named 'RequestsPerHour' in"
            " 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints'; did you mean"
            " 'RequestsPerMinute'?.",
        ),
        (
            f"{PROFILE}.recurrence",
            {**WEEKLY, "frequency": "Day"},
            f"The value 'Day' of '{WHERE}.recurrence.frequency' is invalid; expected Week.",
        ),
        (
            f"{PROFILE}.recurrence",
            changed(WEEKLY, "schedule.hours", [24]),
            f"The value '24' of '{WHERE}.recurrence.schedule.hours' is invalid; expected 0 to 23.",
        ),
    ],
)
def test_settings_that_are_refused(fleet: Any, path: str, value: Any, message: str) -> None:
    body = changed(SETTING, path, value)
    told = refused(lambda: fleet.autoscale_settings.create_or_update("rg", "follow", body))
    assert told == (400, "BadRequest", message)


@pytest.fixture
def logs(monitor: Any, raw: Any) -> str:
    assert monitor is not None
    place = "/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/logs"
    raw.put(place, {"location": "swedencentral"}, api="2023-09-01")
    return f"{GROUP}/providers/Microsoft.OperationalInsights/workspaces/logs"


def diagnostic(raw: Any, name: str = "all", **properties: Any) -> Any:
    place = f"{raw.at()}/providers/Microsoft.Insights/diagnosticSettings/{name}"
    return raw.put(place, {"properties": properties}, api=API)


AUDIT = [{"category": "Audit", "enabled": True}]


def test_a_diagnostic_setting_hangs_on_its_resource(raw: Any, logs: str) -> None:
    made = diagnostic(raw, workspaceId=logs, logs=AUDIT)
    assert made.status == 200
    assert made.json["id"] == f"{ACCOUNT}/providers/Microsoft.Insights/diagnosticSettings/all"
    assert diagnostic(raw, workspaceId=logs, logs=AUDIT).json == made.json
    place = f"{raw.at()}/providers/Microsoft.Insights/diagnosticSettings"
    assert [item["name"] for item in raw.get(place, api=API).json["value"]] == ["all"]
    assert raw.delete(raw.at()).status == 202
    assert raw.get(place, api=API).status in {200, 404}


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        ({"logs": AUDIT}, "At least one data sink needs to be specified."),
        (
            {"workspaceId": "LOGS", "logs": []},
            "At least one log or metric category has to be enabled.",
        ),
        (
            {"workspaceId": f"{INSIGHTS}/components/none", "logs": AUDIT},
            f"The resource '{INSIGHTS}/components/none' that 'properties.workspaceId' names was not"
            " found.",
        ),
        (
            {"workspaceId": "LOGS", "logs": [{"category": "Gossip", "enabled": True}]},
            "Category 'Gossip' is not supported by 'Microsoft.CognitiveServices/accounts'; expected"
            " Audit, AzureOpenAIRequestUsage, ManagedNetworkEvent, RequestResponse, Trace.",
        ),
        (
            {"workspaceId": "LOGS", "logs": [{"enabled": True}]},
            "Each log names either a category or a category group.",
        ),
        (
            {"workspaceId": "LOGS", "metrics": [{"category": "Some", "enabled": True}]},
            "Metric category 'Some' is not supported by 'Microsoft.CognitiveServices/accounts';"
            " expected AllMetrics.",
        ),
    ],
)
def test_diagnostic_settings_that_are_refused(
    raw: Any, logs: str, properties: dict[str, Any], message: str
) -> None:
    sent = {key: logs if item == "LOGS" else item for key, item in properties.items()}
    answer = diagnostic(raw, **sent)
    assert (answer.status in {400, 404}, answer.message) == (True, message)


def test_one_category_goes_to_one_sink_once(raw: Any, logs: str) -> None:
    assert diagnostic(raw, workspaceId=logs, logs=AUDIT).status == 200
    answer = diagnostic(raw, "more", workspaceId=logs, logs=AUDIT)
    assert (answer.status, answer.code) == (409, "Conflict")
    assert answer.message == (
        f"Data sink '{logs}' is already used in diagnostic setting 'all' for category 'Audit'. Data"
        " sinks can't be reused in different settings on the same category for the same resource."
    )


def query_rule(scope: str, **condition: Any) -> dict[str, Any]:
    return {
        "location": "swedencentral",
        "severity": 3,
        "scopes": [scope],
        "evaluation_frequency": "PT1H",
        "window_size": "P1D",
        "criteria": {
            "all_of": [
                {
                    "query": "AzureMetrics | summarize share = 1.0 by bin(TimeGenerated, 1d)",
                    "time_aggregation": "Minimum",
                    "metric_measure_column": "share",
                    "operator": "LessThan",
                    "threshold": 20,
                    **condition,
                }
            ]
        },
    }


def test_a_log_alert_asks_a_workspace(monitor: Any, logs: str) -> None:
    rules = monitor.scheduled_query_rules
    first = rules.create_or_update("rg", "hits", query_rule(logs))
    assert (first.kind, first.enabled, first.auto_mitigate) == ("LogAlert", True, True)
    assert rules.create_or_update("rg", "hits", query_rule(logs)).as_dict() == {
        **first.as_dict(),
        "etag": rules.get("rg", "hits").etag,
        "system_data": rules.get("rg", "hits").system_data.as_dict(),
    }
    assert [item.name for item in rules.list_by_subscription()] == ["hits"]
    rules.delete("rg", "hits")
    assert list(rules.list_by_resource_group("rg")) == []


ROW = "properties.criteria.allOf[0]"


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        (
            {"metric_measure_column": None},
            "The aggregation 'Minimum' needs a column to measure.",
        ),
        (
            {"query": None},
            f"The request content was invalid: {ROW}.query: required for a log alert",
        ),
        (
            {
                "failing_periods": {
                    "number_of_evaluation_periods": 1,
                    "min_failing_periods_to_alert": 2,
                }
            },
            "2 of 1 failing periods; expected 1 <= minFailingPeriodsToAlert <="
            " numberOfEvaluationPeriods <= 6.",
        ),
    ],
)
def test_log_alerts_that_are_refused(
    monitor: Any, logs: str, condition: dict[str, Any], message: str
) -> None:
    body = query_rule(logs, **condition)
    call = monitor.scheduled_query_rules.create_or_update
    assert refused(lambda: call("rg", "hits", body))[2] == message
    short = {**query_rule(logs), "window_size": "PT45M"}
    assert refused(lambda: call("rg", "hits", short))[2] == (
        "The window 'PT45M' is shorter than the evaluation frequency 'PT1H'; it has to be as long"
        " or longer."
    )
    odd = {**query_rule(logs), "window_size": "PT7M"}
    assert refused(lambda: call("rg", "hits", odd))[2].startswith(
        "The value 'PT7M' of 'properties.windowSize' is invalid; expected one of 1, 5, 10, 15,"
    )

"""When does a log query raise an alert?

Rules: azure-monitor-docs, `alerts-create-log-alert-rule` and `alerts-types`, and the REST reference
of scheduledQueryRules. The query itself is not run: the local Azure holds no logs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen_emulator.arm.durations import seconds
from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.arm.tracked import fault
from azgreen_emulator.services.monitor.refusals import bad_request, check_exists, not_allowed

if TYPE_CHECKING:
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body

_MINUTES = (1, 5, 10, 15, 30, 45, 60, 120, 180, 240, 300, 360, 1440)
_FREQUENCIES_S = tuple(60 * minutes for minutes in _MINUTES)
_WINDOWS_S = (*_FREQUENCIES_S, 2 * 86400)
_SEVERITIES = range(5)
_MOST_PERIODS = 6
_KIND = "LogAlert"
_NEEDED = ("scopes", "criteria", "severity", "evaluationFrequency", "windowSize")


def _refuse(write: Write) -> None:
    write.sent.setdefault("kind", _KIND)
    sent = write.properties
    for key in _NEEDED:
        if sent.get(key) is None:
            raise fault(f"properties.{key}", "MissingProperty", "required for a log alert")
    if sent["severity"] not in _SEVERITIES:
        raise not_allowed("properties.severity", sent["severity"], _SEVERITIES)
    _check_times(sent)
    for scope in sent["scopes"]:
        check_exists(write.call, "properties.scopes", scope)
    for group in sent.get("actions", {}).get("actionGroups", []):
        check_exists(write.call, "properties.actions.actionGroups", group)
    conditions: list[Body] = sent["criteria"].get("allOf", [])
    if not conditions:
        raise bad_request("properties.criteria.allOf", "A log alert rule needs a condition.")
    for index, condition in enumerate(conditions):
        _check_condition(f"properties.criteria.allOf[{index}]", condition)


def _check_times(sent: Body) -> None:
    for key, allowed in (("evaluationFrequency", _FREQUENCIES_S), ("windowSize", _WINDOWS_S)):
        if seconds(sent[key]) not in allowed:
            minutes = ", ".join(f"{each // 60}" for each in allowed)
            raise not_allowed(f"properties.{key}", sent[key], [f"one of {minutes} minutes"])
    window = sent.get("overrideQueryTimeRange") or sent["windowSize"]
    if seconds(window) < seconds(sent["evaluationFrequency"]):
        message = (
            f"The window '{window}' is shorter than the evaluation frequency"
            f" '{sent['evaluationFrequency']}'; it has to be as long or longer."
        )
        raise bad_request("properties.windowSize", message)


def _check_condition(path: str, condition: Body) -> None:
    for key in ("query", "timeAggregation", "operator", "threshold"):
        if condition.get(key) in {None, ""}:
            raise fault(f"{path}.{key}", "MissingProperty", "required for a log alert")
    if condition["timeAggregation"] != "Count" and not condition.get("metricMeasureColumn"):
        aggregation = condition["timeAggregation"]
        message = f"The aggregation '{aggregation}' needs a column to measure."
        raise bad_request(f"{path}.metricMeasureColumn", message)
    periods: Body = condition.get("failingPeriods", {})
    every = periods.get("numberOfEvaluationPeriods", 1)
    least = periods.get("minFailingPeriodsToAlert", 1)
    if not 1 <= least <= every <= _MOST_PERIODS:
        message = (
            f"{least} of {every} failing periods; expected 1 <= minFailingPeriodsToAlert <="
            f" numberOfEvaluationPeriods <= {_MOST_PERIODS}."
        )
        raise bad_request(f"{path}.failingPeriods", message)


def _complete(write: Write) -> Body:
    return {
        "enabled": True,
        "autoMitigate": True,
        **write.properties,
        "createdWithApiVersion": write.before.get("createdWithApiVersion", write.call.api_version),
        "isLegacyLogAnalyticsRule": False,
        "isWorkspaceAlertsStorageConfigured": False,
    }


QUERY_RULES = Kind(
    type="Microsoft.Insights/scheduledQueryRules",
    versions=("2023-12-01", "2025-01-01-preview"),
    path="/providers/Microsoft.Insights/scheduledQueryRules/{ruleName}",
    operations="ScheduledQueryRules",
    name_rule={"minLength": 1, "maxLength": 260, "pattern": r"[^#<>%&:\\?/{}*]*[^ .#<>%&:\\?/{}*]"},
    refuse=_refuse,
    complete=_complete,
    needs_location=True,
)

"""When does a metric raise an alert?

Rules: azure-monitor-docs, metric alert rules (`alerts-create-metric-alert-rule`,
`alerts-troubleshoot-metric`) and the quickstart templates of Microsoft.Insights/metricAlerts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen_emulator.arm.durations import seconds
from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.clock import timestamp
from azgreen_emulator.services.monitor.metrics import check_metric
from azgreen_emulator.services.monitor.refusals import bad_request, check_exists, not_allowed

if TYPE_CHECKING:
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body

_FREQUENCIES = ("PT1M", "PT5M", "PT15M", "PT30M", "PT1H")
_WINDOWS = (*_FREQUENCIES, "PT6H", "PT12H", "P1D")
_SAME = {"PT24H": "P1D", "PT60M": "PT1H"}
_SEVERITIES = range(5)
_MOST_CRITERIA = 5
_SINGLE = "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria"


def _refuse(write: Write) -> None:
    sent = write.properties
    _check_times(sent)
    if sent["severity"] not in _SEVERITIES:
        raise not_allowed("properties.severity", sent["severity"], _SEVERITIES)
    if not sent["scopes"]:
        raise bad_request("properties.scopes", "An alert rule needs at least one scope.")
    for scope in sent["scopes"]:
        check_exists(write.call, "properties.scopes", scope)
    for action in sent.get("actions", []):
        check_exists(write.call, "properties.actions.actionGroupId", action["actionGroupId"])
    _check_criteria(sent)


def _check_times(sent: Body) -> None:
    for key, allowed in (("evaluationFrequency", _FREQUENCIES), ("windowSize", _WINDOWS)):
        value = _SAME.get(sent[key], sent[key])
        if value not in allowed:
            raise not_allowed(f"properties.{key}", sent[key], allowed)
    if seconds(sent["windowSize"]) < seconds(sent["evaluationFrequency"]):
        message = (
            f"The window size '{sent['windowSize']}' is shorter than the evaluation frequency"
            f" '{sent['evaluationFrequency']}'; it has to be as long or longer."
        )
        raise bad_request("properties.windowSize", message)


def _check_criteria(sent: Body) -> None:
    criteria: Body = sent["criteria"]
    if criteria["odata.type"] != _SINGLE:
        return
    if len(sent["scopes"]) > 1:
        message = "Criteria of a single resource go with one scope."
        raise bad_request("properties.scopes", message)
    conditions: list[Body] = criteria.get("allOf", [])
    if not 1 <= len(conditions) <= _MOST_CRITERIA:
        message = f"{len(conditions)} criteria; an alert rule has 1 to {_MOST_CRITERIA}."
        raise bad_request("properties.criteria.allOf", message)
    names = [item["name"] for item in conditions]
    if len(set(names)) < len(names):
        message = "The names of an alert rule's criteria must be unique."
        raise bad_request("properties.criteria.allOf", message)
    for index, item in enumerate(conditions):
        where = f"properties.criteria.allOf[{index}]"
        check_metric(where, item, sent["scopes"][0], seconds(sent["windowSize"]))


def _complete(write: Write) -> Body:
    return {
        "autoMitigate": True,
        "actions": [],
        **write.properties,
        "lastUpdatedTime": timestamp(write.call.world.clock.now()),
    }


METRIC_ALERTS = Kind(
    type="Microsoft.Insights/metricAlerts",
    versions=("2018-03-01",),
    path="/providers/Microsoft.Insights/metricAlerts/{ruleName}",
    operations="MetricAlerts",
    name_rule={"minLength": 1, "maxLength": 260, "pattern": r"[^#<>%&:\\?/{}*]+"},
    refuse=_refuse,
    complete=_complete,
    global_location=True,
    needs_location=True,
    created=200,
)

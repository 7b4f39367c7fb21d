"""How does a resource follow its load?

Rules: azure-monitor-docs, `autoscale-understanding-settings`, `autoscale-best-practices` and
`autoscale-common-metrics`; the REST reference of autoscaleSettings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen_emulator.arm.durations import seconds
from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.arm.tracked import fault
from azgreen_emulator.services.monitor.metrics import check_metric
from azgreen_emulator.services.monitor.refusals import bad_request, check_exists, not_allowed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body

_PLACE = "/providers/Microsoft.Insights/autoscaleSettings/{autoscaleSettingName}"
_MOST_RULES = 10
_WINDOW_S = range(5 * 60, 12 * 3600 + 1)
_COOLDOWN_S = range(60, 7 * 86400 + 1)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKLY = "Week"
# Of the types that the local Azure serves, those that Azure Monitor can scale.
_SCALABLE = ("Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments",)


def _refuse(write: Write) -> None:
    sent = write.properties
    target = sent.get("targetResourceUri")
    if not target:
        raise fault("properties.targetResourceUri", "MissingProperty", "required: a string")
    check_exists(write.call, "properties.targetResourceUri", target)
    _check_target(write, target)
    profiles: list[Body] = sent["profiles"]
    if not profiles:
        raise bad_request("properties.profiles", "An autoscale setting needs a profile.")
    names = [profile["name"] for profile in profiles]
    if len(set(names)) < len(names):
        message = "The names of an autoscale setting's profiles must be unique."
        raise bad_request("properties.profiles", message)
    for index, profile in enumerate(profiles):
        _check_profile(write, f"properties.profiles[{index}]", profile)


def _check_target(write: Write, target: str) -> None:
    record = write.call.store.get(target)
    if record is not None and record.type not in _SCALABLE:
        message = f"The resource type '{record.type}' does not support autoscale."
        raise bad_request("properties.targetResourceUri", message)
    for other in write.call.store.select("type = ?", AUTOSCALE_SETTINGS.type):
        theirs: str = other.body["properties"]["targetResourceUri"]
        if other.key != write.id.lower() and theirs.lower() == target.lower():
            message = f"The resource '{target}' has the autoscale setting '{other.name}' already."
            raise ArmError(409, "Conflict", message, target="properties.targetResourceUri")


def _check_profile(write: Write, path: str, profile: Body) -> None:
    _check_capacity(f"{path}.capacity", profile["capacity"])
    if "recurrence" in profile and "fixedDate" in profile:
        message = f"The profile '{profile['name']}' has both a recurrence and a fixed date."
        raise bad_request(path, message)
    _check_recurrence(f"{path}.recurrence", profile.get("recurrence"))
    rules: list[Body] = profile["rules"]
    if len(rules) > _MOST_RULES:
        message = f"{len(rules)} rules; a profile has {_MOST_RULES} at most."
        raise bad_request(f"{path}.rules", message)
    for index, rule in enumerate(rules):
        _check_rule(write, f"{path}.rules[{index}]", rule)


def _check_capacity(path: str, capacity: Body) -> None:
    counts: dict[str, int] = {}
    for key in ("minimum", "default", "maximum"):
        if not capacity[key].isdecimal():
            raise not_allowed(f"{path}.{key}", capacity[key], ["a whole number as a string"])
        counts[key] = int(capacity[key])
    if not counts["minimum"] <= counts["default"] <= counts["maximum"]:
        shown = ", ".join(f"{key} {value}" for key, value in counts.items())
        message = f"The capacity is out of order: {shown}; minimum <= default <= maximum."
        raise bad_request(path, message)


def _check_recurrence(path: str, recurrence: Body | None) -> None:
    if recurrence is None:
        return
    if recurrence["frequency"] != _WEEKLY:
        raise not_allowed(f"{path}.frequency", recurrence["frequency"], [_WEEKLY])
    schedule: Body = recurrence["schedule"]
    for key, allowed in (("days", _DAYS), ("hours", range(24)), ("minutes", range(60))):
        for value in _wrong(schedule[key], allowed):
            shown = allowed if isinstance(allowed, tuple) else (f"0 to {len(allowed) - 1}",)
            raise not_allowed(f"{path}.schedule.{key}", value, shown)
    if len(schedule["hours"]) != 1 or len(schedule["minutes"]) != 1:
        message = "A recurrence has one hour and one minute."
        raise bad_request(f"{path}.schedule", message)


def _wrong(values: list[object], allowed: tuple[str, ...] | range) -> Iterator[object]:
    return (value for value in values if value not in allowed)


def _check_rule(write: Write, path: str, rule: Body) -> None:
    trigger, action = rule["metricTrigger"], rule["scaleAction"]
    window = seconds(trigger["timeWindow"])
    if window not in _WINDOW_S:
        where = f"{path}.metricTrigger.timeWindow"
        raise not_allowed(where, trigger["timeWindow"], ["PT5M to PT12H"])
    if seconds(action["cooldown"]) not in _COOLDOWN_S:
        raise not_allowed(f"{path}.scaleAction.cooldown", action["cooldown"], ["PT1M to P7D"])
    if not str(action.get("value", "1")).isdecimal():
        where = f"{path}.scaleAction.value"
        raise not_allowed(where, action["value"], ["a whole number as a string"])
    source: str = trigger["metricResourceUri"]
    check_exists(write.call, f"{path}.metricTrigger.metricResourceUri", source)
    # autoscale reads 'Last' and 'Count' out of any series, so the aggregation is not the metric's
    asked = {key: trigger[key] for key in ("metricName", "metricNamespace") if key in trigger}
    check_metric(f"{path}.metricTrigger", asked, source, window)


def _complete(write: Write) -> Body:
    return {"enabled": True, "name": write.name, "notifications": [], **write.properties}


AUTOSCALE_SETTINGS = Kind(
    type="Microsoft.Insights/autoscaleSettings",
    versions=("2021-05-01-preview", "2022-10-01"),
    path=_PLACE,
    operations="AutoscaleSettings",
    name_rule={
        "minLength": 1,
        "maxLength": 260,
        "pattern": r"[^#<>%&:\\?/{}*]*[^ .#<>%&:\\?/{}*]",
    },
    refuse=_refuse,
    complete=_complete,
    needs_location=True,
)

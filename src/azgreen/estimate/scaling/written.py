"""Which autoscale setting does a JSON document hold?"""

from __future__ import annotations

import re
from typing import Any, Final, cast

from azgreen.errors import Fault, InputError
from azgreen.estimate.scaling.setting import DAYS, METRIC_NAME, Profile, Rule, Setting, Start

_AGGREGATIONS: Final = ("Last", "Average", "Maximum")
_DURATION: Final = re.compile(r"PT(?=\d)(?:(\d+)H)?(?:(\d+)M)?")


def setting_of(data: Any, where: str) -> Setting:
    """Return the setting that `Setting.as_dict` wrote, or `azgreen size autoscale` around it.

    Raises:
        InputError: it is no such document, or uses what the replay cannot follow.
    """
    try:
        plain = cast("dict[str, Any]", data.get("autoscale", data))
        return Setting(tuple(_profile(item) for item in plain["profiles"]))
    except (AttributeError, KeyError, IndexError, TypeError, ValueError) as error:
        said = f"{type(error).__name__}: {error}"
        reason = f"is no autoscale setting ({said}); allowed: what 'azgreen size autoscale' writes"
        raise InputError([Fault(where, reason)]) from error


def setting_in_azure(profiles: list[dict[str, Any]], where: str) -> Setting:
    """Return the setting whose profiles Azure answers with, its names in camel case.

    Raises:
        InputError: everything in it that the replay cannot follow.
    """
    faults = [
        Fault(f"{where}.profiles[{index}]", "holds on a fixed date; allowed: every week, or always")
        for index, profile in enumerate(profiles)
        if profile.get("fixedDate") is not None
    ]
    faults += [
        Fault(f"{where}.profiles[{index}]", f"scales by {name!r}; allowed: {METRIC_NAME!r}")
        for index, profile in enumerate(profiles)
        for name in sorted({rule["metricTrigger"]["metricName"] for rule in profile["rules"]})
        if name.lower() != METRIC_NAME.lower()
    ]
    if faults:
        raise InputError(faults)
    return setting_of({"profiles": _snake(profiles)}, where)


def _snake(value: Any) -> Any:
    """Write the names of a body as the SDKs do, which is how `Setting.as_dict` writes them."""
    if isinstance(value, list):
        return [_snake(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
    if not isinstance(value, dict):
        return value
    named: dict[str, Any] = value  # pyright: ignore[reportUnknownVariableType]
    return {
        "".join(f"_{char.lower()}" if char.isupper() else char for char in key): _snake(item)
        for key, item in named.items()
    }


def _profile(data: dict[str, Any]) -> Profile:
    capacity = data["capacity"]
    recurrence = data.get("recurrence")
    return Profile(
        name=str(data["name"]),
        minimum=int(capacity["minimum"]),
        maximum=int(capacity["maximum"]),
        default=int(capacity["default"]),
        rules=tuple(_rule(item) for item in data["rules"]),
        start=None if recurrence is None else _start(recurrence["schedule"]),
    )


def _start(schedule: dict[str, Any]) -> Start:
    days = tuple(DAYS.index(day) for day in schedule["days"])
    if schedule["time_zone"] != "UTC":
        raise ValueError(f"time zone {schedule['time_zone']!r}, not 'UTC'")
    return Start(days, int(schedule["hours"][0]), int(schedule["minutes"][0]))


def _rule(data: dict[str, Any]) -> Rule:
    trigger, action = data["metric_trigger"], data["scale_action"]
    aggregation = trigger["time_aggregation"]
    increases = action["direction"] == "Increase"
    if aggregation not in _AGGREGATIONS or action["type"] != "ChangeCount":
        raise ValueError(f"time_aggregation {aggregation!r} with type {action['type']!r}")
    if trigger["operator"] != ("GreaterThan" if increases else "LessThan"):
        raise ValueError(f"operator {trigger['operator']!r} with direction {action['direction']!r}")
    if not trigger["divide_per_instance"]:
        raise ValueError("divide_per_instance is not true")
    return Rule(
        threshold=float(trigger["threshold"]),
        change=int(action["value"]) if increases else -int(action["value"]),
        window_s=_seconds(trigger["time_window"]),
        cooldown_s=_seconds(action["cooldown"]),
        aggregation=aggregation,
    )


def _seconds(duration: str) -> int:
    match = _DURATION.fullmatch(duration)
    if match is None:
        raise ValueError(f"duration {duration!r}, not like 'PT5M'")
    hours, minutes = (int(part or 0) for part in match.groups())
    return 60 * (60 * hours + minutes)

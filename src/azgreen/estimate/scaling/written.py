"""Which autoscale setting does a JSON document hold?"""

from __future__ import annotations

import re
from typing import Any, Final, cast

from azgreen.errors import Fault, InputError
from azgreen.estimate.scaling.setting import DAYS, Profile, Rule, Setting, Start

_AGGREGATIONS: Final = ("Last", "Average", "Maximum")
_MINUTES: Final = re.compile(r"PT(\d+)M")


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
    match = _MINUTES.fullmatch(duration)
    if match is None:
        raise ValueError(f"duration {duration!r}, not like 'PT5M'")
    return 60 * int(match[1])

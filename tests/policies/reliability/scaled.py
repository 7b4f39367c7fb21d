"""An autoscale setting for the tests of several rules."""

from __future__ import annotations

from typing import Any

from azgreen.testing import Resource

TOKEN = "azure-native:monitor:AutoscaleSetting"
METRIC = "CpuUtilizationPercentage"


def scaling(
    threshold: Any,
    *,
    out: bool,
    metric: str = METRIC,
    operator: str | None = None,
    value: Any = "1",
    kind: str = "ChangeCount",
    cooldown: Any = "PT10M",
) -> dict[str, Any]:
    return {
        "metricTrigger": {
            "metricName": metric,
            "operator": operator or ("GreaterThan" if out else "LessThan"),
            "threshold": threshold,
        },
        "scaleAction": {
            "direction": "Increase" if out else "Decrease",
            "type": kind,
            "value": value,
            "cooldown": cooldown,
        },
    }


def setting(
    *rules: dict[str, Any], least: Any = "1", most: Any = "5", token: str = TOKEN, **more: Any
) -> Resource:
    capacity = {"minimum": least, "maximum": most, "default": least}
    profile = {"name": "by use", "capacity": capacity, "rules": list(rules)}
    return Resource(token, {"profiles": [profile], **more})

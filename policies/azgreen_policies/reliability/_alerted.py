"""Which metrics of a resource raise an alert, in this stack?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from azgreen import catalog
from azgreen_policies._pointing import monitoring, settings_at
from azgreen_policies._reading import fields, items
from azgreen_policies._stack import Member, Stack


@dataclass(frozen=True)
class Watched:
    """A resource that has metrics, and what it is in."""

    target: Member
    parent: Member | None = None
    only: tuple[str, str | None] | None = None
    """Dimension of its metrics and the one value that counts; None: not known, so any does."""


@dataclass(frozen=True)
class Wanted:
    """A resource, and the catalogue's rules on its metrics that each need an alert."""

    on: Watched
    rules: tuple[catalog.AlertRule, ...]


def missing(stack: Stack, wanted: Iterable[Wanted]) -> Iterator[catalog.AlertRule]:
    """Yield the rules whose metrics raise no alert on that side of a threshold."""
    for each in wanted:
        alerted = set(_alerted(stack, each.on)) if each.rules else set[tuple[str, bool]]()
        left = [rule for rule in each.rules if _key(rule.metrics[0], rule.operator) not in alerted]
        if not left:
            continue  # a query that is not known yet is of no matter then
        asked = stack.remembered("queries", lambda: " ".join(_queries(stack)).lower())
        yield from (rule for rule in left if rule.metrics[0].lower() not in asked)


def told(rule: catalog.AlertRule) -> str:
    """Name a metric, and the threshold that the catalogue has for it."""
    _, is_low = _key("", rule.operator)
    side = "below" if is_low else "over"
    return f"{rule.metrics[0]} ({side} {rule.threshold or 0:.10g} {rule.unit})"


def _key(metric: str, operator: object) -> tuple[str, bool]:
    return metric.lower(), str(operator).lower().startswith("less")


def _alerted(stack: Stack, on: Watched) -> Iterator[tuple[str, bool]]:
    for alert in settings_at(stack, "MetricAlert", "scopes", on.target, on.parent):
        if not _is_on(alert):
            continue
        for each in items(fields(alert.props.get("criteria")).get("allOf")):
            criterion = fields(each)
            if on.only is None or _has(criterion, *on.only):
                yield _key(str(criterion.get("metricName")), criterion.get("operator"))


def _has(criterion: Mapping[str, Any], dimension: str, value: str | None) -> bool:
    """Tell whether a criterion counts the series of a value: it names it, or no value at all."""
    for each in items(criterion.get("dimensions")):
        limits = fields(each)
        if value is not None and str(limits.get("name")).lower() == dimension.lower():
            values = {str(one).lower() for one in items(limits.get("values"))}
            included = str(limits.get("operator") or "Include").lower() == "include"
            return bool(values & {value.lower(), "*"}) is included
    return True


def _queries(stack: Stack) -> Iterator[str]:
    """Yield the texts of the alerts on logs; a metric that is exported has its name there."""
    for alert in monitoring(stack, "ScheduledQueryRule"):
        if _is_on(alert):
            listed = items(fields(alert.props.get("criteria")).get("allOf"))
            yield from (str(fields(each).get("query")) for each in listed)


def _is_on(alert: Member) -> bool:
    return alert.props.get("enabled") is not False

"""When does a metric of Azure Monitor raise an alert, and whom does it tell?

A metric alert compares values that Azure has: a minute without any value is not compared, so an
alert on low use stays silent where the metric itself is silent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi
from pulumi_azure_native import monitor

from azgreen import catalog
from azgreen_components._common import read_id
from azgreen_components._inputs import Faults, at, listed
from azgreen_components._naming import ALERT, unique_name

# Azure Monitor takes these and no others (ISO 8601), in rising order.
MINUTES_BY_WINDOW: Mapping[str, int] = {
    "PT1M": 1,
    "PT5M": 5,
    "PT15M": 15,
    "PT30M": 30,
    "PT1H": 60,
    "PT6H": 360,
    "PT12H": 720,
    "P1D": 1440,
}
FREQUENCIES = ("PT1M", "PT5M", "PT15M", "PT30M", "PT1H")
AGGREGATIONS = tuple(item.value for item in monitor.AggregationTypeEnum)
OPERATORS = tuple(item.value for item in monitor.Operator)
SEVERITIES = (0, 1, 2, 3, 4)
"""Critical, Error, Warning, Informational, Verbose."""

_ACTION_GROUP = "Microsoft.Insights/actionGroups"
_DEPLOYMENT = "{deployment}"  # how the catalogue's rules write the name of what is watched
_LOCATION = "global"  # metric alerts live in no region
_ODATA_TYPE = "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria"


@dataclass(frozen=True)
class MetricRule:
    """One fixed threshold on one metric of one resource; `check_rule` says what Azure refuses."""

    name: str
    """Short name, the same in every run; the alert is called `<component>-<name>`."""
    metric_name: str
    metric_namespace: str
    """The resource's ARM type."""
    aggregation: str
    operator: str
    threshold: float
    """In the unit of the metric."""
    window: str
    """How far back each check looks, ISO 8601."""
    frequency: str
    """How often it checks, ISO 8601."""
    severity: int
    description: str
    """What has happened and what to do, for the message."""
    dimensions: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    """Values by dimension; only series with one of them count."""


def check_rule(faults: Faults, path: str, rule: MetricRule) -> None:
    """Note everything that Azure would refuse in a rule; `path` is the input that it comes from."""
    choices: tuple[tuple[str, object, Sequence[object]], ...] = (
        ("aggregation", rule.aggregation, AGGREGATIONS),
        ("operator", rule.operator, OPERATORS),
        ("window", rule.window, tuple(MINUTES_BY_WINDOW)),
        ("frequency", rule.frequency, FREQUENCIES),
        ("severity", rule.severity, SEVERITIES),
    )
    wrong = [item for item in choices if item[1] not in item[2]]
    for name, value, allowed in wrong:
        choices_text = ", ".join(str(item) for item in allowed)
        faults.add(at(path, name), f"{value!r} is not a choice; allowed: {choices_text}")
    names = {name for name, _, _ in wrong}
    if not names & {"window", "frequency"} and _is_shorter(rule.window, rule.frequency):
        what = f"{rule.window!r} is shorter than the frequency {rule.frequency!r}"
        faults.add(at(path, "window"), f"{what}; values between two checks would be missed")


def description_of(known: catalog.AlertRule, watched: str, threshold: float) -> str:
    """Return what has happened, what to do and where the threshold comes from, for the message."""
    source = "azgreen" if known.basis == "judgement" else known.source
    basis = f"{known.basis}, {source}" if threshold == known.threshold else "yours"
    return f"{watched}: {known.why} (threshold {threshold:g} {known.unit}: {basis})"


def rule_of(
    known: catalog.AlertRule,
    name: str,
    deployment: str,
    threshold: float | None = None,
    description: str | None = None,
) -> MetricRule:
    """Return a rule of the catalogue that watches one metric, as Azure compares it.

    Args:
        known: A rule whose signal is a metric.
        name: Short name of the alert.
        deployment: What Azure calls the deployment that is watched.
        threshold: The user's own; the rule's when left out.
        description: Text of the message; about the deployment when left out.
    """
    limit = known.threshold if threshold is None else threshold
    if limit is None:
        raise ValueError(f"rule {known.rule!r} has no threshold; state one")
    (metric,) = known.metrics
    values = [deployment if value == _DEPLOYMENT else value for value in known.dimension_values]
    return MetricRule(
        name=name,
        metric_name=metric,
        metric_namespace=known.metric_namespace,
        aggregation=known.aggregation,
        operator=known.operator,
        threshold=limit,
        window=known.window,
        frequency=known.frequency,
        severity=known.severity,
        description=description or description_of(known, deployment, limit),
        dimensions={known.dimension: values} if known.dimension else {},
    )


def read_action_groups(
    faults: Faults, given: Mapping[str, object]
) -> tuple[pulumi.Input[str], ...]:
    """Return the ids of the action groups under `action_group_ids`; none when left out."""
    ids = listed(faults, "actionGroupIds", given.get("action_group_ids"), "ids")
    items = {f"action_group_ids[{index}]": item for index, item in enumerate(ids)}
    for key, item in items.items():
        if item is None:
            faults.add(at("", key), "None is not an id; write one, or take it out of the list")
    read = [read_id(faults, items, key, _ACTION_GROUP) for key in items]
    return tuple(item for item in read if item is not None)


def metric_alert(  # noqa: PLR0913, PLR0917 - whose it is, what it watches and whom it tells
    owner: pulumi.ComponentResource,
    name: str,
    rule: MetricRule,
    scope_id: pulumi.Input[str],
    resource_group: pulumi.Input[str],
    tags: Mapping[str, str],
    action_group_ids: Sequence[pulumi.Input[str]] = (),
) -> monitor.MetricAlert:
    """Create the alert of a rule that `check_rule` found no fault with.

    Args:
        owner: The component that the alert belongs to.
        name: The component's own name.
        rule: When to raise it.
        scope_id: Id of the one resource that has the metric.
        resource_group: Where the alert lives.
        tags: Tags of every resource of the component.
        action_group_ids: Whom to tell; with none, the alert shows in Azure Monitor only.
    """
    own = f"{name}-{rule.name}"
    return monitor.MetricAlert(
        own,
        rule_name=unique_name(own, _LOCATION, resource_group, None, ALERT),
        resource_group_name=resource_group,
        location=_LOCATION,
        description=rule.description,
        enabled=True,
        severity=rule.severity,
        scopes=[scope_id],
        evaluation_frequency=rule.frequency,
        window_size=rule.window,
        criteria=monitor.MetricAlertSingleResourceMultipleMetricCriteriaArgs(
            odata_type=_ODATA_TYPE, all_of=[_criterion(rule)]
        ),
        # resolves by itself once the metric is back
        auto_mitigate=True,
        actions=[monitor.MetricAlertActionArgs(action_group_id=item) for item in action_group_ids],
        tags=tags,
        opts=pulumi.ResourceOptions(parent=owner),
    )


def _criterion(rule: MetricRule) -> monitor.MetricCriteriaArgs:
    return monitor.MetricCriteriaArgs(
        criterion_type="StaticThresholdCriterion",
        name=rule.name,
        metric_name=rule.metric_name,
        metric_namespace=rule.metric_namespace,
        time_aggregation=rule.aggregation,
        operator=rule.operator,
        threshold=rule.threshold,
        dimensions=[
            monitor.MetricDimensionArgs(name=dimension, operator="Include", values=list(values))
            for dimension, values in rule.dimensions.items()
        ],
    )


def _is_shorter(window: str, frequency: str) -> bool:
    return MINUTES_BY_WINDOW[window] < MINUTES_BY_WINDOW[frequency]

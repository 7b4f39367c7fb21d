"""What does Azure Monitor get told about a setting?"""

from dataclasses import dataclass
from typing import Final

import pulumi
from pulumi_azure_native import monitor

from azgreen.estimate.scaling import Profile, Rule, Setting, Start
from azgreen.estimate.scaling.setting import DAYS, METRIC_NAME, METRIC_NAMESPACE

_DEPLOYMENT: Final = "deployment"
"""Dimension of the endpoint's metric: requests of other deployments do not count."""

_PASSES: Final = {
    True: monitor.ComparisonOperationType.GREATER_THAN,
    False: monitor.ComparisonOperationType.LESS_THAN,
}
_MOVES: Final = {True: monitor.ScaleDirection.INCREASE, False: monitor.ScaleDirection.DECREASE}


@dataclass(frozen=True)
class Watched:
    """Whose requests are counted."""

    endpoint_id: pulumi.Input[str]
    deployment_name: pulumi.Input[str]


def profiles_of(setting: Setting, watched: Watched) -> list[monitor.AutoscaleProfileArgs]:
    """Return the profiles as Azure takes them, capacities as texts.

    A recurring profile has no end: it holds until the next one starts (azure-monitor-docs,
    autoscale-multiprofile, on ARM templates). These start one after another around the week, so one
    always holds; the portal's extra default profiles, which end a profile, are not needed.
    """
    return [_profile(item, watched) for item in setting.profiles]


def _profile(profile: Profile, watched: Watched) -> monitor.AutoscaleProfileArgs:
    return monitor.AutoscaleProfileArgs(
        name=profile.name,
        capacity=monitor.ScaleCapacityArgs(
            minimum=str(profile.minimum),
            maximum=str(profile.maximum),
            default=str(profile.default),
        ),
        rules=[_rule(rule, watched) for rule in profile.rules],
        recurrence=None if profile.start is None else _recurrence(profile.start),
    )


def _recurrence(start: Start) -> monitor.RecurrenceArgs:
    return monitor.RecurrenceArgs(
        frequency=monitor.RecurrenceFrequency.WEEK,
        schedule=monitor.RecurrentScheduleArgs(
            days=[DAYS[day] for day in start.days],
            hours=[start.hour],
            minutes=[start.minute],
            time_zone="UTC",
        ),
    )


def _rule(rule: Rule, watched: Watched) -> monitor.ScaleRuleArgs:
    return monitor.ScaleRuleArgs(
        metric_trigger=_trigger(rule, watched),
        scale_action=monitor.ScaleActionArgs(
            direction=_MOVES[rule.scales_out],
            type=monitor.ScaleType.CHANGE_COUNT,
            value=str(abs(rule.change)),
            cooldown=duration(rule.cooldown_s),
        ),
    )


def _trigger(rule: Rule, watched: Watched) -> monitor.MetricTriggerArgs:
    return monitor.MetricTriggerArgs(
        metric_name=METRIC_NAME,
        metric_namespace=METRIC_NAMESPACE,
        metric_resource_uri=watched.endpoint_id,
        operator=_PASSES[rule.scales_out],
        threshold=rule.threshold,
        statistic=monitor.MetricStatisticType.AVERAGE,
        time_aggregation=monitor.TimeAggregationType(rule.aggregation),
        time_grain="PT1M",
        time_window=duration(rule.window_s),
        divide_per_instance=True,
        dimensions=[
            monitor.ScaleRuleMetricDimensionArgs(
                dimension_name=_DEPLOYMENT, operator="Equals", values=[watched.deployment_name]
            )
        ],
    )


def duration(seconds: int) -> str:
    """Write a duration as Azure does, in whole minutes, rounded up."""
    return f"PT{-(-seconds // 60)}M"

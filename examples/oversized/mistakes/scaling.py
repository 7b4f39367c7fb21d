"""When do machines come and go?"""

import pulumi
from home import LOCATION, group
from machines import blue, green
from pulumi_azure_native import monitor


def rule(
    machines: pulumi.Output[str],
    operator: monitor.ComparisonOperationType,
    threshold: float,
    direction: monitor.ScaleDirection,
) -> monitor.ScaleRuleArgs:
    """Add or take away a machine, and wait until that has an effect."""
    return monitor.ScaleRuleArgs(
        metric_trigger=monitor.MetricTriggerArgs(
            metric_name="GpuUtilizationPercentage",
            metric_resource_uri=machines,
            operator=operator,
            threshold=threshold,
            statistic=monitor.MetricStatisticType.AVERAGE,
            time_aggregation=monitor.TimeAggregationType.AVERAGE,
            time_grain="PT1M",
            time_window="PT5M",
        ),
        scale_action=monitor.ScaleActionArgs(
            direction=direction,
            type=monitor.ScaleType.CHANGE_COUNT,
            value="1",
            cooldown="PT1M",  # AZG-R003: over before a machine has loaded its model
        ),
    )


for name, machines in (("blue", blue.id), ("green", green.id)):
    monitor.AutoscaleSetting(
        name,
        resource_group_name=group.name,
        location=LOCATION,
        enabled=name == "blue",  # AZG-R001: green does not scale
        target_resource_uri=machines,
        profiles=[
            monitor.AutoscaleProfileArgs(
                name="by use",
                # AZG-S007: as many by night as by day
                capacity=monitor.ScaleCapacityArgs(minimum="20", maximum="20", default="20"),
                rules=[
                    # AZG-R002: no rule takes away what this one adds
                    rule(
                        machines,
                        monitor.ComparisonOperationType.GREATER_THAN,
                        80,
                        monitor.ScaleDirection.INCREASE,
                    ),
                ],
            )
        ],
    )

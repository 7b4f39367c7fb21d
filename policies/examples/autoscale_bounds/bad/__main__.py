"""A setting that keeps four machines, day and night."""

from pulumi_azure_native import monitor

RESOURCES = "/subscriptions/7c9d/resourceGroups/models/providers"
ENDPOINT = f"{RESOURCES}/Microsoft.MachineLearningServices/workspaces/ml/onlineEndpoints/chat"


def requests(operator: monitor.ComparisonOperationType, each: float) -> monitor.MetricTriggerArgs:
    """Look at the requests a minute of each machine."""
    return monitor.MetricTriggerArgs(
        metric_name="RequestsPerMinute",
        metric_resource_uri=ENDPOINT,
        operator=operator,
        threshold=each,
        statistic=monitor.MetricStatisticType.AVERAGE,
        time_aggregation=monitor.TimeAggregationType.AVERAGE,
        time_grain="PT1M",
        time_window="PT5M",
        divide_per_instance=True,
    )


def one(direction: monitor.ScaleDirection) -> monitor.ScaleActionArgs:
    """Add or take away one machine, and wait until that has an effect."""
    return monitor.ScaleActionArgs(
        direction=direction, type=monitor.ScaleType.CHANGE_COUNT, value="1", cooldown="PT20M"
    )


monitor.AutoscaleSetting(
    "follow",
    resource_group_name="models",
    target_resource_uri=f"{ENDPOINT}/deployments/blue",
    enabled=True,
    profiles=[
        monitor.AutoscaleProfileArgs(
            name="always",
            capacity=monitor.ScaleCapacityArgs(minimum="4", maximum="4", default="4"),
            rules=[
                monitor.ScaleRuleArgs(
                    metric_trigger=requests(monitor.ComparisonOperationType.GREATER_THAN, 60),
                    scale_action=one(monitor.ScaleDirection.INCREASE),
                ),
                monitor.ScaleRuleArgs(
                    metric_trigger=requests(monitor.ComparisonOperationType.LESS_THAN, 20),
                    scale_action=one(monitor.ScaleDirection.DECREASE),
                ),
            ],
        )
    ],
    tags={"environment": "dev"},
)

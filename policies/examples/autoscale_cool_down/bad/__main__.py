"""A machine is added every minute until the first of them serves."""

from pulumi_azure_native import monitor

RESOURCES = "/subscriptions/7c9d/resourceGroups/models/providers"
ENDPOINT = f"{RESOURCES}/Microsoft.MachineLearningServices/workspaces/ml/onlineEndpoints/chat"


def rule(
    operator: monitor.ComparisonOperationType, threshold: float, direction: monitor.ScaleDirection
) -> monitor.ScaleRuleArgs:
    """Add or take away a machine."""
    return monitor.ScaleRuleArgs(
        metric_trigger=monitor.MetricTriggerArgs(
            metric_name="CpuUtilizationPercentage",
            metric_resource_uri=f"{ENDPOINT}/deployments/blue",
            operator=operator,
            threshold=threshold,
            statistic=monitor.MetricStatisticType.AVERAGE,
            time_aggregation=monitor.TimeAggregationType.LAST,
            time_grain="PT1M",
            time_window="PT5M",
        ),
        scale_action=monitor.ScaleActionArgs(
            direction=direction,
            type=monitor.ScaleType.CHANGE_COUNT,
            value="1",
            cooldown="PT1M",
        ),
    )


monitor.AutoscaleSetting(
    "blue",
    resource_group_name="models",
    enabled=True,
    target_resource_uri=f"{ENDPOINT}/deployments/blue",
    profiles=[
        monitor.AutoscaleProfileArgs(
            name="by use",
            capacity=monitor.ScaleCapacityArgs(minimum="1", maximum="5", default="2"),
            rules=[
                rule(
                    monitor.ComparisonOperationType.GREATER_THAN,
                    70,
                    monitor.ScaleDirection.INCREASE,
                ),
                rule(
                    monitor.ComparisonOperationType.LESS_THAN, 30, monitor.ScaleDirection.DECREASE
                ),
            ],
        )
    ],
    tags={"azgreen-need": "load-minutes=12"},
)

"""Machines that come and go with the requests."""

from pulumi_azure_native import machinelearningservices as ml
from pulumi_azure_native import monitor

endpoint = ml.OnlineEndpoint(
    "chat",
    resource_group_name="models",
    workspace_name="assistants",
    identity=ml.ManagedServiceIdentityArgs(type="SystemAssigned"),
    properties=ml.OnlineEndpointPropertiesArgs(auth_mode="AADToken"),
)
blue = ml.OnlineDeployment(
    "blue",
    resource_group_name="models",
    workspace_name="assistants",
    endpoint_name=endpoint.name,
    sku=ml.SkuArgs(name="Default", capacity=1),
    properties=ml.ManagedOnlineDeploymentArgs(
        endpoint_compute_type="Managed", instance_type="Standard_NC24ads_A100_v4"
    ),
    tags={"environment": "prod"},
)


def rule(
    operator: str, threshold: float, direction: monitor.ScaleDirection
) -> monitor.ScaleRuleArgs:
    """Add or take away a machine."""
    return monitor.ScaleRuleArgs(
        metric_trigger=monitor.MetricTriggerArgs(
            metric_name="GpuUtilizationPercentage",
            metric_resource_uri=blue.id,
            operator=monitor.ComparisonOperationType(operator),
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
            cooldown="PT10M",
        ),
    )


monitor.AutoscaleSetting(
    "blue-scaling",
    resource_group_name="models",
    enabled=True,
    target_resource_uri=blue.id,
    profiles=[
        monitor.AutoscaleProfileArgs(
            name="by use",
            capacity=monitor.ScaleCapacityArgs(minimum="1", maximum="4", default="1"),
            rules=[
                rule("GreaterThan", 80, monitor.ScaleDirection.INCREASE),
                rule("LessThan", 35, monitor.ScaleDirection.DECREASE),
            ],
        )
    ],
)

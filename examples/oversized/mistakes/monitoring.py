"""What is written down, and who hears when something is full?"""

from collections.abc import Sequence

import pulumi
from data import conversations
from home import group, logs
from machines import blue, endpoint, green, trial
from models import account
from pulumi_azure_native import monitor

MACHINE = (
    ("GpuUtilizationPercentage", 95),
    ("GpuMemoryUtilizationPercentage", 98),
    ("CpuUtilizationPercentage", 85),
    ("CpuMemoryUtilizationPercentage", 85),
    ("DiskUtilization", 85),
)
NETWORK = (("ConnectionsActive", 400), ("NetworkBytes", 4_000_000))
UNITS = (("AzureOpenAIProvisionedManagedUtilizationV2", 80),)


def alert(
    name: str,
    scope: pulumi.Output[str],
    limits: Sequence[tuple[str, float]],
    deployment: str | None = None,
) -> monitor.MetricAlert:
    """Tell when a metric is above its limit for a quarter of an hour."""
    only = [
        monitor.MetricDimensionArgs(name="ModelDeploymentName", operator="Include", values=[it])
        for it in ([deployment] if deployment else [])
    ]
    return monitor.MetricAlert(
        name,
        resource_group_name=group.name,
        location="global",
        enabled=False,  # AZG-R005: nobody hears of it
        severity=3,
        scopes=[scope],
        evaluation_frequency="PT5M",
        window_size="PT15M",
        criteria=monitor.MetricAlertSingleResourceMultipleMetricCriteriaArgs(
            odata_type="Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
            all_of=[
                monitor.MetricCriteriaArgs(
                    criterion_type="StaticThresholdCriterion",
                    name=metric,
                    metric_name=metric,
                    operator="GreaterThan",
                    threshold=threshold,
                    time_aggregation="Average",
                    dimensions=only,
                )
                for metric, threshold in limits
            ],
        ),
    )


for name, source, category in (
    # AZG-R006: a row for each request, and not the few that are worth keeping
    ("models-audit", account.id, "RequestResponse"),
    ("answers-events", endpoint.id, "AmlOnlineEndpointTrafficLog"),
    ("conversations-changes", conversations.id, "DataPlaneRequests"),
):
    monitor.DiagnosticSetting(
        name,
        resource_uri=source,
        workspace_id=logs.id,
        logs=[monitor.DiagnosticsLogSettingsArgs(category=category, enabled=True)],
    )
for name, machines in (("blue", blue.id), ("green", green.id), ("trial", trial.id)):
    alert(f"{name}-machines", machines, MACHINE)
alert("answers-network", endpoint.id, NETWORK)
alert("reserve-units", account.id, UNITS, "reserve")

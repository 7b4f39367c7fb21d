"""A hundred units, and somebody hears before Azure refuses requests."""

from pulumi_azure_native import cognitiveservices as cognitive
from pulumi_azure_native import monitor

account = cognitive.Account(
    "assistant",
    resource_group_name="models",
    location="swedencentral",
    kind="AIServices",
    sku=cognitive.SkuArgs(name="S0"),
)
cognitive.Deployment(
    "chat",
    resource_group_name="models",
    account_name=account.name,
    deployment_name="chat",
    sku=cognitive.SkuArgs(name="GlobalProvisionedManaged", capacity=100),
    properties=cognitive.DeploymentPropertiesArgs(
        model=cognitive.DeploymentModelArgs(format="OpenAI", name="gpt-4.1", version="2025-04-14"),
    ),
)
monitor.MetricAlert(
    "chat-full",
    resource_group_name="models",
    location="global",
    enabled=True,
    severity=2,
    scopes=[account.id],
    evaluation_frequency="PT5M",
    window_size="PT15M",
    criteria=monitor.MetricAlertSingleResourceMultipleMetricCriteriaArgs(
        odata_type="Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
        all_of=[
            monitor.MetricCriteriaArgs(
                criterion_type="StaticThresholdCriterion",
                name="full",
                metric_name="AzureOpenAIProvisionedManagedUtilizationV2",
                operator="GreaterThan",
                threshold=80,
                time_aggregation="Average",
                dimensions=[
                    monitor.MetricDimensionArgs(
                        name="ModelDeploymentName", operator="Include", values=["chat"]
                    )
                ],
            )
        ],
    ),
)

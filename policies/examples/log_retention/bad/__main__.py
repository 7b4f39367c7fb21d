"""Logs of development that are kept for two years, however many they are."""

from pulumi_azure_native import operationalinsights

operationalinsights.Workspace(
    "logs",
    resource_group_name="models",
    sku=operationalinsights.WorkspaceSkuArgs(name="PerGB2018"),
    retention_in_days=730,
    tags={"environment": "dev"},
)

"""Logs of development that are kept for as long as that costs nothing, and a gigabyte a day."""

from pulumi_azure_native import operationalinsights

operationalinsights.Workspace(
    "logs",
    resource_group_name="models",
    sku=operationalinsights.WorkspaceSkuArgs(name="PerGB2018"),
    retention_in_days=31,
    workspace_capping=operationalinsights.WorkspaceCappingArgs(daily_quota_gb=1),
    tags={"environment": "dev"},
)

"""Where does the stack run, and where do its logs go?"""

import pulumi
from pulumi_azure_native import applicationinsights, operationalinsights, resources

LOCATION = pulumi.Config("azgreen").require("location")

group = resources.ResourceGroup("assistant", location=LOCATION)
logs = operationalinsights.Workspace(
    "logs",
    resource_group_name=group.name,
    location=LOCATION,
    sku=operationalinsights.WorkspaceSkuArgs(name="PerGB2018"),
    retention_in_days=90,
    workspace_capping=operationalinsights.WorkspaceCappingArgs(daily_quota_gb=2),
)
insights = applicationinsights.Component(
    "insights",
    resource_group_name=group.name,
    location=LOCATION,
    kind="web",
    application_type="web",
    workspace_resource_id=logs.id,
)

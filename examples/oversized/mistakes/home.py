"""Where does the stack run, and where do its logs go?"""

from pulumi_azure_native import applicationinsights, operationalinsights, resources

# AZG-C001: a grid of 342 gCO2e/kWh; AZG-C002: not where the record says
LOCATION = "germanywestcentral"

group = resources.ResourceGroup("assistant", location=LOCATION)
logs = operationalinsights.Workspace(
    "logs",
    resource_group_name=group.name,
    location=LOCATION,
    sku=operationalinsights.WorkspaceSkuArgs(name="PerGB2018"),
    retention_in_days=730,  # AZG-S013: two years of logs, and no daily cap
)
insights = applicationinsights.Component(
    "insights",
    resource_group_name=group.name,
    location=LOCATION,
    kind="web",
    application_type="web",
    workspace_resource_id=logs.id,
)

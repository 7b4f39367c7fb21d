"""An account whose audit log goes to a workspace, and nothing that has a row a request."""

from pulumi_azure_native import cognitiveservices as cognitive
from pulumi_azure_native import monitor, operationalinsights

account = cognitive.Account(
    "assistant",
    resource_group_name="models",
    location="swedencentral",
    kind="AIServices",
    sku=cognitive.SkuArgs(name="S0"),
)
workspace = operationalinsights.Workspace(
    "logs", resource_group_name="models", location="swedencentral"
)
monitor.DiagnosticSetting(
    "assistant-audit",
    resource_uri=account.id,
    workspace_id=workspace.id,
    logs=[monitor.DiagnosticsLogSettingsArgs(category="Audit", enabled=True)],
)

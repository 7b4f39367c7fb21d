"""Where do logs, metrics and traces go, and which of them?"""

from collections.abc import Sequence

from pulumi_azure_native import applicationinsights, monitor, operationalinsights

from azgreen import catalog
from azgreen_components._naming import ALERT, LOG_WORKSPACE
from azgreen_components.monitoring.kinds import ACCOUNT_TYPE
from azgreen_components.monitoring.site import Site
from azgreen_components.monitoring.targets import Target

_SKU = "PerGB2018"  # pay-as-you-go; the others are bought ahead or no longer sold
_SHARED_TABLE = frozenset({ACCOUNT_TYPE})
"""Types whose logs go to AzureDiagnostics alone: Azure forgets that tables of their own were asked
for, which would show as a change for ever."""


def log_workspace(site: Site) -> operationalinsights.Workspace:
    """Create the Log Analytics workspace: no keys, a cap, and not public unless asked."""
    wanted = site.wanted
    return operationalinsights.Workspace(
        f"{site.name}-logs",
        workspace_name=wanted.logs.workspace_name or site.unique(site.name, LOG_WORKSPACE),
        resource_group_name=site.resource_group,
        location=wanted.common.location,
        sku=operationalinsights.WorkspaceSkuArgs(name=_SKU),
        retention_in_days=wanted.logs.retention_days,
        workspace_capping=operationalinsights.WorkspaceCappingArgs(
            daily_quota_gb=wanted.logs.daily_quota_gb
        ),
        features=operationalinsights.WorkspaceFeaturesArgs(
            disable_local_auth=True,
            # who may read a resource may read its logs, and no others
            enable_log_access_using_only_resource_permissions=True,
        ),
        public_network_access_for_ingestion=_public(site),
        public_network_access_for_query=_public(site),
        tags=wanted.common.tags,
        opts=site.opts,
    )


def traces(site: Site, workspace: operationalinsights.Workspace) -> applicationinsights.Component:
    """Create the Application Insights that keeps its traces in `workspace`."""
    return applicationinsights.Component(
        f"{site.name}-traces",
        resource_name_=site.unique(site.name, LOG_WORKSPACE),
        resource_group_name=site.resource_group,
        location=site.wanted.common.location,
        kind="web",
        application_type=applicationinsights.ApplicationType.WEB,
        workspace_resource_id=workspace.id,
        ingestion_mode=applicationinsights.IngestionMode.LOG_ANALYTICS,
        sampling_percentage=site.wanted.logs.sampling_percentage,
        disable_local_auth=True,
        public_network_access_for_ingestion=_public(site),
        public_network_access_for_query=_public(site),
        tags=site.wanted.common.tags,
        opts=site.opts,
    )


def diagnostics(
    site: Site, target: Target, workspace: operationalinsights.Workspace
) -> monitor.DiagnosticSetting | None:
    """Send a target's logs and metrics to the workspace; None where there is nothing to send.

    Volume is carbon and money: unasked, only the logs of few rows go, and metrics only where a
    query needs them; alerts and charts read platform metrics where they are.
    """
    logs = log_settings(target, all_logs=site.wanted.logs.all_logs)
    exported = ["AllMetrics"] if target.kind.exports_metrics else []
    if target.resource_id is None or not (logs or exported):
        return None
    own = f"{site.name}-{target.name}"
    shared = target.kind.resource_type in _SHARED_TABLE
    return monitor.DiagnosticSetting(
        f"{own}-diagnostics",
        name=site.unique(own, ALERT),
        resource_uri=target.resource_id,
        workspace_id=workspace.id,
        log_analytics_destination_type=None if shared else "Dedicated",
        logs=logs,
        metrics=[
            monitor.DiagnosticsMetricSettingsArgs(category=item, enabled=True) for item in exported
        ],
        opts=site.opts,
    )


def log_settings(target: Target, *, all_logs: bool) -> Sequence[monitor.DiagnosticsLogSettingsArgs]:
    """Return the logs of a target that are kept; empty where its type has none."""
    own = [
        item
        for item in catalog.log_categories()
        if target.kind.has_diagnostics
        and item.resource_type.lower() == target.kind.resource_type.lower()
    ]
    if all_logs and own:
        return [monitor.DiagnosticsLogSettingsArgs(category_group="allLogs", enabled=True)]
    return [
        monitor.DiagnosticsLogSettingsArgs(category=item.category, enabled=True)
        for item in own
        if item.kept
    ]


def _public(site: Site) -> str:
    return "Enabled" if site.wanted.common.public_network_access else "Disabled"

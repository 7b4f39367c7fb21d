"""Which logs and metrics of a target go to the workspace?"""

from collections.abc import Sequence

import pulumi
from pulumi_azure_native import monitor

from azgreen import catalog
from azgreen_components._naming import ALERT
from azgreen_components.monitoring.kinds import ACCOUNT_TYPE
from azgreen_components.monitoring.site import Site
from azgreen_components.monitoring.targets import Target

_SHARED_TABLE = frozenset({ACCOUNT_TYPE})
"""Types whose logs go to AzureDiagnostics alone: Azure forgets that tables of their own were asked
for, which would show as a change for ever."""


def diagnostics(
    site: Site, target: Target, workspace_id: pulumi.Input[str]
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
        name=site.unique_as(own, ALERT),
        resource_uri=target.resource_id,
        workspace_id=workspace_id,
        log_analytics_destination_type=None if shared else "Dedicated",
        logs=logs,
        metrics=[
            monitor.DiagnosticsMetricSettingsArgs(category=item, enabled=True) for item in exported
        ],
        opts=site.options(),
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

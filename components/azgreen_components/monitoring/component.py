"""How does one watch models, endpoints and caches, and the carbon that they stand for?"""

from collections.abc import Sequence

import pulumi
from pulumi_azure_native import applicationinsights

from azgreen_components._logs import Kept, log_workspace, traces
from azgreen_components.monitoring.args import MonitoringArgs
from azgreen_components.monitoring.logs import Logs
from azgreen_components.monitoring.plan import plan
from azgreen_components.monitoring.shown import shared_workbook
from azgreen_components.monitoring.sinks import diagnostics
from azgreen_components.monitoring.site import Site
from azgreen_components.monitoring.telling import action_group, alerts


class Monitoring(pulumi.ComponentResource):
    """A workspace, alerts on use, faults, waste and carbon, and a workbook that shows them."""

    workspace_id: pulumi.Output[str]
    """Azure's id of the Log Analytics workspace."""

    workspace_name: pulumi.Output[str]
    """Name of the Log Analytics workspace."""

    application_insights_id: pulumi.Output[str | None]
    """Azure's id of the Application Insights; none without one."""

    action_group_id: pulumi.Output[str]
    """Azure's id of the action group that alerts tell."""

    alert_names: pulumi.Output[Sequence[str]]
    """Names of the alerts, those on metrics first."""

    workbook_id: pulumi.Output[str]
    """Azure's id of the workbook."""

    carbon_budget: pulumi.Output[Sequence[str]]
    """How each carbon budget became the threshold of an alert, one step a line."""

    def __init__(
        self, name: str, args: MonitoringArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        wanted = plan(name, args)
        super().__init__("azgreen:index:Monitoring", name, {}, opts)
        site = Site(self, name, args["resource_group_name"], wanted.common, wanted)
        workspace_id, insights = _kept(site, wanted.logs)
        told = action_group(site)
        for target in wanted.targets:
            diagnostics(site, target, workspace_id)
        raised = alerts(site, workspace_id, told)
        self.workspace_id = workspace_id
        self.workspace_name = workspace_id.apply(lambda known: known.rpartition("/")[2])
        self.application_insights_id = pulumi.Output.from_input(insights and insights.id)
        self.action_group_id = told.id
        self.alert_names = pulumi.Output.all(*(made.name for _, made in raised))
        self.workbook_id = shared_workbook(site, workspace_id, raised).id
        self.carbon_budget = pulumi.Output.from_input(list(wanted.explain))
        self.register_outputs({key: getattr(self, key) for key in _OUTPUTS})


_OUTPUTS = tuple(Monitoring.__annotations__)


def _kept(
    site: Site, logs: Logs
) -> tuple[pulumi.Output[str], applicationinsights.Component | None]:
    """Return where logs go, and traces where there are any."""
    found = logs.workspace_id
    if found is None:
        kept = Kept(logs.retention_days, logs.daily_quota_gb)
        found = log_workspace(site, kept, logs.workspace_name).id
    if not logs.application_insights:
        return pulumi.Output.from_input(found), None
    return pulumi.Output.from_input(found), traces(site, found, logs.sampling_percentage)

"""What raises an alert, and whom does it tell?"""

import pulumi
from pulumi_azure_native import monitor

from azgreen_components._alerts import metric_alert
from azgreen_components._naming import ALERT
from azgreen_components.monitoring.queries import VALUE, query
from azgreen_components.monitoring.receivers import short_name
from azgreen_components.monitoring.rules import Alert
from azgreen_components.monitoring.site import Site

Raised = tuple[Alert, monitor.MetricAlert | monitor.ScheduledQueryRule]
"""An alert of the plan, and what was made of it."""


def action_group(site: Site) -> monitor.ActionGroup:
    """Create the action group that every alert tells."""
    receivers = site.wanted.receivers
    return monitor.ActionGroup(
        f"{site.name}-people",
        action_group_name=site.unique(ALERT),
        resource_group_name=site.group,
        location="Global",
        group_short_name=short_name(site.name),
        enabled=True,
        email_receivers=[
            monitor.MicrosoftCommonEmailReceiverArgs(
                name=f"email-{index}", email_address=address, use_common_alert_schema=True
            )
            for index, address in enumerate(receivers.emails)
        ],
        webhook_receivers=[
            monitor.WebhookReceiverArgs(
                name=f"webhook-{index}", service_uri=address, use_common_alert_schema=True
            )
            for index, address in enumerate(receivers.webhooks)
        ],
        tags=site.common.tags,
        opts=site.options(),
    )


def alerts(site: Site, workspace_id: pulumi.Input[str], told: monitor.ActionGroup) -> list[Raised]:
    """Create the alerts of the plan, those on metrics first."""
    planned = sorted(site.wanted.alerts, key=lambda item: item.rule.signal, reverse=True)
    return [
        (item, _on_metric(site, item, told))
        if item.rule.signal == "metric"
        else (item, _on_logs(site, item, workspace_id, told))
        for item in planned
    ]


def _on_metric(site: Site, alert: Alert, told: monitor.ActionGroup) -> monitor.MetricAlert:
    return metric_alert(
        site.component,
        site.name,
        alert.as_metric_rule(),
        site.ids[alert.target.name],
        site.group,
        site.common.tags,
        [told.id],
    )


def _on_logs(
    site: Site,
    alert: Alert,
    workspace_id: pulumi.Input[str],
    told: monitor.ActionGroup,
) -> monitor.ScheduledQueryRule:
    own = f"{site.name}-{alert.name}"
    resource_id = pulumi.Output.from_input(site.ids[alert.target.name])
    return monitor.ScheduledQueryRule(
        own,
        rule_name=site.unique_as(own, ALERT),
        resource_group_name=site.group,
        location=site.common.location,
        kind="LogAlert",
        display_name=own,
        description=alert.description,
        enabled=True,
        severity=alert.rule.severity,
        scopes=[workspace_id],
        evaluation_frequency=alert.rule.frequency,
        window_size=alert.rule.window,
        auto_mitigate=True,
        criteria=monitor.ScheduledQueryRuleCriteriaArgs(all_of=[_condition(alert, resource_id)]),
        actions=monitor.ActionsArgs(action_groups=[told.id]),
        tags=site.common.tags,
        opts=site.options(),
    )


def _condition(alert: Alert, resource_id: pulumi.Output[str]) -> monitor.ConditionArgs:
    return monitor.ConditionArgs(
        query=resource_id.apply(lambda known: query(alert.rule, known)),
        metric_measure_column=VALUE,
        time_aggregation="Average",  # of the one row
        # the SDK's own ConditionOperator is another type's: its values are refused here
        operator=alert.rule.operator,
        threshold=alert.threshold,
        failing_periods=monitor.ConditionFailingPeriodsArgs(
            min_failing_periods_to_alert=1, number_of_evaluation_periods=1
        ),
    )

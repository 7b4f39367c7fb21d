"""What will a Monitoring create? Values in, a plan or every fault out; nothing is deployed."""

from collections.abc import Mapping
from dataclasses import dataclass

from azgreen_components._common import Common, read_common, read_flag, read_name
from azgreen_components._inputs import Faults, check_keys
from azgreen_components._naming import LOG_WORKSPACE
from azgreen_components.monitoring.amounts import amount, amount_within
from azgreen_components.monitoring.args import (
    DEFAULT_DAILY_QUOTA_GB,
    DEFAULT_RETENTION_DAYS,
    DEFAULT_SAMPLING_PERCENTAGE,
    MonitoringArgs,
)
from azgreen_components.monitoring.receivers import Receivers, read_receivers
from azgreen_components.monitoring.rules import Alert, Carbon, alerts_of, carbon_of, explain
from azgreen_components.monitoring.targets import Target
from azgreen_components.monitoring.together import groups_of, read_targets

RETENTION_DAYS = (30, 730)
"""Azure Monitor Logs: interactive retention of a pay-as-you-go workspace."""

_PERCENT = (0.01, 100)


@dataclass(frozen=True)
class Plan:
    """Everything that a Monitoring creates."""

    common: Common
    workspace_name: str | None
    retention_days: int
    daily_quota_gb: float
    application_insights: bool
    sampling_percentage: float
    all_logs: bool
    receivers: Receivers
    targets: tuple[Target, ...]
    carbon: Mapping[str, Carbon | None]
    """By the target's name."""
    alerts: tuple[Alert, ...]
    explain: tuple[str, ...]
    """How each carbon budget became a threshold."""


def plan(name: str, args: MonitoringArgs) -> Plan:
    """Say what will be created, or raise every fault at once.

    Args:
        name: The component's own name.
        args: What the user wrote.
    """
    faults, given = Faults(), dict[str, object](args)
    check_keys(faults, "", given, MonitoringArgs)
    common = read_common(faults, given)
    targets = read_targets(faults, given.get("targets"), common.location)
    carbon = {item.name: carbon_of(faults, item) for item in targets if item.location}
    alerts = tuple(
        alert
        for item in targets
        for alert in alerts_of(item, groups_of(item, targets), carbon.get(item.name))
    )
    found = Plan(
        common=common,
        workspace_name=read_name(faults, given, "workspace_name", LOG_WORKSPACE),
        retention_days=_retention_days(faults, given),
        daily_quota_gb=_daily_quota_gb(faults, given),
        application_insights=_application_insights(faults, given),
        sampling_percentage=_sampling_percentage(faults, given),
        all_logs=read_flag(faults, given, "all_logs"),
        receivers=read_receivers(faults, given),
        targets=targets,
        carbon=carbon,
        alerts=alerts,
        explain=tuple(line for item in targets for line in explain(item, carbon.get(item.name))),
    )
    faults.raise_any(f"Monitoring {name!r}")
    return found


def _retention_days(faults: Faults, given: Mapping[str, object]) -> int:
    value = given.get("retention_days")
    if value is None:
        return DEFAULT_RETENTION_DAYS
    days = amount_within(faults, "retentionDays", value, "days", RETENTION_DAYS)
    if days is not None and not days.is_integer():
        faults.add("retentionDays", f"{value!r} is not usable; write whole days")
    return int(days or 0)


def _daily_quota_gb(faults: Faults, given: Mapping[str, object]) -> float:
    value = given.get("daily_quota_gb")
    if value is None:
        return DEFAULT_DAILY_QUOTA_GB
    return amount(faults, "dailyQuotaGb", value, "GB a day") or 0.0


def _application_insights(faults: Faults, given: Mapping[str, object]) -> bool:
    if given.get("application_insights") is None:
        return True
    return read_flag(faults, given, "application_insights")


def _sampling_percentage(faults: Faults, given: Mapping[str, object]) -> float:
    value = given.get("sampling_percentage")
    if value is None:
        return DEFAULT_SAMPLING_PERCENTAGE
    found = amount_within(faults, "samplingPercentage", value, "percent", _PERCENT)
    if given.get("application_insights") is False:
        faults.add("samplingPercentage", "there is no Application Insights; leave it out")
    return found or 0.0

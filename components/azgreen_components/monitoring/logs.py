"""Which logs and traces are kept, how long and at most how many?"""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from azgreen_components._amounts import amount, amount_within
from azgreen_components._common import read_flag, read_id, read_name
from azgreen_components._inputs import Faults, at
from azgreen_components._logs import DEFAULT_DAILY_QUOTA_GB, DEFAULT_RETENTION_DAYS
from azgreen_components._naming import LOG_WORKSPACE
from azgreen_components.monitoring.args import DEFAULT_SAMPLING_PERCENTAGE

RETENTION_DAYS = (30, 730)
"""Azure Monitor Logs: interactive retention of a pay-as-you-go workspace."""

_PERCENT = (0.01, 100)
_WORKSPACE = "Microsoft.OperationalInsights/workspaces"
_OF_A_NEW_ONE = ("workspace_name", "retention_days", "daily_quota_gb")


@dataclass(frozen=True)
class Logs:
    """What the workspace and Application Insights keep."""

    workspace_id: pulumi.Input[str] | None
    """None where a new workspace is made."""
    workspace_name: str | None
    """None where the name is derived."""
    retention_days: int
    daily_quota_gb: float
    all_logs: bool
    application_insights: bool
    sampling_percentage: float


def read_logs(faults: Faults, given: Mapping[str, object]) -> Logs:
    """Return what is kept, and note what cannot be."""
    workspace_id = read_id(faults, given, "workspace_id", _WORKSPACE)
    for key in _OF_A_NEW_ONE if workspace_id is not None else ():
        if given.get(key) is not None:
            what = "workspaceId names a workspace of yours, which has its own"
            faults.add(at("", key), f"{what}; leave one of the two out")
    return Logs(
        workspace_id=workspace_id,
        workspace_name=read_name(faults, given, "workspace_name", LOG_WORKSPACE),
        retention_days=_retention_days(faults, given),
        daily_quota_gb=_daily_quota_gb(faults, given),
        all_logs=read_flag(faults, given, "all_logs"),
        application_insights=_application_insights(faults, given),
        sampling_percentage=_sampling_percentage(faults, given),
    )


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

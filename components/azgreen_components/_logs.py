"""Where do logs and traces go? A workspace and an Application Insights that take no keys."""

from dataclasses import dataclass

import pulumi
from pulumi_azure_native import applicationinsights, operationalinsights

from azgreen_components._naming import LOG_WORKSPACE
from azgreen_components._owner import Owner

_SKU = "PerGB2018"  # pay-as-you-go; the others are bought ahead or no longer sold

DEFAULT_RETENTION_DAYS = 30
"""The least that Log Analytics keeps of the tables used here, and what it keeps free of charge."""

DEFAULT_DAILY_QUOTA_GB = 1.0
"""Our judgement: far above the few rows that are sent by default, far below a runaway log.

Azure's own default is no limit. Once the cap is reached, alerts on exported metrics see nothing
until the next day; alerts on platform metrics go on.
"""


@dataclass(frozen=True)
class Kept:
    """How long logs are kept, and at most how many; None leaves it to Azure."""

    retention_days: int | None = DEFAULT_RETENTION_DAYS
    daily_quota_gb: float | None = DEFAULT_DAILY_QUOTA_GB


def log_workspace(
    owner: Owner, kept: Kept, name: pulumi.Input[str] | None = None
) -> operationalinsights.Workspace:
    """Create a Log Analytics workspace: no keys, and not public unless the owner is.

    Args:
        owner: The component that it belongs to; its child is called `<name>-logs`.
        kept: How long, and how much.
        name: Name in Azure; derived when left out.
    """
    capping = operationalinsights.WorkspaceCappingArgs(daily_quota_gb=kept.daily_quota_gb)
    return operationalinsights.Workspace(
        f"{owner.name}-logs",
        workspace_name=name or owner.unique(LOG_WORKSPACE),
        resource_group_name=owner.group,
        location=owner.common.location,
        sku=operationalinsights.WorkspaceSkuArgs(name=_SKU),
        retention_in_days=kept.retention_days,
        workspace_capping=None if kept.daily_quota_gb is None else capping,
        features=operationalinsights.WorkspaceFeaturesArgs(
            disable_local_auth=True,
            # who may read a resource may read its logs, and no others
            enable_log_access_using_only_resource_permissions=True,
        ),
        public_network_access_for_ingestion=owner.access,
        public_network_access_for_query=owner.access,
        tags=owner.common.tags,
        opts=owner.options(),
    )


def traces(
    owner: Owner, workspace_id: pulumi.Input[str], sampling_percentage: float | None = None
) -> applicationinsights.Component:
    """Create the Application Insights that keeps its traces in that workspace."""
    return applicationinsights.Component(
        f"{owner.name}-traces",
        resource_name_=owner.unique(LOG_WORKSPACE),
        resource_group_name=owner.group,
        location=owner.common.location,
        kind="web",
        application_type=applicationinsights.ApplicationType.WEB,
        workspace_resource_id=workspace_id,
        ingestion_mode=applicationinsights.IngestionMode.LOG_ANALYTICS,
        sampling_percentage=sampling_percentage,
        disable_local_auth=True,
        public_network_access_for_ingestion=owner.access,
        public_network_access_for_query=owner.access,
        tags=owner.common.tags,
        opts=owner.options(),
    )

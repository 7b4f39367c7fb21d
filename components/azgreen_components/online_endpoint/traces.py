"""What does a workspace need Application Insights for, where nobody asked for traces?

Azure refuses a workspace without it ("Missing dependent resources in workspace json":
Azure/azure-service-operator issue 5696, 2026-09-14). So one is made that takes no keys; nothing is
written to it, and so nothing is paid, until a program traces requests by an identity.
"""

import pulumi
from pulumi_azure_native import applicationinsights, operationalinsights

from azgreen_components._naming import LOG_WORKSPACE
from azgreen_components.online_endpoint.workspace import Owner

_SKU = "PerGB2018"


def empty_insights(owner: Owner) -> pulumi.Output[str]:
    """Make Application Insights with the logs that it writes to, and return its id."""
    traces = applicationinsights.Component(
        f"{owner.name}-traces",
        resource_name_=owner.unique(LOG_WORKSPACE),
        resource_group_name=owner.group,
        location=owner.common.location,
        kind="web",
        application_type=applicationinsights.ApplicationType.WEB,
        workspace_resource_id=_logs(owner).id,
        ingestion_mode=applicationinsights.IngestionMode.LOG_ANALYTICS,
        disable_local_auth=True,
        public_network_access_for_ingestion=owner.access,
        public_network_access_for_query=owner.access,
        tags=owner.common.tags,
        opts=owner.options(),
    )
    return traces.id


def _logs(owner: Owner) -> operationalinsights.Workspace:
    return operationalinsights.Workspace(
        f"{owner.name}-logs",
        workspace_name=owner.unique(LOG_WORKSPACE),
        resource_group_name=owner.group,
        location=owner.common.location,
        sku=operationalinsights.WorkspaceSkuArgs(name=_SKU),
        features=operationalinsights.WorkspaceFeaturesArgs(disable_local_auth=True),
        public_network_access_for_ingestion=owner.access,
        public_network_access_for_query=owner.access,
        tags=owner.common.tags,
        opts=owner.options(),
    )

"""Which project does the endpoint live in? One of a hub with storage and vault, without keys."""

import pulumi
from pulumi_azure_native import machinelearningservices as ml
from pulumi_azure_native import storage

from azgreen_components._naming import ML_WORKSPACE
from azgreen_components._owner import Owner
from azgreen_components.online_endpoint.workspace import workspace_storage, workspace_vault

_SKU = ml.SkuArgs(name="Basic", tier=ml.SkuTier.BASIC)
_IDENTITY = ml.ManagedServiceIdentityArgs(type=ml.ManagedServiceIdentityType.SYSTEM_ASSIGNED)
_STORES = "identity"  # how the hub and its project reach their storage


def new_project(owner: Owner) -> ml.Workspace:
    """Make a hub and a project in it.

    The endpoint is as public as the hub (azure-ai-docs, foundry-models-overview).
    """
    hub = _hub(owner)
    return ml.Workspace(
        f"{owner.name}-project",
        workspace_name=_unique(owner, "project"),
        resource_group_name=owner.group,
        location=owner.common.location,
        kind="Project",
        sku=_SKU,
        identity=_IDENTITY,
        hub_resource_id=hub.id,
        system_datastores_auth_mode=_STORES,
        public_network_access=owner.access,
        tags=owner.common.tags,
        opts=owner.options(),
    )


def _hub(owner: Owner) -> ml.Workspace:
    # its identity does nothing but tell the tenant, which a vault has to name
    told = storage.IdentityArgs(type=storage.IdentityType.SYSTEM_ASSIGNED)
    store = workspace_storage(owner, told)
    tenant_id = store.identity.apply(lambda own: own.tenant_id if own else "")
    return ml.Workspace(
        f"{owner.name}-hub",
        workspace_name=_unique(owner, "hub"),
        resource_group_name=owner.group,
        location=owner.common.location,
        kind="Hub",
        sku=_SKU,
        identity=_IDENTITY,
        storage_account=store.id,
        key_vault=workspace_vault(owner, tenant_id).id,
        system_datastores_auth_mode=_STORES,
        public_network_access=owner.access,
        # its network reaches storage and vault by private endpoints while they are not public
        managed_network=ml.ManagedNetworkSettingsArgs(
            isolation_mode=ml.IsolationMode.ALLOW_INTERNET_OUTBOUND
        ),
        tags=owner.common.tags,
        opts=owner.options(),
    )


def _unique(owner: Owner, role: str) -> pulumi.Output[str]:
    return owner.unique_as(f"{owner.name}-{role}", ML_WORKSPACE)

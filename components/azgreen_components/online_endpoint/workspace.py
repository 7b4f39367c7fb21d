"""Which workspace does an endpoint live in? Its own storage and vault, no keys, not public."""

from dataclasses import dataclass

import pulumi
from pulumi_azure_native import keyvault, managedidentity, storage
from pulumi_azure_native import machinelearningservices as ml

from azgreen.estimate.sizing import PRODUCTION
from azgreen_components._access import Caller, grant
from azgreen_components._naming import (
    IDENTITY,
    KEY_VAULT,
    ML_WORKSPACE,
    STORAGE_ACCOUNT,
)
from azgreen_components._owner import Owner

READ_BLOBS = "Storage Blob Data Reader"
WRITE_BLOBS = "Storage Blob Data Contributor"
WRITE_METRICS = "AzureML Metrics Writer (preview)"


@dataclass(frozen=True)
class Home:
    """The workspace, and what was made for it."""

    name: pulumi.Input[str]
    grants: tuple[pulumi.Resource, ...]
    """None in a workspace that was there before: its owner gives them."""


def endpoint_identity(owner: Owner) -> managedidentity.UserAssignedIdentity:
    """Make the identity that machines read with: it can get its roles before the endpoint is."""
    return managedidentity.UserAssignedIdentity(
        f"{owner.name}-identity",
        resource_name_=owner.unique(IDENTITY),
        resource_group_name=owner.group,
        location=owner.common.location,
        tags=owner.common.tags,
        opts=owner.options(),
    )


def new_workspace(
    owner: Owner,
    identity: managedidentity.UserAssignedIdentity,
    insights: pulumi.Input[str],
    who: str = "endpoint",
    *,
    writes: bool = False,
) -> Home:
    """Make a workspace with storage and vault, which the identity may read and measure in.

    `who` names the identity in its role assignments; it may write blobs too where it `writes`.
    """
    store = workspace_storage(owner)
    workspace = _workspace(owner, store.id, workspace_vault(owner, identity.tenant_id).id, insights)
    own = Caller(who, identity.principal_id, "ServicePrincipal")
    parts = owner.component, owner.name
    grants = (
        grant(*parts, WRITE_BLOBS, store.id, own, verb="write-blobs")
        if writes
        else grant(*parts, READ_BLOBS, store.id, own, verb="read-blobs"),
        grant(*parts, WRITE_METRICS, workspace.id, own, verb="write-metrics"),
    )
    return Home(workspace.name, grants)


def _workspace(
    owner: Owner,
    storage_id: pulumi.Input[str],
    vault_id: pulumi.Input[str],
    insights: pulumi.Input[str],
) -> ml.Workspace:
    return ml.Workspace(
        f"{owner.name}-workspace",
        workspace_name=owner.unique(ML_WORKSPACE),
        resource_group_name=owner.group,
        location=owner.common.location,
        kind="Default",
        sku=ml.SkuArgs(name="Basic", tier=ml.SkuTier.BASIC),
        identity=ml.ManagedServiceIdentityArgs(type=ml.ManagedServiceIdentityType.SYSTEM_ASSIGNED),
        storage_account=storage_id,
        key_vault=vault_id,
        application_insights=insights,
        system_datastores_auth_mode="identity",
        public_network_access=owner.access,
        # its network reaches storage and vault by private endpoints while they are not public
        managed_network=ml.ManagedNetworkSettingsArgs(
            isolation_mode=ml.IsolationMode.ALLOW_INTERNET_OUTBOUND
        ),
        tags=owner.common.tags,
        opts=owner.options(),
    )


def workspace_storage(
    owner: Owner, identity: storage.IdentityArgs | None = None
) -> storage.StorageAccount:
    """Make the storage of a workspace: no keys, and public only where the owner is."""
    return storage.StorageAccount(
        f"{owner.name}-storage",
        account_name=owner.unique(STORAGE_ACCOUNT),
        resource_group_name=owner.group,
        location=owner.common.location,
        kind=storage.Kind.STORAGE_V2,
        sku=storage.SkuArgs(name=storage.SkuName.STANDARD_LRS),
        identity=identity,
        allow_blob_public_access=False,
        allow_shared_key_access=False,
        default_to_o_auth_authentication=True,
        enable_https_traffic_only=True,
        minimum_tls_version=storage.MinimumTlsVersion.TLS1_2,
        public_network_access=owner.access,
        network_rule_set=storage.NetworkRuleSetArgs(
            default_action=storage.DefaultAction(owner.default_action),
            bypass=storage.Bypass.AZURE_SERVICES,
        ),
        tags=owner.common.tags,
        opts=owner.options(),
    )


def workspace_vault(owner: Owner, tenant_id: pulumi.Input[str]) -> keyvault.Vault:
    """Make the vault of a workspace.

    `tenant_id` is best that of an identity that was made here: it is in the tenant of the
    subscription, and nobody need ask for that.
    """
    return keyvault.Vault(
        f"{owner.name}-vault",
        vault_name=owner.unique(KEY_VAULT),
        resource_group_name=owner.group,
        location=owner.common.location,
        properties=keyvault.VaultPropertiesArgs(
            sku=keyvault.SkuArgs(family=keyvault.SkuFamily.A, name=keyvault.SkuName.STANDARD),
            tenant_id=tenant_id,
            enable_rbac_authorization=True,
            enable_soft_delete=True,
            # for good, once it is on: only where the vault is there to stay
            enable_purge_protection=True if owner.common.environment == PRODUCTION else None,
            public_network_access=owner.access,
            network_acls=keyvault.NetworkRuleSetArgs(
                default_action=owner.default_action, bypass="AzureServices"
            ),
        ),
        tags=owner.common.tags,
        opts=owner.options(),
    )

"""Does a destroy make Azure forget what it would keep?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.engine.conftest import Project

VAULT = """
import pulumi_azure_native as azure_native

config = azure_native.authorization.get_client_config()
group = azure_native.resources.ResourceGroup(
    "group", resource_group_name="rg-kept", location="swedencentral"
)
vault = azure_native.keyvault.Vault(
    "vault",
    resource_group_name=group.name,
    vault_name="kept",
    location="Sweden Central",
    properties={
        "tenant_id": config.tenant_id,
        "sku": {"family": "A", "name": "standard"},
        "enable_rbac_authorization": True,
        %s
    },
)
"""

WORKSPACE = """
store = azure_native.storage.StorageAccount(
    "store", resource_group_name=group.name, kind="StorageV2", sku={"name": "Standard_LRS"}
)
insights = azure_native.applicationinsights.Component(
    "insights", resource_group_name=group.name, kind="web", application_type="web"
)
azure_native.machinelearningservices.Workspace(
    "workspace",
    resource_group_name=group.name,
    workspace_name="kept",
    identity={"type": "SystemAssigned"},
    storage_account=store.id,
    key_vault=vault.id,
    application_insights=insights.id,
)
"""


@pytest.mark.parametrize("purge", [True, False])
def test_vaults_and_workspaces_hold_their_names_until_they_are_purged(
    project: Project, *, purge: bool
) -> None:
    project.write(VAULT % "" + WORKSPACE)
    assert project.run("up").summary["create"] == 5
    assert project.run("up").changes is False
    project.run("destroy", purge=purge)
    assert project.in_azure() == []
    kept = [grave.key.rsplit("/", 2)[1:] for grave in project.azure.store.graves()]
    assert kept == ([] if purge else [["vaults", "kept"], ["workspaces", "kept"]])


def test_a_vault_with_purge_protection_is_left_deleted(project: Project) -> None:
    project.write(VAULT % '"enable_purge_protection": True')
    project.run("up")
    assert len(project.run("destroy").steps) == 2
    (grave,) = project.azure.store.graves()
    assert grave.domain == "kept.vault.azure.net"
    assert project.records() == []

"""What does Azure make of a workspace?

A deleted workspace is kept for 14 days (azure-ai-docs, concept-soft-delete) without what was
deployed in it, unless the deletion says `forceToPurge`. At this API version no request brings it
back: the portal does, and the local Azure has none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen_emulator.arm import graves
from azgreen_emulator.arm.identity import guid, tenant_id
from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.services.machinelearning import workspace_rules
from azgreen_emulator.services.machinelearning.quota import NAMESPACE, VERSIONS

if TYPE_CHECKING:
    from azgreen_emulator.arm.call import World
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body, Record

_KEPT_S: Final = 14 * 86400.0


def _complete(write: Write) -> Body:
    region, workspace_id = write.location, guid(write.id, "workspace")
    resource_id = write.id if write.old is None else write.old.id
    store = write.call.store.get(write.properties.get("storageAccount", ""))
    return {
        "friendlyName": write.name,
        "hbiWorkspace": False,
        "publicNetworkAccess": "Enabled",
        "v1LegacyMode": False,
        "systemDatastoresAuthMode": "AccessKey",
        **write.properties,
        "managedNetwork": {
            "isolationMode": "Disabled",
            **write.properties.get("managedNetwork", {}),
        },
        "discoveryUrl": f"https://{region}.api.azureml.ms/discovery",
        "mlFlowTrackingUri": f"azureml://{region}.api.azureml.ms/mlflow/v1.0{resource_id}",
        "notebookInfo": {
            "fqdn": f"ml-{write.name}-{region}-{workspace_id}.{region}.notebooks.azure.net".lower(),
            "resourceId": guid(write.id, "notebook").replace("-", ""),
        },
        "privateLinkCount": 0,
        "storageHnsEnabled": bool(store and store.body["properties"].get("isHnsEnabled")),
        "tenantId": tenant_id(write.call.subscription),
        "workspaceId": workspace_id,
    }


def _bury(world: World, record: Record) -> None:
    graves.bury(world, record, _KEPT_S)


WORKSPACES = Kind(
    type=f"{NAMESPACE}/workspaces",
    versions=VERSIONS,
    path=f"/providers/{NAMESPACE}/workspaces/{{workspaceName}}",
    operations="Workspaces",
    # REST reference, Workspaces - Create Or Update
    name_rule={"minLength": 3, "maxLength": 33, "pattern": r"[a-zA-Z0-9][a-zA-Z0-9_-]*"},
    refuse=workspace_rules.check,
    complete=_complete,
    refuse_delete=workspace_rules.refuse_hub_in_use,
    bury=_bury,
    purged_by="forceToPurge",
    long_running=True,
    needs_location=True,
    created=202,
)

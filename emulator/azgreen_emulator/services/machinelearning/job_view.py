"""What does Azure add to a job that is new?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen_emulator.arm.identity import tenant_id
from azgreen_emulator.services.machinelearning import job_progress

if TYPE_CHECKING:
    from azgreen_emulator.arm.records import Body, Record


def first(workspace: Record, name: str) -> Body:
    """Return what a job of a workspace has that its author did not write."""
    tenant = tenant_id(workspace.id.split("/")[2])
    studio = f"https://ml.azure.com/runs/{name}?wsid={workspace.id}&tid={tenant}"
    tracking = workspace.body["properties"]["mlFlowTrackingUri"]
    return {
        "displayName": name,
        "experimentName": "Default",  # azure-native's description of the input
        "isArchived": False,
        "tags": {},
        "properties": {},
        "services": {
            "Tracking": {"jobServiceType": "Tracking", "endpoint": f"{tracking}?"},
            "Studio": {"jobServiceType": "Studio", "endpoint": studio},
        },
        "status": job_progress.FIRST,
    }

"""Which identities open a database of Azure Managed Redis without a key?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen_emulator.arm.identity import is_guid
from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.arm.tracked import refuse_all
from azgreen_emulator.schema.check import SchemaFault
from azgreen_emulator.services.redisenterprise.clusters import VERSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.arm.kind import Write

_POLICY = "default"  # the REST reference: the only policy that is supported for now


def _faults(write: Write) -> Iterator[SchemaFault]:
    policy: str = write.properties["accessPolicyName"]
    if policy != _POLICY:
        reason = f"{policy!r} is not allowed; expected {_POLICY!r}"
        yield SchemaFault("properties.accessPolicyName", "InvalidParameter", reason)
    principal = write.properties["user"].get("objectId")
    path = "properties.user.objectId"
    if not principal:
        yield SchemaFault(path, "MissingProperty", "required: a string")
    elif not is_guid(principal):
        reason = f"{principal!r} is not allowed; expected the GUID of a Microsoft Entra principal"
        yield SchemaFault(path, "InvalidParameter", reason)


ASSIGNMENTS = Kind(
    type="Microsoft.Cache/redisEnterprise/databases/accessPolicyAssignments",
    versions=VERSIONS,
    path=(
        "/providers/Microsoft.Cache/redisEnterprise/{clusterName}/databases/{databaseName}"
        "/accessPolicyAssignments/{accessPolicyAssignmentName}"
    ),
    operations="AccessPolicyAssignment",
    name_rule={"minLength": 1, "maxLength": 60, "pattern": r"[A-Za-z0-9]+"},
    refuse=lambda write: refuse_all(_faults(write)),
    long_running=True,
    in_turn=True,  # Azure Cache for Redis says so: terraform-provider-azurerm, pull request 26085
    patch=False,
)

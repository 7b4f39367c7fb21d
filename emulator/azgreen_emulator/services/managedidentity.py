"""How does Microsoft.ManagedIdentity make identities?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen_emulator.arm.identity import guid, tenant_id
from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.arm.route_table import routes_of

if TYPE_CHECKING:
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body


def _complete(write: Write) -> Body:
    return {
        "principalId": guid(write.id, "principal"),
        "clientId": guid(write.id, "client"),
        "tenantId": tenant_id(write.call.subscription),
    }


IDENTITIES = Kind(
    type="Microsoft.ManagedIdentity/userAssignedIdentities",
    versions=("2023-01-31", "2024-11-30"),
    path="/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}",
    operations="UserAssignedIdentities",
    # azure-docs, user-assigned identities: 3 to 128, letters, digits, '-' and '_'
    name_rule={"minLength": 3, "maxLength": 128, "pattern": r"[a-zA-Z0-9][a-zA-Z0-9_-]*"},
    complete=_complete,
    needs_location=True,
)

ROUTES = routes_of(IDENTITIES)
"""The operations of the namespace."""

"""Which ids does Azure give to the managed identities of a resource?

Always the same for the same resource, so that a program that is run again sees no change.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from azgreen_emulator.arm.tracked import fault

if TYPE_CHECKING:
    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.records import Body

_SYSTEM, _USER = "systemassigned", "userassigned"
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def is_guid(text: str) -> bool:
    """Tell whether a text is a GUID as Azure writes it: with hyphens, without braces."""
    return _GUID.fullmatch(text) is not None


def guid(resource_id: str, what: str) -> str:
    """Return a GUID of a resource: the same for the same resource."""
    return str(uuid5(NAMESPACE_URL, f"azgreen:{what}:{resource_id.lower()}"))


def tenant_id(subscription: str) -> str:
    """Return the tenant of a subscription: always the same for the same one."""
    return str(uuid5(NAMESPACE_URL, f"azgreen:tenant:{subscription.lower()}"))


def check_identity(sent: Body) -> None:
    """Refuse an identity whose type does not go with the identities that it names."""
    identity: Body = sent.get("identity", {})
    named = bool(identity.get("userAssignedIdentities"))
    wanted = _USER in str(identity.get("type", "None")).lower()
    if wanted != named:
        reason = (
            "required for an identity of type 'UserAssigned'"
            if wanted
            else "allowed only for an identity of type 'UserAssigned'"
        )
        raise fault("identity.userAssignedIdentities", "InvalidIdentity", reason)


def shown_identity(call: Call, resource_id: str, sent: Body) -> Body:
    """Return the identity with the ids that Azure gives it."""
    kind = str(sent.get("type", "None")).lower()
    shown: Body = {"type": sent.get("type", "None")}
    if _SYSTEM in kind:
        shown["principalId"] = guid(resource_id, "principal")
        shown["tenantId"] = tenant_id(call.subscription)
    if _USER in kind:
        shown["userAssignedIdentities"] = {
            name: {"principalId": guid(name, "principal"), "clientId": guid(name, "client")}
            for name in sent.get("userAssignedIdentities", {})
        }
    return shown

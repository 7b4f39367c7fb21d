"""How does Microsoft.Authorization give roles, and which roles are there?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen import catalog
from azgreen_emulator.arm import errors
from azgreen_emulator.arm.call import Reply, Route
from azgreen_emulator.arm.caller import caller_of
from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.arm.identity import is_guid
from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.arm.paging import clauses, page
from azgreen_emulator.arm.route_table import routes_of
from azgreen_emulator.clock import timestamp

if TYPE_CHECKING:
    from azgreen.catalog import RoleDefinition
    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body

_VERSIONS = ("2022-04-01",)
_DEFINITIONS = "/providers/Microsoft.Authorization/roleDefinitions/"
_FIXED = ("principalId", "roleDefinitionId")
_GROUP_PARTS = 5  # /subscriptions/{id}/resourceGroups/{name}


def _refuse(write: Write) -> None:
    if not is_guid(write.name):
        message = f"The role assignment ID '{write.name}' is not valid. The role assignment ID must"
        raise ArmError(400, "InvalidRoleAssignmentId", f"{message} be a GUID.")
    sent = write.properties
    if not is_guid(sent["principalId"]):
        message = "A valid principal ID must be provided for role assignment."
        raise ArmError(400, "InvalidPrincipalId", message)
    definition = _definition(sent["roleDefinitionId"])
    sent["roleDefinitionId"] = _id(write.call, definition)
    if any(write.before.get(key, sent[key]).lower() != sent[key].lower() for key in _FIXED):
        message = "Tenant ID, application ID, principal ID, and scope are not allowed to be updated"
        raise ArmError(400, "RoleAssignmentUpdateNotPermitted", f"{message}.")
    if _is_there(write):
        raise ArmError(409, "RoleAssignmentExists", "The role assignment already exists.")


def _is_there(write: Write) -> bool:
    """Say whether the same principal has the same role on the same scope by another name."""
    scope = write.call.params["scope"].lower()
    return any(
        other.key != write.id.lower()
        and other.body["properties"]["scope"].lower() == scope
        and all(other.body["properties"][key] == write.properties[key] for key in _FIXED)
        for other in write.call.store.select("type = ?", ASSIGNMENTS.type)
    )


def _complete(write: Write) -> Body:
    now = timestamp(write.call.world.clock.now())
    return {
        # Azure looks a principal up whose type is not said; the local one knows no directory
        "principalType": "ServicePrincipal",
        **write.properties,
        "scope": write.call.params["scope"],
        "createdOn": write.before.get("createdOn", now),
        "updatedOn": now,
    }


def _definition(resource_id: str) -> RoleDefinition:
    _, found, role_id = resource_id.lower().rpartition(_DEFINITIONS.lower())
    for known in catalog.role_definitions():
        if found and known.id == role_id:
            return known
    message = f"The specified role definition with ID '{role_id}' does not exist."
    raise ArmError(400, "RoleDefinitionDoesNotExist", message)


def _id(call: Call, definition: RoleDefinition) -> str:
    prefix = call.subscription_id if "subscriptionId" in call.params else ""
    return prefix + definition.resource_id


def _shown(call: Call, definition: RoleDefinition) -> Body:
    return {
        "id": _id(call, definition),
        "type": "Microsoft.Authorization/roleDefinitions",
        "name": definition.id,
        "properties": {
            "roleName": definition.role,
            "type": "BuiltInRole",
            "description": f"Lets its holder {definition.may}.",
            "assignableScopes": ["/"],
            "permissions": [],
        },
    }


def _definitions(call: Call) -> Reply:
    wanted = clauses(call, ("rolename",)).get("rolename", "").lower()
    known = catalog.role_definitions()
    return page(call, [_shown(call, item) for item in known if wanted in {"", item.role.lower()}])


def _one(call: Call) -> Reply:
    for known in catalog.role_definitions():
        if known.id == call.params["roleDefinitionId"].lower():
            return Reply(200, _shown(call, known))
    raise errors.not_found(f"The role definition '{call.params['roleDefinitionId']}' was not found")


def _permissions(call: Call) -> Reply:
    """List what the caller's roles allow on a scope: one entry, as there is one role."""
    parts = call.params["scope"].split("/")
    if len(parts) == _GROUP_PARTS and call.store.get(call.params["scope"]) is None:
        raise errors.group_not_found(parts[-1])
    caller = caller_of(call.headers)
    given = ["*"] if caller.actions is None else list(caller.actions)
    left_out = list(caller.not_actions)
    return page(
        call,
        [{"actions": given, "notActions": left_out, "dataActions": [], "notDataActions": []}],
    )


ASSIGNMENTS = Kind(
    type="Microsoft.Authorization/roleAssignments",
    versions=_VERSIONS,
    path="{+scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}",
    operations="RoleAssignments",
    name_rule={},
    refuse=_refuse,
    complete=_complete,
    patch=False,
)

_PLACE = "{+scope}" + _DEFINITIONS.rstrip("/")
_TYPE = "Microsoft.Authorization/roleDefinitions"
_PERMISSIONS = "Microsoft.Authorization/permissions"

ROUTES = (
    *routes_of(ASSIGNMENTS),
    Route("RoleDefinitions_List", "GET", _PLACE, _TYPE, _VERSIONS, _definitions),
    Route("RoleDefinitions_Get", "GET", f"{_PLACE}/{{roleDefinitionId}}", _TYPE, _VERSIONS, _one),
    Route(
        "Permissions_ListForResourceGroup",
        "GET",
        f"{{+scope}}/providers/{_PERMISSIONS}",
        _PERMISSIONS,
        _VERSIONS,
        _permissions,
    ),
)
"""The operations of the namespace."""

"""Who may read and write the data of a Cosmos DB account without a key?

Rules: cosmos-db docs, `reference-data-plane-security` and `how-to-connect-role-based-access-
control`. Of the roles there are the two that every account has.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from azgreen_emulator.arm import errors, whereabouts
from azgreen_emulator.arm.call import Reply, Route
from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.arm.identity import is_guid
from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.arm.paging import page
from azgreen_emulator.arm.route_table import GROUP
from azgreen_emulator.services.cosmosdb.accounts import ACCOUNTS, VERSIONS
from azgreen_emulator.services.cosmosdb.refusals import busy, refuse_any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body, Record

_DATABASES = "Microsoft.DocumentDB/databaseAccounts/sqlDatabases"
_METADATA = "Microsoft.DocumentDB/databaseAccounts/readMetadata"
_ROLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "00000000-0000-0000-0000-000000000001": (
        "Cosmos DB Built-in Data Reader",
        (
            _METADATA,
            f"{_DATABASES}/containers/executeQuery",
            f"{_DATABASES}/containers/readChangeFeed",
            f"{_DATABASES}/containers/items/read",
        ),
    ),
    "00000000-0000-0000-0000-000000000002": (
        "Cosmos DB Built-in Data Contributor",
        (_METADATA, f"{_DATABASES}/containers/*", f"{_DATABASES}/containers/items/*"),
    ),
}
_NEEDED = ("principalId", "roleDefinitionId", "scope")
_FIXED = {"principalId": "Principal ID", "scope": "Scope"}
_BELOW = re.compile(r"(/dbs/[^/]+(/colls/[^/]+)?)?/?", re.IGNORECASE)


def _refuse(write: Write) -> None:
    sent = write.properties
    refuse_any(f"properties.{key}: required: a string." for key in _NEEDED if not sent.get(key))
    refuse_any([*_faults(write), *_change_faults(write)])
    for other in write.call.store.children(write.whole.key, write.kind.type):
        theirs = other.body["properties"]
        if other.key != write.id.lower() and all(_same(sent, theirs, key) for key in _NEEDED):
            message = f"The role assignment '{other.name}' gives the same role already."
            raise ArmError(409, "Conflict", message)


def _faults(write: Write) -> Iterator[str]:
    sent, account_id = write.properties, write.whole.id
    if not is_guid(write.name):
        yield f"The role assignment ID '{write.name}' is not valid; it must be a GUID."
    if not is_guid(sent["principalId"]):
        yield f"The provided principal ID [{sent['principalId']}] is not valid; it must be a GUID."
    place, _, role = sent["roleDefinitionId"].rpartition("/")
    if role not in _ROLES or place.lower() != f"{account_id}/sqlRoleDefinitions".lower():
        roles = ", ".join(f"'{account_id}/sqlRoleDefinitions/{known}'" for known in _ROLES)
        yield (
            f"The role definition [{sent['roleDefinitionId']}] does not exist in the account;"
            f" expected one of {roles}."
        )
    scope: str = sent["scope"]
    within = scope.lower().startswith(account_id.lower())
    if not within or not _BELOW.fullmatch(scope[len(account_id) :]):
        yield (
            f"The scope [{scope}] is not valid; expected '{account_id}', with '/dbs/<database>' or"
            " '/dbs/<database>/colls/<container>' after it for less."
        )


def _change_faults(write: Write) -> Iterator[str]:
    for key, said in _FIXED.items():
        if write.before and not _same(write.properties, write.before, key):
            yield (
                f"Updating SQL Role Assignment {said} is not permitted. You may only update the"
                " associated Role Definition."
            )


def _same(one: Body, other: Body, key: str) -> bool:
    return str(one[key]).lower() == str(other[key]).lower()


def _definition(account: Record, role_id: str) -> Body:
    name, actions = _ROLES[role_id]
    return {
        "id": f"{account.id}/sqlRoleDefinitions/{role_id}",
        "name": role_id,
        "type": "Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions",
        "properties": {
            "roleName": name,
            "type": "BuiltInRole",
            "assignableScopes": [account.id],
            "permissions": [{"dataActions": [*actions], "notDataActions": []}],
        },
    }


def _definitions(call: Call) -> Reply:
    account = whereabouts.found(ACCOUNTS, call)
    return page(call, [_definition(account, role_id) for role_id in _ROLES])


def _one(call: Call) -> Reply:
    account, role_id = whereabouts.found(ACCOUNTS, call), call.params["roleDefinitionId"]
    if role_id not in _ROLES:
        raise errors.not_found(f"The role definition '{role_id}' was not found.")
    return Reply(200, _definition(account, role_id))


ASSIGNMENTS = Kind(
    type="Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments",
    versions=VERSIONS,
    path=f"{ACCOUNTS.path}/sqlRoleAssignments/{{roleAssignmentId}}",
    operations="SqlRoleAssignments",
    name_rule={},
    refuse=_refuse,
    long_running=True,
    in_turn=True,
    busy=busy,
    created=200,
    patch=False,
)

_PLACE = f"{GROUP}{ACCOUNTS.path}/sqlRoleDefinitions"
_TYPE = "Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions"
DEFINITION_ROUTES = (
    Route("SqlRoleDefinitions_List", "GET", _PLACE, _TYPE, VERSIONS, _definitions),
    Route("SqlRoleDefinitions_Get", "GET", f"{_PLACE}/{{roleDefinitionId}}", _TYPE, VERSIONS, _one),
)
"""The operations on the roles of an account."""

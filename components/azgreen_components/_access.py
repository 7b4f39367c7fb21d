"""Who may call what a component deploys? Roles at the narrowest scope, never keys."""

from dataclasses import dataclass
from typing import NotRequired, TypedDict, cast

import pulumi
from pulumi_azure_native import authorization

from azgreen import catalog
from azgreen_components._inputs import (
    Faults,
    at,
    check_keys,
    check_names_differ,
    choice,
    given_or,
    listed,
    mapping,
    text,
    text_below,
)
from azgreen_components._naming import CALLER, check_name, stable_guid

PRINCIPAL_TYPES = ("Group", "ServicePrincipal", "User")


class CallerArgs(TypedDict):
    """Somebody who may call what is deployed."""

    name: str
    """Short name of the caller, for the role assignment's own name; required."""

    principal_id: pulumi.Input[str]
    """Object id of the caller in Microsoft Entra ID; required."""

    principal_type: NotRequired[str]
    """Group, ServicePrincipal or User; ServicePrincipal (an application) when left out."""


@dataclass(frozen=True)
class Caller:
    """A caller, every default filled in."""

    name: str
    principal_id: pulumi.Input[str]
    principal_type: str


def read_callers(faults: Faults, given: object, path: str = "callers") -> tuple[Caller, ...]:
    """Return the callers that are written at `path`, or note why they cannot be."""
    items = listed(faults, path, given, "callers")
    read = [_caller(faults, f"{path}[{index}]", item) for index, item in enumerate(items)]
    check_names_differ(faults, path, [item and item.name for item in read])
    return tuple(item for item in read if item is not None)


def grant(  # noqa: PLR0913 - who gets what, where, for which component and for what
    owner: pulumi.ComponentResource,
    name: str,
    role: str,
    scope: pulumi.Input[str],
    caller: Caller,
    *,
    verb: str = "call",
) -> authorization.RoleAssignment:
    """Give a caller a built-in role on one resource.

    Args:
        owner: The component that the assignment belongs to.
        name: The component's own name; the assignment is called `<name>-<caller>-may-<verb>`.
        role: Azure's name of the role, one of the catalogue's.
        scope: Id of the resource.
        caller: Who gets it.
        verb: What the role is for, where a caller gets more than one.
    """
    definition = catalog.role_definition(role)
    guid = pulumi.Output.all(scope, caller.principal_id).apply(
        lambda known: stable_guid(known[0], known[1], definition.id)
    )
    return authorization.RoleAssignment(
        f"{name}-{caller.name}-may-{verb}",
        role_assignment_name=guid,
        scope=scope,
        role_definition_id=pulumi.Output.from_input(scope).apply(
            lambda known: "/".join(known.split("/")[:3]) + definition.resource_id
        ),
        principal_id=caller.principal_id,
        # without it, Azure looks the principal up and may not find one that was just made
        principal_type=caller.principal_type,
        opts=pulumi.ResourceOptions(parent=owner),
    )


def _caller(faults: Faults, path: str, given: object) -> Caller | None:
    fields = mapping(faults, path, given)
    if fields is None:
        return None
    check_keys(faults, path, fields, CallerArgs)
    name = text_below(faults, path, fields, "name")
    if name is not None:
        check_name(faults, at(path, "name"), name, CALLER)
    kind = given_or(fields, "principal_type", "ServicePrincipal")
    kind = choice(faults, at(path, "principal_type"), kind, PRINCIPAL_TYPES)
    principal = fields.get("principal_id")
    if not isinstance(principal, pulumi.Output) and principal is not None:
        principal = text(faults, at(path, "principal_id"), principal)
    if name is None or kind is None or principal is None:
        return None
    return Caller(name, cast("pulumi.Input[str]", principal), kind)

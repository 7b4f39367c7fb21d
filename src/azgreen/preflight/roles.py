"""May the caller make what the plan has, and are its resource providers registered?

What a role allows: some action of it matches, and none that it leaves out; several roles add up
(azure-docs, role-based-access-control/role-definitions).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from azgreen.preflight.azure import items
from azgreen.preflight.line import Line, Verdict
from azgreen.preflight.types import azure_type
from azgreen.preflight.wanted import known_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from azgreen.estimate.inventory import Resource
    from azgreen.preflight.azure import Json

PERMISSIONS: Final = "/providers/Microsoft.Authorization/permissions"
PERMISSIONS_VERSION: Final = "2022-04-01"
PROVIDERS_VERSION: Final = "2025-04-01"
_ASSIGN: Final = "Microsoft.Authorization/roleAssignments/write"
_GROUP: Final = "resources:ResourceGroup"
_MOST_NAMED: Final = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be made in one scope."""

    scope: str
    """Below the subscription: blank for all of it, or a resource group."""
    actions: tuple[str, ...]

    @property
    def told(self) -> str:
        """Name the scope."""
        group = self.scope.rpartition("/")[2]
        return f"resource group '{group}'" if group else "the subscription"


def asked(resources: Sequence[Resource]) -> list[Asked]:
    """Return the actions that a plan takes, by scope.

    What is in a group that the plan makes itself, or whose name is not known, is asked of the
    subscription: there is no group yet to ask of.
    """
    made = {known_text(each, "resourceGroupName") for each in resources if each.kind == _GROUP}
    found: dict[str, set[str]] = {}
    for each in resources:
        kind = azure_type(each.kind or "")
        if kind is not None:
            group = "" if each.kind == _GROUP else known_text(each, "resourceGroupName")
            inside = group and group not in made
            scope = f"/resourceGroups/{group}" if inside else ""
            found.setdefault(scope, set()).add(f"{kind}/write")
    return [Asked(scope, tuple(sorted(found[scope]))) for scope in sorted(found)]


def judge(wanted: Asked, answer: Sequence[Json]) -> Iterator[Line]:
    """Yield the lines of one scope, from the items of Permissions - List."""
    lacking = [action for action in wanted.actions if not _allows(answer, action)]
    plain = [action for action in lacking if action != _ASSIGN]
    if plain:
        more = f" and {len(plain) - _MOST_NAMED} more" if len(plain) > _MOST_NAMED else ""
        told = f"you may not do {', '.join(plain[:_MOST_NAMED])}{more} in {wanted.told}"
        remedy = f"have the role 'Contributor' on {wanted.told} assigned to you"
        yield Line(Verdict.FAIL, "role", "subscription", told, remedy)
    if _ASSIGN in wanted.actions:
        yield _assigning(wanted, answer, lacking=_ASSIGN in lacking)
    if not lacking:
        count = len(wanted.actions)
        what = "the one kind" if count == 1 else f"all {count} kinds"
        told = f"you may make {what} of resources of the plan in {wanted.told}"
        yield Line(Verdict.PASS, "role", "subscription", told)


def namespaces(resources: Sequence[Resource]) -> list[str]:
    """Return the resource providers of a plan that have to be registered."""
    kinds = (azure_type(each.kind or "") for each in resources)
    always = ("Microsoft.Resources", "Microsoft.Authorization")
    return sorted({kind.partition("/")[0] for kind in kinds if kind} - {*always})


def registered(namespace: str, answer: Json) -> Iterator[Line]:
    """Yield the line of one resource provider, from Providers - Get."""
    state = str(answer.get("registrationState"))
    if state == "Registered":
        yield Line(Verdict.PASS, "provider", namespace, "is registered")
    elif state == "Registering":
        yield Line(Verdict.WARN, "provider", namespace, "is being registered", "wait a minute")
    else:
        remedy = f"az provider register --namespace {namespace}"
        yield Line(Verdict.FAIL, "provider", namespace, f"is not registered ({state})", remedy)


def _assigning(wanted: Asked, answer: Sequence[Json], *, lacking: bool) -> Line:
    who = "'Owner', 'User Access Administrator' or 'Role Based Access Control Administrator'"
    if lacking:
        told = f"you may not assign roles in {wanted.told}, and the plan does"
        remedy = f"have one of {who} assigned to you"
        return Line(Verdict.FAIL, "role", "subscription", told, remedy)
    if all(item.get("condition") for item in answer if _allows([item], _ASSIGN)):
        told = f"you may assign roles in {wanted.told}, under a condition"
        remedy = "look whether the condition allows the roles of the plan"
        return Line(Verdict.WARN, "role", "subscription", told, remedy)
    told = f"you may assign roles in {wanted.told}, as the plan does"
    return Line(Verdict.PASS, "role", "subscription", told)


def _allows(answer: Sequence[Json], action: str) -> bool:
    return any(
        _matches(item, "actions", action) and not _matches(item, "notActions", action)
        for item in answer
    )


def _matches(item: Json, key: str, action: str) -> bool:
    return any(
        re.fullmatch(re.escape(str(text)).replace(r"\*", ".*"), action, re.IGNORECASE)
        for text in items(item, key)
    )

"""Does a resource that calls others have an identity, and does it show it?"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from azgreen_policies._reading import fields, items
from azgreen_policies._stack import Member, Stack
from azgreen_policies.security._secrets import is_secret_name
from azgreen_policies.security._values import below, has_identity

_Reason = Callable[[Member, Stack], str | None]


def faults(member: Member, stack: Stack) -> Iterator[str]:
    """Say whom a resource calls without an identity, or with keys."""
    if member.is_type(*_BACKEND):
        yield from _keys(fields(member.props.get("credentials")))
        return
    for kind, reason in _REASONS.items():
        if member.is_type(*kind) and not has_identity(member.props):
            why = reason(member, stack)
            if why is not None:
                fix = "set identity.type to 'SystemAssigned' and give it the roles that it needs"
                yield f"has no managed identity, but {why}; {fix}"


def _account(member: Member, _: Stack) -> str | None:
    stores = items(below(member.props, "properties", "userOwnedStorage"))
    return "it writes to a storage account of yours" if stores else None


def _workspace(_member: Member, _stack: Stack) -> str | None:
    return "it reads and writes its storage and vault"


def _endpoint(_member: Member, _stack: Stack) -> str | None:
    return "its machines pull images and models"


def _gateway(member: Member, stack: Stack) -> str | None:
    first = _first_in(member, stack, (_GATEWAY, _BACKEND), "serviceName")
    return None if first is None else f"it calls its back end {first!r}"


def _search(member: Member, stack: Stack) -> str | None:
    first = _first_in(member, stack, (_SEARCH, _LINK), "searchServiceName")
    return None if first is None else f"it calls what its private link {first!r} leads to"


def _first_in(
    member: Member, stack: Stack, kinds: tuple[tuple[str, str], tuple[str, str]], key: str
) -> str | None:
    """Return the name of the first resource of the second type that is in one of the first."""
    own, kind = kinds
    found = (each for each in stack.of(*kind) if stack.parent(each, *own, key) is member)
    first = next(found, None)
    return None if first is None else first.name


def _keys(credentials: Mapping[str, Any]) -> Iterator[str]:
    places = [
        f"credentials.{place}.{name}"
        for place in ("header", "query")
        for name in sorted(fields(credentials.get(place)))
        if is_secret_name(name) or name.lower() == "authorization"
    ]
    if credentials.get("authorization") is not None:
        places.append("credentials.authorization")
    if places:
        fix = "take it out and let a policy with authentication-managed-identity call"
        yield f"is called with a key in {' and '.join(places)}; {fix}"


_BACKEND: Final = ("apimanagement", "Backend")
_LINK: Final = ("search", "SharedPrivateLinkResource")
_GATEWAY: Final = ("apimanagement", "ApiManagementService")
_SEARCH: Final = ("search", "Service")
_REASONS: Final[Mapping[tuple[str, str], _Reason]] = {
    ("cognitiveservices", "Account"): _account,
    ("machinelearningservices", "Workspace"): _workspace,
    ("machinelearningservices", "OnlineEndpoint"): _endpoint,
    _SEARCH: _search,
    _GATEWAY: _gateway,
}
KINDS: Final = (*_REASONS, _BACKEND)
"""Module and name of each type that is judged."""

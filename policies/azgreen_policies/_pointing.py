"""Which settings of Azure Monitor are about a resource, and which endpoint has a deployment?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from pulumi_policy.proxy import UnknownValueError

from azgreen_policies._reading import items
from azgreen_policies._stack import Member, Stack

_Index = dict[str, list[Member]]
_MODULES: Final = ("monitor", "insights")  # the second up to azure-native 2
_TAILS: Final[Mapping[tuple[str, str], Sequence[tuple[str, str]]]] = {
    ("cognitiveservices", "Account"): (("accounts", "accountName"),),
    ("machinelearningservices", "OnlineEndpoint"): (("onlineEndpoints", "endpointName"),),
    ("machinelearningservices", "OnlineDeployment"): (
        ("onlineEndpoints", "endpointName"),
        ("deployments", "deploymentName"),
    ),
    ("redisenterprise", "Database"): (
        ("redisEnterprise", "clusterName"),
        ("databases", "databaseName"),
    ),
    ("cosmosdb", "DatabaseAccount"): (("databaseAccounts", "accountName"),),
    ("search", "Service"): (("searchServices", "searchServiceName"),),
    ("apimanagement", "ApiManagementService"): (("service", "serviceName"),),
}
"""How the id of a type ends: kinds, and the properties with their names."""


def monitoring(stack: Stack, resource: str) -> Iterator[Member]:
    """Yield the resources of Azure Monitor of one type."""
    for module in _MODULES:
        yield from stack.of(module, resource)


def settings_at(
    stack: Stack, resource: str, key: str, target: Member, parent: Member | None = None
) -> list[Member]:
    """Return the resources of Azure Monitor of one type of which a property points at a target."""
    index = stack.remembered((resource, key), lambda: _by_sign(monitoring(stack, resource), key))
    signs = [target.urn, *map(_tail, _ends(target)), *([parent.urn] if parent else [])]
    return [each for each in _of_any(index, signs) if _points_at(each, key, target, parent)]


def targets_at(stack: Stack, setting: Member, key: str, kind: tuple[str, str]) -> list[Member]:
    """Return the online deployments, or what else has an endpoint, that a property points at."""
    index = stack.remembered((kind, key), lambda: _by_own_sign(stack, kind))
    return [
        each
        for each in _of_any(index, _signs(setting, key))
        if _points_at(setting, key, each, endpoint_of(each, stack))
    ]


def endpoint_of(deployment: Member, stack: Stack) -> Member | None:
    """Return the online endpoint of the stack that a deployment belongs to."""
    return stack.parent(deployment, "machinelearningservices", "OnlineEndpoint", "endpointName")


def _points_at(setting: Member, key: str, target: Member, parent: Member | None = None) -> bool:
    """Tell whether a property is the id of a resource, or a list with it.

    While the id is not known, one that was put together from the id of the resource that the
    target is in is taken as the target's: the update, which knows it, looks again.

    Args:
        setting: What has the property.
        key: The property.
        target: What it may name.
        parent: What the target is in, where that is a resource of its own.
    """
    if setting.refers_to(target, key):
        return True
    listed, ends = _ids(setting, key), _ends(target)
    if not listed or not ends:
        return parent is not None and setting.refers_to(parent, key)
    return any(each.endswith(end) for each in listed for end in ends)


def _by_sign(settings: Iterable[Member], key: str) -> _Index:
    """Return settings by what may give them away: what a property was made from, and its ids."""
    found: _Index = {}
    for each in settings:
        for sign in dict.fromkeys(_signs(each, key)):
            found.setdefault(sign, []).append(each)
    return found


def _by_own_sign(stack: Stack, kind: tuple[str, str]) -> _Index:
    found: _Index = {}
    for each in stack.of(*kind):
        endpoint = endpoint_of(each, stack)
        above = [] if endpoint is None else [endpoint.urn]
        for sign in dict.fromkeys((each.urn, *above, *map(_tail, _ends(each)))):
            found.setdefault(sign, []).append(each)
    return found


def _signs(setting: Member, key: str) -> list[str]:
    made_from = setting.resource.property_dependencies.get(key, [])
    return [*(each.urn for each in made_from), *map(_tail, _ids(setting, key))]


def _tail(arm_id: str) -> str:
    """Return the last kind and name of an id."""
    return "/".join(arm_id.split("/")[-2:])


def _of_any(index: _Index, signs: Iterable[str]) -> list[Member]:
    found = {each.urn: each for sign in signs for each in index.get(sign, ())}
    return list(found.values())


def _ids(setting: Member, key: str) -> list[str]:
    """Return the ids of a property; none where one is not known."""
    try:
        value = setting.props.get(key)
        return [str(each).lower() for each in items(value) or (value,) if each]
    except UnknownValueError:
        return []


def _ends(target: Member) -> list[str]:
    """Return with what an id has to end to be a resource's own; nothing where it is not known."""
    own = target.known("id")
    found = [str(own).lower()] if own else []
    for kind, parts in _TAILS.items():
        names = [(segment, target.known(key)) for segment, key in parts]
        if target.is_type(*kind) and all(name for _, name in names):
            found.append("".join(f"/{segment}/{name}" for segment, name in names).lower())
    return found

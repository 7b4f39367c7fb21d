"""Which settings of Azure Monitor are about a resource, and which endpoint has a deployment?"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pulumi_policy.proxy import UnknownValueError

from azgreen_policies._reading import items
from azgreen_policies._stack import Member, Stack

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


def points_at(setting: Member, key: str, target: Member, parent: Member | None = None) -> bool:
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


def endpoint_of(deployment: Member, stack: Stack) -> Member | None:
    """Return the online endpoint of the stack that a deployment belongs to."""
    return stack.parent(deployment, "machinelearningservices", "OnlineEndpoint", "endpointName")


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

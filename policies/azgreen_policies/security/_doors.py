"""Where does each type say whether the public internet reaches it, and what narrows that?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from azgreen_policies._reading import is_type, items
from azgreen_policies.security._values import below, shown

_CLOSED: Final = ("disabled", "securedbyperimeter")
_ACCESS: Final = "publicNetworkAccess"


def _never(_: Mapping[str, Any]) -> bool:
    return False


def _denies(*path: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda props: str(below(props, *path, "defaultAction")).lower() == "deny"


def _lists_addresses(props: Mapping[str, Any]) -> bool:
    rules = items(props.get("ipRules")) or items(below(props, "networkRuleSet", "ipRules"))
    return bool(rules) or props.get("isVirtualNetworkFilterEnabled") is True


def _is_inside(props: Mapping[str, Any]) -> bool:
    return str(props.get("virtualNetworkType")).lower() == "internal"


def _takes_the_hubs(props: Mapping[str, Any]) -> bool:
    return str(props.get("kind")).lower() == "project" and props.get(_ACCESS) is None


@dataclass(frozen=True)
class Door:
    """Where a type says whether it is open, and whether something else narrows it."""

    path: tuple[str, ...] = (_ACCESS,)
    is_narrowed: Callable[[Mapping[str, Any]], bool] = _never


DOORS: Final[Mapping[str, Door]] = {
    "cognitiveservices:Account": Door(
        ("properties", _ACCESS), _denies("properties", "networkAcls")
    ),
    "machinelearningservices:Workspace": Door(is_narrowed=_takes_the_hubs),
    "machinelearningservices:OnlineEndpoint": Door(("properties", _ACCESS)),
    "search:Service": Door(is_narrowed=_lists_addresses),
    "cosmosdb:DatabaseAccount": Door(is_narrowed=_lists_addresses),
    "redisenterprise:RedisEnterprise": Door(),
    "redis:Redis": Door(),
    "storage:StorageAccount": Door(is_narrowed=_denies("networkRuleSet")),
    "keyvault:Vault": Door(("properties", _ACCESS), _denies("properties", "networkAcls")),
    "apimanagement:ApiManagementService": Door(is_narrowed=_is_inside),
}
"""By module and name of the type."""


def door_of(token: str) -> str | None:
    """Return the type of DOORS that a type token is of."""
    return next((kind for kind in DOORS if is_type(token, *kind.split(":"))), None)


def why_open(kind: str, props: Mapping[str, Any]) -> str | None:
    """Say what opens a resource to the public internet; None where it is closed or narrowed."""
    door = DOORS[kind]
    given = below(props, *door.path)
    if str(given).lower() in _CLOSED or door.is_narrowed(props):
        return None
    usual = ", which closes nothing" if given is None else ""
    return f"{'.'.join(door.path)} is {shown(given)}{usual}"

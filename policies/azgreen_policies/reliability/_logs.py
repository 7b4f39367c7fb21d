"""Which logs of a resource are worth keeping, and does a diagnostic setting keep them?"""

from collections.abc import Iterator, Mapping
from typing import Final

from pulumi_policy.proxy import UnknownValueError

from azgreen import catalog
from azgreen_policies._pointing import settings_at
from azgreen_policies._reading import fields, items
from azgreen_policies._stack import Member, Stack

KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "Microsoft.CognitiveServices/accounts": ("cognitiveservices", "Account"),
    "Microsoft.MachineLearningServices/workspaces/onlineEndpoints": (
        "machinelearningservices",
        "OnlineEndpoint",
    ),
    "Microsoft.Cache/redisEnterprise/databases": ("redisenterprise", "Database"),
    "Microsoft.DocumentDB/databaseAccounts": ("cosmosdb", "DatabaseAccount"),
    "Microsoft.Search/searchServices": ("search", "Service"),
    "Microsoft.ApiManagement/service": ("apimanagement", "ApiManagementService"),
}
"""Module and name of each type that has logs."""

ALL_TYPES: Final = tuple(KINDS)
KEPT_TYPES: Final = tuple(
    each
    for each in KINDS
    if any(c.resource_type == each and c.kept for c in catalog.log_categories())
)
"""Those of which a log is worth its volume without being asked."""


def wanted(member: Member) -> tuple[str, tuple[catalog.LogCategory, ...]]:
    """Return the type of a resource, and its logs: those worth keeping unasked, else all."""
    kind = next(each for each, token in KINDS.items() if member.is_type(*token))
    own = [each for each in catalog.log_categories() if each.resource_type == kind]
    return kind, tuple(each for each in own if each.kept) or tuple(own)


def settings_of(member: Member, stack: Stack) -> list[Member]:
    """Return the diagnostic settings of a resource."""
    parent = stack.parent(member, "redisenterprise", "RedisEnterprise", "clusterName")
    return settings_at(stack, "DiagnosticSetting", "resourceUri", member, parent)


def keeps(setting: Member, logs: tuple[catalog.LogCategory, ...]) -> bool:
    """Tell whether a diagnostic setting sends one of these logs to a workspace."""
    names = {each.category.lower() for each in logs}
    return _is_set(setting, "workspaceId") and any(
        group is not None or category.lower() in names for category, group in _sent(setting)
    )


def _sent(setting: Member) -> Iterator[tuple[str, object]]:
    for each in items(setting.props.get("logs")):
        log = fields(each)
        if log.get("enabled") is not False:
            yield str(log.get("category")), log.get("categoryGroup")


def _is_set(member: Member, key: str) -> bool:
    try:
        return bool(member.props.get(key))
    except UnknownValueError:
        return True

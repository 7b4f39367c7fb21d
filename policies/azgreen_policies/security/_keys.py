"""Does a resource let callers in who show a key and nothing of themselves?"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from azgreen_policies._stack import Member, Stack
from azgreen_policies.security._values import below, shown

SUBSCRIPTION_KEYS: Final = "subscriptionKeys"
_POLICIES: Final = {"ApiPolicy": "apiId", "ProductPolicy": "productId", "Policy": "serviceName"}
_TOKEN_CHECKS: Final = ("validate-azure-ad-token", "validate-jwt")


def faults(member: Member, stack: Stack) -> Iterator[str]:
    """Say which property lets keys in, and what to write."""
    judge = next((each for kind, each in _JUDGES.items() if member.is_type(*kind)), None)
    if judge is not None:
        yield from judge(member, stack)


def _needs(value: Any, *path: str) -> Callable[[Member, Stack], Iterator[str]]:
    def judge(member: Member, _: Stack) -> Iterator[str]:
        given = below(member.props, *path)
        if given is not value:
            yield _told(path, given, value)

    return judge


def _told(path: tuple[str, ...], given: Any, needed: Any) -> str:
    wanted = str(needed).lower() if isinstance(needed, bool) else repr(needed)
    fix = f"set it to {wanted} and give callers a role in Microsoft Entra ID"
    return f"takes keys, as {'.'.join(path)} is {shown(given)}; {fix}"


def _refuses(value: str, fix: str, *path: str) -> Callable[[Member, Stack], Iterator[str]]:
    def judge(member: Member, _: Stack) -> Iterator[str]:
        given = below(member.props, *path)
        if str(given).lower() == value:
            yield _told(path, given, fix)

    return judge


def _cosmos(member: Member, stack: Stack) -> Iterator[str]:
    # MongoDB's own protocol knows keys alone
    if str(member.props.get("kind")).lower() != "mongodb":
        yield from _needs(True, "disableLocalAuth")(member, stack)  # noqa: FBT003 - a value


def _api(member: Member, stack: Stack) -> Iterator[str]:
    if stack.settings.get(SUBSCRIPTION_KEYS, True):
        return
    if member.props.get("subscriptionRequired") is False or _checks_tokens(member, stack):
        return
    fix = f"add a policy with {_TOKEN_CHECKS[0]}"
    yield f"takes subscription keys alone, as no policy of it checks a token; {fix}"


def _checks_tokens(api: Member, stack: Stack) -> bool:
    """Tell whether a policy asks for a token: the API's, a product's or the whole gateway's."""
    texts = (
        str(each.props.get("value"))
        for kind, key in _POLICIES.items()
        for each in stack.of("apimanagement", kind)
        if kind != "ApiPolicy" or each.refers_to(api, key) or _same(each, api, key)
    )
    return any(check in text for text in texts for check in _TOKEN_CHECKS)


def _same(policy: Member, api: Member, key: str) -> bool:
    named = policy.known(key)
    return named is not None and named == api.known(key)


_JUDGES: Final[Mapping[tuple[str, str], Callable[[Member, Stack], Iterator[str]]]] = {
    ("cognitiveservices", "Account"): _needs(True, "properties", "disableLocalAuth"),  # noqa: FBT003
    ("machinelearningservices", "OnlineEndpoint"): _refuses(
        "key", "AADToken", "properties", "authMode"
    ),
    ("search", "Service"): _needs(True, "disableLocalAuth"),  # noqa: FBT003
    ("cosmosdb", "DatabaseAccount"): _cosmos,
    ("redisenterprise", "Database"): _refuses("enabled", "Disabled", "accessKeysAuthentication"),
    ("redis", "Redis"): _needs(True, "disableAccessKeyAuthentication"),  # noqa: FBT003
    ("storage", "StorageAccount"): _needs(False, "allowSharedKeyAccess"),  # noqa: FBT003
    ("apimanagement", "Api"): _api,
}
KINDS: Final = tuple(_JUDGES)
"""Module and name of each type that is judged."""

"""Who calls, and which actions may they take?

Any token is good and may do everything, as the local Azure has no directory. A token that is a JSON
web token says more about its caller, so that tests can hold fewer rights; nobody looks at its
signature. Claims: `exp`, seconds since 1970; `azgreen_actions`, the actions of the caller's roles
as Azure writes them (`Microsoft.CognitiveServices/*/read`); `azgreen_not_actions`, what they leave
out; `azgreen_subscriptions`, those that the caller can see.
"""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.arm.identity import guid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from azgreen_emulator.arm.call import Route
    from azgreen_emulator.clock import Clock

_VERBS = {"PUT": "write", "PATCH": "write", "DELETE": "delete", "GET": "read", "HEAD": "read"}
_REGISTERING = ("register", "unregister")
_BATCHES = ("metrics:getBatch",)
"""Reads that take what they are about in a body; `MetricsClient` wants the rights to read metrics
on the subscription (azure-monitor-querymetrics, README)."""

_PARTS = 3
_OF_SUBSCRIPTIONS = ("resourceGroups", "locations", "resources", "providers", "operationResults")
# azure-docs, role-based-access-control/permissions: these POSTs are reads, unlike Search's
_READ_NAMES = ("Microsoft.KeyVault", "Microsoft.Storage", "Microsoft.ApiManagement")


@dataclass(frozen=True)
class Caller:
    """What a token says of who calls; None stands for everything."""

    actions: tuple[str, ...] | None = None
    not_actions: tuple[str, ...] = ()
    subscriptions: tuple[str, ...] | None = None
    expires_s: float | None = None

    def may(self, action: str) -> bool:
        """Tell whether a role allows the action: some action, and none that is left out."""
        given = ("*",) if self.actions is None else self.actions
        return _matches(given, action) and not _matches(self.not_actions, action)


def caller_of(headers: Mapping[str, str]) -> Caller:
    """Read the bearer token of a request."""
    claims = _claims(headers.get("authorization", "").partition(" ")[2].strip())
    expires = claims.get("exp")
    return Caller(
        _texts(claims.get("azgreen_actions")),
        _texts(claims.get("azgreen_not_actions")) or (),
        _texts(claims.get("azgreen_subscriptions")),
        float(expires) if isinstance(expires, int | float) else None,
    )


def check_token_time(caller: Caller, clock: Clock) -> None:
    """Refuse a token that is over."""
    now = clock.now()
    if caller.expires_s is not None and caller.expires_s <= now.timestamp():
        ended = datetime.fromtimestamp(caller.expires_s, UTC)
        message = (
            f"The access token expiry UTC time '{ended:%m/%d/%Y %H:%M:%S}' is earlier than current"
            f" UTC time '{now:%m/%d/%Y %H:%M:%S}'."
        )
        raise ArmError(401, "ExpiredAuthenticationToken", message)


def check_rights(caller: Caller, route: Route, path: str, params: Mapping[str, str]) -> None:
    """Refuse what the caller's roles do not allow, and a subscription that they cannot see."""
    subscription = params.get("subscriptionId", "")
    seen = caller.subscriptions
    if subscription and seen is not None and subscription.lower() not in map(str.lower, seen):
        message = f"The subscription '{subscription}' could not be found."
        raise ArmError(404, "SubscriptionNotFound", message)
    action = action_of(route, params)
    if route.own_rights or caller.may(action):
        return
    name = guid(subscription, "caller")
    message = (
        f"The client '{name}' with object id '{name}' does not have authorization to perform action"
        f" '{action}' over scope '{path}' or the scope is invalid. If access was recently granted,"
        " please refresh your credentials."
    )
    raise ArmError(403, "AuthorizationFailed", message)


def action_of(route: Route, params: Mapping[str, str]) -> str:
    """Name the action that a role has to allow for an operation."""
    namespace, _, kind = route.type.partition("/")
    if namespace == "Microsoft.Resources" and kind in _OF_SUBSCRIPTIONS:
        kind = f"subscriptions/{kind}"
    last = route.path.rsplit("/", 1)[-1]
    if route.method != "POST":
        return f"{namespace}/{kind}/{_VERBS[route.method]}"
    if last in _BATCHES:
        return f"{namespace}/{kind}/read"
    if last in _REGISTERING:
        return f"{params['namespace']}/{last}/action"
    if last == kind:
        return f"{namespace}/{kind}/{'read' if namespace in _READ_NAMES else 'action'}"
    return (
        f"{namespace}/{kind}/action"
        if kind.endswith(f"/{last}")
        else (f"{namespace}/{kind}/{last}/action")
    )


def _matches(patterns: Sequence[str], action: str) -> bool:
    return any(
        re.fullmatch(re.escape(item).replace(r"\*", ".*"), action, re.IGNORECASE)
        for item in patterns
    )


def _claims(token: str) -> dict[str, Any]:
    parts = token.split(".")
    if len(parts) != _PARTS:
        return {}
    try:
        text = urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4))
        found: Any = json.loads(text)
    except ValueError:
        return {}
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def _texts(value: Any) -> tuple[str, ...] | None:
    return tuple(map(str, cast("list[Any]", value))) if isinstance(value, list) else None

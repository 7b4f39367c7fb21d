"""Which handler answers a path, and what does Azure say when none does?

Fixed segments are compared without case, as Azure does; names keep the case of the request.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote
from uuid import UUID

from azgreen_emulator.arm import errors

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from azgreen_emulator.arm.call import Route

_VERSION = re.compile(r"\d{4}-\d{2}-\d{2}(-[a-z]+)?")
_PROVIDERS = "providers"
_SCOPE = "{+scope}"
_SHORTEST_SCOPE = 2  # /subscriptions/{id}


class Router:
    """All operations, by path."""

    def __init__(self, routes: Sequence[Route], locations: Callable[[], Sequence[str]]) -> None:
        self._routes = [(_segments(route.path), route) for route in routes]
        self._locations = locations

    def match(self, method: str, raw_path: str, version: str) -> tuple[Route, dict[str, str]]:
        """Find the operation that a path names, and the names in the path."""
        parts = _segments(raw_path)
        found = [
            (route, params)
            for pattern, route in self._routes
            if (params := _params(pattern, parts)) is not None
        ]
        if not found:
            raise self._unknown(parts, version)
        for route, params in found:
            if route.method == method:
                return route, params
        raise errors.method_not_allowed(method, sorted({route.method for route, _ in found}))

    def check_version(self, route: Route, version: str, location: str) -> None:
        """Refuse a version that the type does not have."""
        if version.lower() in route.versions:
            return
        namespace, _, kind = route.type.partition("/")
        if namespace == "Microsoft.Resources" or not _VERSION.fullmatch(version.lower()):
            raise errors.invalid_api_version(version, route.versions)
        raise errors.no_registered_provider(
            kind, version, location, route.versions, self._locations()
        )

    def _unknown(self, parts: Sequence[str], version: str) -> errors.ArmError:
        low = [part.lower() for part in parts]
        if _PROVIDERS not in low[:-1]:
            return errors.missing_subscription()
        at = len(low) - 1 - low[::-1].index(_PROVIDERS)
        namespace = parts[at + 1]
        types = {route.type for _, route in self._routes}
        known = {name.partition("/")[0].lower(): name.partition("/")[0] for name in types}
        if namespace.lower() not in known:
            return errors.invalid_namespace(namespace)
        versions = {
            each
            for _, route in self._routes
            if route.type.lower().startswith(namespace.lower() + "/")
            for each in route.versions
        }
        kind = "/".join(parts[at + 2 :: 2]) or namespace
        return errors.invalid_type(known[namespace.lower()], kind, version, sorted(versions))


def check_subscription(params: Mapping[str, str]) -> None:
    """Refuse a subscription id that is no GUID; every GUID is a subscription here."""
    text = params.get("subscriptionId")
    if text is None:
        return
    try:
        good = str(UUID(text)) == text.lower()
    except ValueError:
        good = False
    if not good:
        raise errors.invalid_subscription(text)


def _segments(path: str) -> list[str]:
    return [unquote(part) for part in path.split("/") if part]


def _params(pattern: Sequence[str], parts: Sequence[str]) -> dict[str, str] | None:
    if pattern[:1] == [_SCOPE]:
        return _below_scope(pattern[1:], parts)
    if len(pattern) != len(parts):
        return None
    params: dict[str, str] = {}
    for want, have in zip(pattern, parts, strict=True):
        if want.startswith("{"):
            params[want[1:-1]] = have
        elif want.lower() != have.lower():
            return None
    return params


def _below_scope(pattern: Sequence[str], parts: Sequence[str]) -> dict[str, str] | None:
    """Match the end of a path; what comes before it is the resource that it hangs on."""
    if len(parts) < len(pattern) + _SHORTEST_SCOPE:
        return None
    params = _params(pattern, parts[-len(pattern) :])
    if params is None:
        return None
    scope = parts[: -len(pattern)]
    if scope[0].lower() == "subscriptions":
        params["subscriptionId"] = scope[1]
    return params | {"scope": "/" + "/".join(scope)}

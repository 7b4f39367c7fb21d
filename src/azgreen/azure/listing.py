"""What is there in a subscription that has a size, in the words of azure-native?

Versions of the interface are those that the local Azure is held to (`emulator/COVERAGE.md`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from azgreen.azure.failing import NO_ANSWER
from azgreen.errors import EngineError
from azgreen.preflight import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from azgreen.azure.client import ManagementClient
    from azgreen.preflight import Json

ROLE: Final = "Monitoring Reader"
SETTINGS: Final = "throughputSettings"
"""Where what Azure answers of a throughput is kept beside a resource's inputs."""

_SUBSCRIPTIONS: Final = "2022-12-01"
_MODELS: Final = "2025-06-01"
_MACHINES: Final = "2025-12-01"
_AUTOSCALE: Final = "2022-10-01"
_CACHES: Final = "2025-07-01"
_DATABASES: Final = "2025-10-15"
_SEARCH: Final = "2025-05-01"
_FORBIDDEN: Final = 403
_NO_OFFER: Final = (400, 404)
"""What is serverless, and what shares its database's throughput."""

_THROUGHPUT: Final = ("throughput", "autoscaleSettings")


class Listed(NamedTuple):
    """One resource that is deployed."""

    id: str
    props: Mapping[str, Any]
    """As azure-native's inputs: what Azure keeps under `properties` is beside the rest, except
    where azure-native calls it so as well."""


@dataclass(frozen=True)
class Missing:
    """Something that could not be listed."""

    what: str
    why: str


def subscriptions(client: ManagementClient) -> dict[str, str]:
    """Return the name of each subscription that the caller sees, by its id.

    Raises:
        EngineError: nobody answers.
    """
    try:
        found = client.listed("/subscriptions", _SUBSCRIPTIONS)
    except RefusedError as error:
        fix = "name those that you mean with --subscription"
        told = f"subscriptions cannot be listed: {error.code}: {error.message}; {fix}"
        raise EngineError(told) from error
    return {str(item["subscriptionId"]): str(item.get("displayName") or "") for item in found}


def listed(client: ManagementClient, subscription: str) -> tuple[list[Listed], list[Missing]]:
    """List what has a size in a subscription, and say what could not be listed.

    Raises:
        EngineError: nobody answers.
    """
    found, missing = list[Listed](), list[Missing]()
    for type_, list_all in _KINDS.items():
        try:
            found += list_all(client, f"/subscriptions/{subscription}/providers/{type_}")
        except RefusedError as error:
            if error.status == NO_ANSWER:
                raise EngineError(f"{type_} cannot be listed: {error.message}") from error
            missing.append(Missing(type_, _reason(error)))
    if len(missing) == len(_KINDS) and len({each.why for each in missing}) == 1:
        missing = [Missing("all of it", missing[0].why)]
    return found, missing


def _reason(error: RefusedError) -> str:
    if error.status != _FORBIDDEN:
        return f"{error.code} ({error.status}): {error.message}"
    return f"{error.code} ({error.status}); needs the role {ROLE!r} on the subscription"


def _models(client: ManagementClient, path: str) -> Iterator[Listed]:
    for account in client.listed(path, _MODELS):
        yield _as_it_is(account)
        yield from map(_as_it_is, client.listed(f"{account['id']}/deployments", _MODELS))


def _machines(client: ManagementClient, path: str) -> Iterator[Listed]:
    for workspace in client.listed(path, _MACHINES):
        for endpoint in client.listed(f"{workspace['id']}/onlineEndpoints", _MACHINES):
            deployments = client.listed(f"{endpoint['id']}/deployments", _MACHINES)
            yield from map(_as_it_is, deployments)


def _settings(client: ManagementClient, path: str) -> Iterator[Listed]:
    yield from map(_flat, client.listed(path, _AUTOSCALE))


def _caches(client: ManagementClient, path: str) -> Iterator[Listed]:
    yield from map(_flat, client.listed(path, _CACHES))


def _search(client: ManagementClient, path: str) -> Iterator[Listed]:
    yield from map(_flat, client.listed(path, _SEARCH))


def _databases(client: ManagementClient, path: str) -> Iterator[Listed]:
    for account in client.listed(path, _DATABASES):
        yield _flat(account)
        for database in client.listed(f"{account['id']}/sqlDatabases", _DATABASES):
            yield _with_throughput(client, database)
            for container in client.listed(f"{database['id']}/containers", _DATABASES):
                yield _with_throughput(client, container)


def _with_throughput(client: ManagementClient, body: Json) -> Listed:
    """Add what azure-native calls `options`, where it has throughput of its own."""
    flat = _flat(body)
    try:
        settings = client.get(f"{body['id']}/throughputSettings/default", _DATABASES)
    except RefusedError as error:
        if error.status in _NO_OFFER:
            return flat
        raise
    resource = settings["properties"]["resource"]
    options = {key: resource[key] for key in _THROUGHPUT if resource.get(key)}
    if "autoscaleSettings" in options:
        options.pop("throughput", None)
    return Listed(flat.id, {**flat.props, "options": options, SETTINGS: settings})


def _as_it_is(body: Json) -> Listed:
    return Listed(str(body["id"]), body)


def _flat(body: Json) -> Listed:
    inner: Json = body.get("properties") or {}
    outer = {key: value for key, value in body.items() if key != "properties"}
    return Listed(str(body["id"]), {**inner, **outer})


_KINDS: Final[Mapping[str, Callable[[ManagementClient, str], Iterator[Listed]]]] = {
    "Microsoft.CognitiveServices/accounts": _models,
    "Microsoft.MachineLearningServices/workspaces": _machines,
    "Microsoft.Insights/autoscaleSettings": _settings,
    "Microsoft.Cache/redisEnterprise": _caches,
    "Microsoft.DocumentDB/databaseAccounts": _databases,
    "Microsoft.Search/searchServices": _search,
}

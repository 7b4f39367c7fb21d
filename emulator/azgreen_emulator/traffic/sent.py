"""Which series does a resource send of a metric, by the load that is on it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from azgreen.errors import AzgreenError
from azgreen_emulator.traffic import by_cluster, by_gateway, by_online, by_store, by_tokens
from azgreen_emulator.traffic.placed import placed, placed_under
from azgreen_emulator.traffic.samples import Series
from azgreen_emulator.traffic.size import COGNITIVE, CONTAINER, GATEWAY, ONLINE, REDIS, SEARCH

if TYPE_CHECKING:
    from collections.abc import Callable

    from azgreen_emulator.arm.records import Record
    from azgreen_emulator.store import Store
    from azgreen_emulator.traffic.placed import Placed

    Source = Callable[[Placed, int], dict[str, list[Series]]]

RATES: Final = frozenset(
    {
        "requestsperminute",
        "connectionsactive",
        "newconnectionspersecond",
        "networkbytes",
        "deploymentcapacity",
    }
)
"""Metrics whose combinations of dimensions add up; lower case."""

_ENDPOINT: Final = "Microsoft.MachineLearningServices/workspaces/onlineEndpoints"
_ACCOUNT: Final = "Microsoft.CognitiveServices/accounts"
_DATABASES: Final = "Microsoft.DocumentDB/databaseAccounts"


@dataclass(frozen=True)
class _From:
    """Where the metrics of a resource type come from."""

    type: str
    """What the loads are on: the resource itself, or what is in it."""
    source: Source


_SOURCES: Final = {
    ONLINE: _From(ONLINE, by_online.of_deployment),
    _ENDPOINT: _From(ONLINE, by_online.of_endpoint),
    _ACCOUNT: _From(COGNITIVE, by_tokens.of_account),
    REDIS: _From(REDIS, by_store.of_redis),
    _DATABASES: _From(CONTAINER, by_store.of_container),
    SEARCH: _From(SEARCH, by_gateway.of_search),
    GATEWAY: _From(GATEWAY, by_gateway.of_gateway),
}


def sent(store: Store, resource: Record, until_minute: int) -> dict[str, list[Series]]:
    """Return every series up to a minute since 1970, by the metric's name in lower case.

    What nobody can know of a resource is not there: Azure Monitor then answers without data.
    """
    if resource.type == by_cluster.WORKSPACE:
        return by_cluster.of_workspace(store, resource, until_minute)
    known = _SOURCES.get(resource.type)
    if known is None:
        return {}
    if known.type == resource.type:
        own = placed(store, resource)
        loads = [] if own is None else [own]
    else:
        loads = [item for item in placed_under(store, resource) if item.resource.type == known.type]
    found = dict[str, list[Series]]()
    for item in loads:
        for name, series in _of(known.source, item, until_minute).items():
            found.setdefault(name.lower(), []).extend(series)
    return found


def _of(source: Source, item: Placed, until_minute: int) -> dict[str, list[Series]]:
    minutes = min(item.load.steps, until_minute - item.first_minute)
    if minutes <= 0:
        return {}
    try:
        return source(item, minutes)
    except AzgreenError:
        return {}  # resized to what nothing is known of

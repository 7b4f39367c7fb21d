"""What was a search service used for: how many queries, how fast, and were some refused?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen.cli.used.place import NotLookedAtError
from azgreen.estimate.rightsizing import SearchUse

if TYPE_CHECKING:
    from azgreen.azure.metrics import Asked
    from azgreen.cli._deployed import Deployed
    from azgreen.cli.used.place import Place

TYPE: Final = "Microsoft.Search/searchServices"
_METRICS: Final = ("SearchQueriesPerSecond", "ThrottledSearchQueriesPercentage", "SearchLatency")


def asks(resource: Deployed, place: Place) -> tuple[Asked, Asked, Asked]:
    """Return the metrics of its queries, of the share that was throttled, and of their latency.

    Raises:
        NotLookedAtError: its replicas are not its own.
    """
    if resource.props["sku"]["name"] == "free":
        raise NotLookedAtError("the free tier has one replica, shared with others")
    queries, throttled, latency = (place.ask(resource.id, TYPE, name) for name in _METRICS)
    return queries, throttled, latency


def use(resource: Deployed, place: Place) -> SearchUse:
    """Return what it was used for.

    Raises:
        NotLookedAtError: its replicas are not its own.
    """
    queries, throttled, latency = (
        place.samples(place.whole(asked), asked.step_s) for asked in asks(resource, place)
    )
    need = resource.need.replicas
    return SearchUse(
        resource.name,
        resource.props["sku"]["name"],
        resource.props.get("replicaCount") or 1,
        resource.props.get("partitionCount") or 1,
        queries,
        throttled,
        latency,
        **({} if need is None else {"least_replicas": round(need)}),
    )

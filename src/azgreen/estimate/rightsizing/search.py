"""How many replicas does a search service need?

What a replica answers is published nowhere: it depends on index and queries. What was measured
tells enough. Where queries were throttled, what was answered beside them is all that there is:

    each = answered in the throttled minutes / (those minutes x replicas)

Where none was, a replica answers at least the more of what it did answer and of what it would if
it had one query at a time in hand, half of the time (our own judgement: then a queue is short):

    each = max(most that was answered / replicas, share / latency)
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from azgreen.catalog import search_sku
from azgreen.estimate.rightsizing.ladder import Ladder, Rung, climbed
from azgreen.estimate.rightsizing.stores import store_month
from azgreen.estimate.scaling.replay import LATE_BUDGET
from azgreen.estimate.sizing.inputs import Faults
from azgreen.estimate.sizing.search import REPLICAS

if TYPE_CHECKING:
    from azgreen.estimate.rightsizing.recommendation import Recommendation
    from azgreen.estimate.rightsizing.samples import Samples

_BUSY_SHARE: Final = 0.5
_SLOW_SHARE: Final = 0.95
"""Of the minutes, whose latency counts: queries that wait for each other are no slower by it."""

_NO_QUERY: Final = "no query came: the replicas are those that the SLA takes"


@dataclass(frozen=True, slots=True)
class SearchUse:
    """A search service as it was used; every measurement on the same steps."""

    resource: str
    sku: str
    replicas: int
    partitions: int
    queries_per_second: Samples
    """Those that were throttled included."""
    throttled_percent: Samples | None = None
    """Of the queries; None where it was not measured."""
    latency_s: Samples | None = None
    """Mean of the queries; None where it was not measured."""
    queries_per_second_each: float | None = None
    """What one replica answers, from a load test; from the measurements when left out."""
    least_replicas: int = REPLICAS["query"]
    """For the SLA."""
    budget: float = LATE_BUDGET

    def __post_init__(self) -> None:
        faults = Faults()
        faults.whole(replicas=self.replicas, partitions=self.partitions)
        faults.whole(least_replicas=self.least_replicas)
        faults.positive(queries_per_second_each=self.queries_per_second_each)
        faults.share(budget=self.budget)
        faults.check()


@dataclass(frozen=True, slots=True)
class Each:
    """Queries per second that a replica answers, and how one knows."""

    queries_per_second: float
    why: str


def recommended_search(use: SearchUse) -> Recommendation:
    """Return the replicas that answer the queries and keep the SLA.

    Raises:
        CatalogError: the tier is not known.
    """
    sku, each = search_sku(use.sku), each_of(use)
    most = sku.most_replicas(use.partitions)
    counts = range(min(use.least_replicas, most), most + 1)
    return climbed(
        Ladder(
            use.resource,
            "search service",
            "queries/s",
            use.queries_per_second,
            _replicas(use, use.replicas, each),
            tuple(_replicas(use, count, each) for count in counts),
            use.budget,
            # what a replica answers was measured on the same steps, as blunt as what was asked
            by_minute=False,
            notes=(each.why,),
        )
    )


def each_of(use: SearchUse) -> Each:
    """Return what one replica answers (formulas above)."""
    if use.queries_per_second_each is not None:
        told = f"a replica answers {use.queries_per_second_each:,.3g} queries/s, as it was given"
        return Each(use.queries_per_second_each, told)
    rows = _rows(use)
    asked = math.fsum(queries for queries, _ in rows)
    if not asked:
        return Each(1.0, _NO_QUERY)
    refused = math.fsum(queries * share for queries, share in rows)
    if refused > use.budget * asked:
        return _throttled(use, rows)
    return _proven(use, max(queries * (1 - share) for queries, share in rows) / use.replicas)


def _throttled(use: SearchUse, rows: list[tuple[float, float]]) -> Each:
    full = [queries * (1 - share) for queries, share in rows if queries * share > 0]
    each = math.fsum(full) / (len(full) * use.replicas)
    told = f"a replica answered {each:,.3g} queries/s in the minutes in which some were throttled"
    # all that came was throttled: whatever a replica answers, it is not enough
    return Each(each or use.budget / use.replicas, told)


def _proven(use: SearchUse, answered: float) -> Each:
    known = use.latency_s.known if use.latency_s is not None else []
    if use.latency_s is None or not any(known):
        told = f"a replica answered {answered:,.3g} queries/s without a limit; more is not proven"
        return Each(answered, told)
    latency_s = use.latency_s.percentile(_SLOW_SHARE)
    alone = _BUSY_SHARE / latency_s if latency_s else 0.0
    if answered >= alone:
        told = f"a replica answered {answered:,.3g} queries/s without a limit; more is not proven"
        return Each(answered, told)
    told = f"at {1000 * latency_s:,.3g} ms, one at a time, busy half of the time"
    return Each(alone, f"a replica answers {alone:,.3g} queries/s or more: {told}")


def _rows(use: SearchUse) -> list[tuple[float, float]]:
    """Return queries per second and the share that was throttled, of each step that has both."""
    queries = use.queries_per_second.values
    percent = use.throttled_percent
    shares = percent.values if percent is not None else (0.0,) * len(queries)
    # nothing is sent of a minute in which nothing was throttled
    return [
        (asked, (share or 0.0) / 100)
        for asked, share in zip(queries, shares, strict=True)
        if asked is not None
    ]


def _replicas(use: SearchUse, count: int, each: Each) -> Rung:
    price = search_sku(use.sku).price
    usd = None if price is None else price.usd * count * use.partitions
    size = {"replica_count": count}
    return Rung(size, count * each.queries_per_second, store_month(usd))

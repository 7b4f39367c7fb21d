"""Does a cache, in Redis or in Cosmos DB, stand ready and give no answer?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from azgreen.azure.metrics import Asked, summed
from azgreen.catalog import Spread
from azgreen.cli.waste.view import HOUR
from azgreen.estimate.inventory.services import NO_POWER, is_serverless
from azgreen.estimate.waste import Cache, Counted, Idle, idle, of_figures, of_line, without_hits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from azgreen.cli._deployed import Deployed
    from azgreen.cli.waste.view import View
    from azgreen.estimate.rightsizing import Month
    from azgreen.estimate.waste import Judged

REDIS: Final = "Microsoft.Cache/redisEnterprise"
COSMOS: Final = "Microsoft.DocumentDB/databaseAccounts"
_CONTAINER: Final = f"{COSMOS}/sqlDatabases/containers".lower()
_GATEWAY_CACHE: Final = "microsoft.apimanagement/service/caches"
_FIX: Final = "delete the cache: it is paid by the hour whether anybody asks or not"
_BY_GATEWAY: Final = (
    "gateway {} keeps answers in a Redis: if it is this one, it keeps none from then on, and every"
    " request goes to a model"
)
"""Which cache it is stands in a secret, of which an export has no text."""

_BY_REQUEST: Final = "of a serverless account only storage is paid while nobody asks; not counted"


def judge_redis(resource: Deployed, view: View) -> list[Judged]:
    """Judge a cluster by its hits; that it uses memory shows that it sends metrics."""
    hits, misses, writes, memory = (
        view.place.whole(Asked(resource.id, REDIS, name, grain=HOUR))
        for name in ("cachehits", "cachemisses", "setcommands", "usedmemory")
    )
    looked = Counted(
        ("cachehits + cachemisses", "usedmemory"),
        view.samples(summed([hits, misses])),
        view.samples(memory),
    )
    found, written = (sum(value or 0.0 for value in each.values()) for each in (hits, writes))
    takes = of_line(view.line(resource))
    fix = "; ".join([_FIX, *_gateways(view)])
    return [without_hits(Cache(view.label(resource), looked, found, written, takes, fix))]


def judge_cosmos(resource: Deployed, view: View) -> list[Judged]:
    """Judge an account by the requests to its containers; hits are no metric of Cosmos DB.

    That throughput is provisioned shows that it sends metrics; a serverless one has no such metric.
    """
    inside = [
        item
        for item in view.place.resources
        if item.id.lower().startswith(f"{resource.id.lower()}/")
    ]
    containers = {item.name.lower() for item in inside if item.type == _CONTAINER}
    if not containers:
        return []
    asked = Asked(resource.id, COSMOS, "TotalRequests", apart="CollectionName", grain=HOUR)
    own = [each for name, each in view.place.read(asked).items() if name.lower() in containers]
    alive = view.read(Asked(resource.id, COSMOS, "ProvisionedThroughput", grain=HOUR))
    requests = Counted((asked.metric, "ProvisionedThroughput"), view.samples(summed(own)), alive)
    stands = f"kept ready: {', '.join(sorted(containers))}"
    takes = _takes(resource, inside, view)
    return [idle(Idle(view.label(resource), requests, stands, takes, _FIX))]


def _gateways(view: View) -> Iterator[str]:
    """Say what becomes of the gateways that keep answers in a Redis."""
    for item in view.place.resources:
        if item.type == _GATEWAY_CACHE:
            yield _BY_GATEWAY.format(item.parent.rpartition("/")[2])


def _takes(resource: Deployed, inside: Sequence[Deployed], view: View) -> Month:
    """Return what an idle account takes: of autoscale the least, which is what idleness bills."""
    if is_serverless(resource.props):
        usd: Spread | str = _BY_REQUEST
    else:
        lines = [view.line(item) for item in (resource, *inside)]
        known = [line.usd.low for line in lines if line.usd is not None]
        missing = [line.not_known["usd"] for line in lines if line.usd is None]
        usd = missing[0] if missing else Spread.exactly(math.fsum(known))
    return of_figures({"gco2e": NO_POWER, "water_l": NO_POWER, "usd": usd})

"""What throughput has a database or container of Cosmos DB, and would serverless cost less?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from azgreen.errors import EstimateError
from azgreen.estimate.capacity import PEAK_FACTOR
from azgreen.estimate.need import Need
from azgreen.estimate.sizing.cache import DEFAULT_PAYLOAD_BYTES
from azgreen.estimate.sizing.cosmos import MOST_SERVERLESS_RU_PER_S, size_cosmos
from azgreen.estimate.sizing.money import cosmos_usd_per_h
from azgreen_policies._reading import fields, items, number

ACCOUNT: Final = ("cosmosdb", "DatabaseAccount")
DATABASE: Final = ("cosmosdb", "SqlResourceSqlDatabase")
CONTAINER: Final = ("cosmosdb", "SqlResourceSqlContainer")


@dataclass(frozen=True)
class Throughput:
    """Request units a second that are held, or up to which autoscale goes."""

    ru_per_s: float
    is_autoscale: bool

    def __str__(self) -> str:
        """Say how many, and of which kind."""
        kind = "autoscale up to" if self.is_autoscale else "provisioned"
        return f"{kind} {self.ru_per_s:,.0f} RU/s"


def throughput_of(props: Mapping[str, Any]) -> Throughput | None:
    """Return what is written; None where nothing is, as in a serverless account."""
    options = fields(props.get("options"))
    most = number(fields(options.get("autoscaleSettings")).get("maxThroughput"))
    if most is not None:
        return Throughput(most, is_autoscale=True)
    held = number(options.get("throughput"))
    return None if held is None else Throughput(held, is_autoscale=False)


def is_serverless(account: Mapping[str, Any]) -> bool:
    """Tell whether an account is paid by the request unit."""
    names = (str(fields(item).get("name")) for item in items(account.get("capabilities")))
    return any(name.lower() == "enableserverless" for name in names)


def why_serverless(held: Throughput, need: Need) -> str | None:
    """Say what serverless would cost where it carries the declared load for less; else None.

    The price of throughput that is not autoscaled is in no table here, and is above the least that
    autoscale bills for as much: that is what counts.
    """
    rate = need.requests_per_second
    if rate is None:
        return None
    shape = (round(need.entries or 1), round(need.dimensions or 1))
    writes = rate * (1 - (need.repeated_share or 0))
    try:
        size = size_cosmos(*shape, need.entry_bytes or DEFAULT_PAYLOAD_BYTES, rate, writes)
    except EstimateError:
        return None
    used = size.ru_per_s
    billed = cosmos_usd_per_h(used if held.is_autoscale else 0, held.ru_per_s, 0)
    asked = cosmos_usd_per_h(used, 0, 0)
    if used * PEAK_FACTOR > MOST_SERVERLESS_RU_PER_S or billed is None or asked is None:
        return None
    if asked[0] >= billed[1]:
        return None
    takes = f"{rate:g} requests/s take {used:,.1f} RU/s (azgreen-need)"
    return f"{takes}, {asked[0]:.4f} USD/h serverless against {billed[1]:.4f} or more"

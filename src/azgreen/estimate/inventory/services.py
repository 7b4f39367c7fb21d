"""What do caches, search services, gateways and databases cost in a month? Their power is secret.

Azure publishes the power of no size of them, so energy, carbon and water are not known of any.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from azgreen.catalog import Spread, service_price, service_prices
from azgreen.estimate.inventory.line import Line, nobody_knows, nothing_of_its_own
from azgreen.estimate.inventory.reading import amount, listed, need_of, read, text
from azgreen.estimate.sizing.cosmos import size_cosmos
from azgreen.estimate.sizing.money import AUTOSCALE_LEAST_SHARE, HOURS_PER_MONTH

if TYPE_CHECKING:
    from azgreen.catalog import ServicePrice
    from azgreen.estimate.inventory.reading import Props
    from azgreen.estimate.need import Need

NO_POWER: Final = "Azure publishes the power of no size of this service"
SERVERLESS: Final = "EnableServerless"
_ONE_NODE: Final = re.compile("disabled", re.IGNORECASE)
_ONE_REGION: Final = "one region of the account is counted; each further one takes as much again"
_HALF: Final = (1 + AUTOSCALE_LEAST_SHARE) / 2


def redis(kind: str, props: Props) -> Line:
    """Return the line of Azure Managed Redis: two nodes, unless high availability is off."""
    nodes = 1 if _ONE_NODE.fullmatch(text(props, "highAvailability")) else 2
    return _by_hour(kind, "cache", text(props, "sku", "name"), nodes)


def search(kind: str, props: Props) -> Line:
    """Return the line of Azure AI Search: replicas x partitions, one of each when left out."""
    counts = [amount(props, key) for key in ("replicaCount", "partitionCount")]
    replicas, partitions = (1.0 if count is None else count for count in counts)
    return _by_hour(kind, "search", text(props, "sku", "name"), replicas * partitions)


def gateway(kind: str, props: Props) -> Line:
    """Return the line of API Management, by its units."""
    units, sku = amount(props, "sku", "capacity"), text(props, "sku", "name")
    if sku.lower() == "consumption":
        return _priced(kind, "Consumption is paid by the call, whose price is not in the catalogue")
    return _by_hour(kind, "gateway", sku, 1.0 if units is None else units)


def cosmos_account(kind: str, props: Props) -> Line:
    """Return the line of a Cosmos DB account: the request units of serverless, else its storage.

    Provisioned throughput is on the lines of its databases and containers.
    """
    need = need_of(props)
    found = _cosmos(need, serverless=is_serverless(props))
    if isinstance(found, str):
        return _priced(kind, found)
    usd, price = found
    regions = len(listed(props, "locations")) or 1
    return _priced(kind, usd * regions, basis=(price.told, "storage without the index"))


def cosmos_throughput(kind: str, props: Props) -> Line:
    """Return the line of a database or container, which may have throughput of its own."""
    options = read(props, "options")
    most = amount({"options": options}, "options", "autoscaleSettings", "maxThroughput")
    if amount({"options": options}, "options", "throughput") is not None:
        return _priced(kind, "the price of throughput that is not autoscaled is not listed here")
    if most is None:
        told = "its throughput is its database's, or the account is serverless"
        return nothing_of_its_own(kind, told)
    price = service_price("cosmos", "autoscale")
    if price is None:
        return _priced(kind, "no price of autoscale is listed")
    full = most / 100 * price.usd * HOURS_PER_MONTH
    usd = Spread(AUTOSCALE_LEAST_SHARE * full, _HALF * full, full)
    return _priced(kind, usd, basis=(price.told,), left_out=(_ONE_REGION,))


def is_serverless(account: Props) -> bool:
    """Tell whether a Cosmos DB account is paid by the request unit."""
    names = (text(item, "name") for item in listed(account, "capabilities"))
    return any(name.lower() == SERVERLESS.lower() for name in names)


def _cosmos(need: Need, *, serverless: bool) -> tuple[Spread, ServicePrice] | str:
    if need.entries is None or need.dimensions is None or need.entry_bytes is None:
        return "neither entries, dimensions nor entry-bytes are declared, so its storage is unknown"
    rate, price = need.requests_per_second, service_price("cosmos", "storage")
    if serverless and rate is None:
        return "no requests-per-second are declared, so its request units are not known"
    if price is None:
        return "no price of storage is listed"
    writes = (rate or 0) * (1 - (need.repeated_share or 0))
    shape = (round(need.entries), round(need.dimensions), need.entry_bytes)
    size = size_cosmos(*shape, rate or 0, writes)
    if not serverless:
        return Spread.exactly(size.used_gb * price.usd), price
    if size.usd_per_h is None:
        return "no price of serverless is listed"
    return Spread.exactly(size.usd_per_h[0] * HOURS_PER_MONTH), price


def _by_hour(kind: str, service: str, item: str, count: float) -> Line:
    price = _price(service, item)
    if price is None:
        return _priced(kind, f"no price of {item or 'a size that is not stated'} is listed")
    usd = Spread.exactly(price.usd * count * HOURS_PER_MONTH)
    told = f"{count:g} x {price.usd:g} USD a {price.unit} of {price.item}; {price.told}"
    return _priced(kind, usd, basis=(told,))


def _price(service: str, item: str) -> ServicePrice | None:
    found = (each for each in service_prices() if each.service == service)
    return next((each for each in found if each.item.lower() == item.lower()), None)


def _priced(kind: str, usd: Spread | str, **more: tuple[str, ...]) -> Line:
    return Line.of(kind, {**nobody_knows(NO_POWER), "usd": usd}, **more)

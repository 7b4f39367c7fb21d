"""How much carbon does a move within 50 ms save, and how long does `place` take to be sure?

The first part is a table: for every region, the cleanest region within the limit that offers models
against staying. The second places every model under every SKU in every region, provisioned ones
and batches too, in one process after import, beside a plain enumeration with the public estimates.
"""

from __future__ import annotations

import math
import statistics
import sys
import time
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from azgreen import catalog
from azgreen.errors import InputError
from azgreen.estimate import (
    Traffic,
    embodied_gco2e,
    energy_wh,
    footprint,
    gpu_j_per_request,
    operational_gco2e,
)
from azgreen.estimate.capacity import PEAK_FACTOR
from azgreen.estimate.place import place
from azgreen.estimate.placement import NoPlaceError, Residency, Workload, decide
from azgreen.estimate.sizing import PtuLoad, size_ptu

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from azgreen.estimate import Place

LIMIT_MS = 50
"""The round trip that a move may add."""
MOST_MS = 50
"""What a placement may take."""
TODAY = date(2026, 11, 23)
TRAFFIC = Traffic(0.5, 1155, 211)  # tokens of the Azure LLM inference trace 2023, conversation
ROUNDS = 15
OFFERED = frozenset(item.region for item in catalog.offers())
_SELLING = """
australiaeast australiasoutheast belgiumcentral brazilsouth canadacentral canadaeast
centralindia centralus denmarkeast eastasia eastus eastus2 francecentral germanynorth
germanywestcentral indonesiacentral italynorth japaneast japanwest jioindiawest koreacentral
malaysiawest mexicocentral northcentralus northeurope norwayeast polandcentral qatarcentral
southafricanorth southcentralus southeastasia southindia spaincentral swedencentral
switzerlandnorth switzerlandwest uaenorth uksouth ukwest westcentralus westeurope westus westus2
westus3
"""
SELLING = frozenset(_SELLING.split())
"""Regions with a meter for any generative model: azure-genai-prices 0.2.0, 2026-08-11 (MIT)."""
EU = frozenset(item.name for item in catalog.regions() if item.data_zone == "eu")
MEASURED = frozenset(
    item.name
    for item in catalog.regions()
    if any(
        catalog.round_trip_ms(item.name, other.name) is not None
        for other in catalog.regions()
        if other != item
    )
)


def main() -> int:
    """Print both parts; exit code 1 where what is to be reached is not, or a choice is not best."""
    print(f"best region within {LIMIT_MS} ms (median round trip) against staying, grid of 2025")
    print(f"  {'homes':44s}   n  move  mean cut  any distance  to reach")
    reached = _row("sell generative models, with round trips", SELLING & MEASURED, SELLING, 0.45)
    reached &= _row("EU, the same", SELLING & MEASURED & EU, SELLING & EU, 0.75)
    _row("offer models of the catalogue, with round trips", OFFERED & MEASURED, OFFERED, None)
    _row("offer models, all (no round trip: stay)", OFFERED, OFFERED, None)
    _row("of Azure with published round trips", MEASURED, OFFERED, None)
    _row("EU, offer models, with round trips", OFFERED & MEASURED & EU, OFFERED & EU, None)
    _row("EU, those of them that can move", _movers(OFFERED & MEASURED & EU), OFFERED & EU, None)
    _row("EU, every region with round trips", MEASURED & EU, OFFERED & EU, None)
    print("  chosen by the mean of a geography's regions, as one figure for a country would:")
    _row("offer models, with published round trips", OFFERED & MEASURED, OFFERED, None, _geography)
    return 0 if _speed() and reached else 1


def _row(
    name: str,
    homes: Iterable[str],
    targets: frozenset[str],
    reach: float | None,
    choose_by: Callable[[str], float] | None = None,
) -> bool:
    pairs = [(_grid(home), _grid(_best(home, targets, choose_by or _grid))) for home in homes]
    mean = statistics.fmean(1 - there / here for here, there in pairs)
    cleanest = min(map(_grid, targets))
    bound = statistics.fmean(1 - min(cleanest, here) / here for here, _ in pairs)
    moved = sum(there != here for here, there in pairs)
    wanted = "" if reach is None else f"{reach:8.0%}"
    print(f"  {name:44s} {len(pairs):3d} {moved:5d} {mean:9.1%} {bound:13.1%} {wanted}")
    # the figures to reach are whole per cents
    return reach is None or round(mean, 2) >= reach


def _movers(homes: Iterable[str]) -> list[str]:
    return [home for home in homes if _best(home, OFFERED & EU, _grid) != home]


def _best(home: str, targets: frozenset[str], value: Callable[[str], float]) -> str:
    """Return the least by `value` within the limit; the home where nothing is less."""

    def trip_ms(name: str) -> float:
        known = catalog.round_trip_ms(home, name)
        return math.inf if known is None else known

    near = [name for name in {*targets, home} if trip_ms(name) <= LIMIT_MS]
    return min(near, key=lambda name: (value(name), trip_ms(name), name))


def _grid(name: str) -> float:
    return catalog.region(name).grid_gco2e_per_kwh


def _geography(name: str) -> float:
    """Return the mean of a geography's regions: what is left when its grids are not told apart."""
    land = catalog.region(name).geography
    same = [item for item in catalog.regions() if item.geography == land]
    return statistics.fmean(item.grid_gco2e_per_kwh for item in same)


def _speed() -> bool:
    names = tuple(item.name for item in catalog.models())
    everything = Workload("all", TRAFFIC, names, from_region="westeurope")
    every_way = replace(everything, skus=catalog.deployable_skus())
    cases = {
        "no constraint": everything,
        "within 50 ms": replace(everything, max_round_trip_ms=50),
        "EU, 300 USD": replace(
            everything, residency=Residency(frozenset({"eu"})), max_usd_per_month=300
        ),
        "provisioned": replace(everything, skus=catalog.PTU_SKUS, max_round_trip_ms=50),
        "every way": every_way,
        "20,000 USD": replace(every_way, max_usd_per_month=20_000),
    }
    offers = len({(o.model, o.sku, o.region) for o in catalog.deployable_offers()})
    counts = (len(catalog.regions()), len(catalog.deployable_skus()), len(names))
    print("\nplace: {} regions x {} SKUs x {} models".format(*counts))
    print(f"  ({offers} offers); ms, median of {ROUNDS}; the first reads the tables too")
    good = [_raced(name, workload) for name, workload in cases.items()]
    return all(good)


def _raced(name: str, workload: Workload) -> bool:
    times_ms = [_timed_ms(workload) for _ in range(ROUNDS)]
    start = time.perf_counter()
    best = _enumerated(workload)
    slow_ms = (time.perf_counter() - start) * 1000
    chosen, middle = _chosen(workload), statistics.median(times_ms)
    same = math.isclose(chosen, best, rel_tol=1e-9)
    said = "the same choice" if same else f"NOT the best: {chosen:.6g} over {best:.6g} g"
    print(
        f"  {name:14s} first {times_ms[0]:6.1f}  median {middle:5.1f}  to reach < {MOST_MS}", end=""
    )
    print(f"  enumeration {slow_ms:7.0f}: {said}")
    return same and middle < MOST_MS


def _timed_ms(workload: Workload) -> float:
    start = time.perf_counter()
    decide(workload, today=TODAY)
    return (time.perf_counter() - start) * 1000


def _chosen(workload: Workload) -> float:
    try:
        carbon = decide(workload, today=TODAY).choice.gco2e_per_month
    except NoPlaceError:
        return math.inf
    return math.inf if carbon is None else carbon.mid


def _enumerated(workload: Workload) -> float:
    """Return the least gCO2e a month over everything that is offered, one estimate each."""
    least = math.inf
    for offer in catalog.deployable_offers():
        if offer.sku in workload.skus and _is_served(workload, offer):
            month = _month(workload, offer)
            if month is not None and _holds(workload, offer, month[0], month[2]):
                least = min(least, month[1])
    return least


def _is_served(workload: Workload, offer: catalog.Offer) -> bool:
    model, quota = catalog.model(offer.model), catalog.quota_units(offer.model, offer.sku)
    here = catalog.deployable_offers(offer.model, offer.sku, offer.region)
    default = [item.version for item in here if item.version == model.version]
    told = catalog.retirement(model.name, default[0] if default else here[-1].version)
    ends = [model.retires_on, None if told is None else told.retires_on]
    alive = all(end is None or end > TODAY for end in ends)
    enough = quota is None or quota >= _needed(workload.traffic, offer.sku)
    return alive and enough and model.active_params_b is not None


def _needed(traffic: Traffic, sku: str) -> int:
    """Return thousands of tokens: of the busiest minute, or those that a day puts into a queue."""
    if sku in catalog.BATCH_SKUS:
        return math.ceil(86.4 * traffic.requests_per_second * traffic.input_tokens)
    return math.ceil(PEAK_FACTOR * traffic.tokens_per_minute / 1000)


def _month(workload: Workload, offer: catalog.Offer) -> tuple[Place, float, float | None] | None:
    """Return the place, gCO2e and USD of a month; None where PTUs cannot be computed."""
    traffic, requests = workload.traffic, workload.requests_per_month
    if offer.sku not in catalog.PTU_SKUS:
        made = footprint(offer.model, offer.sku, offer.region, traffic)
        usd = None if made.usd is None else made.usd.mid * requests / 1000
        return made.place, made.gco2e.mid * requests / 1000, usd
    a_minute = 60 * PEAK_FACTOR * traffic.requests_per_second
    load = PtuLoad(a_minute, traffic.input_tokens, traffic.output_tokens)
    try:
        size = size_ptu(offer.model, offer.sku, load, offer.region)
    except InputError:
        return None
    where = place(offer)
    gpu_j = gpu_j_per_request(catalog.model(offer.model), traffic) * requests
    used = operational_gco2e(energy_wh(gpu_j), where.pue, where.grid_gco2e_per_kwh)
    return where, (used + embodied_gco2e(gpu_j)).mid, size.money.usd_per_month(size.ptu)


def _holds(workload: Workload, offer: catalog.Offer, where: Place, usd: float | None) -> bool:
    home = catalog.region(offer.region)
    rule, limit, most = workload.residency, workload.max_usd_per_month, workload.max_round_trip_ms
    zone = home.data_zone if offer.sku.startswith("DataZone") else "none"
    pinned = where.region_is_pinned
    stays = rule is None or zone in rule.data_zones or (pinned and rule.allows(home))
    cheap = limit is None or (usd is not None and usd <= limit)
    if most is None:
        return stays and cheap
    first = catalog.round_trip_ms(str(workload.from_region), offer.region)
    legs = [catalog.round_trip_ms(offer.region, item.name) for item in where.regions]
    near = all(first is not None and leg is not None and first + leg <= most for leg in legs)
    return stays and cheap and near and offer.sku not in catalog.BATCH_SKUS


if __name__ == "__main__":
    sys.exit(main())

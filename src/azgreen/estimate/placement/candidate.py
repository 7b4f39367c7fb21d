"""What would it emit and cost, and how far away would it be, if a model were deployed so?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from azgreen.catalog import (
    BATCH,
    PROVISIONED,
    Spread,
    models,
    price,
    ptu_price,
    region,
    retirement,
    round_trip_ms,
    way_of,
)
from azgreen.catalog import model as model_named
from azgreen.errors import EstimateError
from azgreen.estimate.carbon import embodied_gco2e, operational_gco2e
from azgreen.estimate.cost import cost_usd
from azgreen.estimate.energy import energy_wh, gpu_j_per_request
from azgreen.estimate.placement.need import Needs
from azgreen.estimate.placement.pools import Pools
from azgreen.estimate.sizing import HOURS_PER_MONTH

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from azgreen.catalog import Offer, Price, Region
    from azgreen.estimate.grid import Grid
    from azgreen.estimate.place import Place
    from azgreen.estimate.placement.need import Need
    from azgreen.estimate.placement.pools import Pool
    from azgreen.estimate.placement.supply import Supply
    from azgreen.estimate.placement.workload import Workload

_DATA_ZONE = "DataZone"
_Trip = tuple[Spread | None, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One offer and what the workload would be there; None stands for what is not known."""

    offer: Offer
    region: Region
    place: Place
    grid_gco2e_per_kwh: Spread
    gco2e_per_month: Spread | None
    usd_per_month: float | None
    round_trip_ms: Spread | None
    """From the callers over the account's region to where tokens may be made: least, mean, most.

    None for a batch, whose answers nobody waits for."""
    unmeasured: tuple[str, ...]
    """Where tokens may be made although no round trip to there is published."""
    need: Need
    free_units: int | None
    """Capacity that the subscription has left, in the unit of `need`."""
    retired: bool

    @property
    def sku(self) -> str:
        """SKU of the deployment."""
        return self.offer.sku

    @property
    def model(self) -> str:
        """Model of the deployment."""
        return self.offer.model

    @property
    def yearly_grid_gco2e_per_kwh(self) -> Spread:
        """Grid of the yearly averages, whatever was read: what a limit of the grid is held to."""
        return self.place.yearly_grid_gco2e_per_kwh if self.place.grid else self.grid_gco2e_per_kwh

    @property
    def data_zone(self) -> str | None:
        """The data zone that its tokens do not leave although their region is not known."""
        return self.region.data_zone if self.sku.startswith(_DATA_ZONE) else None


class Candidates:
    """Joins offers with grid, price, round trip and quota; what repeats is computed once."""

    def __init__(
        self, workload: Workload, supply: Supply, today: date, grid: Grid | None = None
    ) -> None:
        self._workload, self._supply, self._today = workload, supply, today
        self._pools = Pools(supply.offers, grid or {})
        self._carbon: dict[tuple[str, Pool], Spread | None] = {}
        self._energy: dict[str, tuple[Spread, Spread] | None] = {}
        self._usd: dict[Price | None, float | None] = {}
        self._trips: dict[tuple[str, Pool], _Trip] = {}
        self._needs = Needs(workload.traffic)
        self._offers = _one_version(supply.offers)

    def all(self) -> tuple[Candidate, ...]:
        """Return one candidate for each model, SKU and region that is offered as is accepted.

        Accepted are the ways of the workload's SKUs: by the token, in batches, provisioned.
        """
        ways = self._workload.ways
        return tuple(self._candidate(item) for item in self._offers if way_of(item.sku) in ways)

    def other(self, but: Collection[str] = ()) -> tuple[Candidate, ...]:
        """Return the candidates of the other ways, without those in the regions `but`."""
        ways = self._workload.ways
        found = (item for item in self._offers if item.region not in but)
        return tuple(self._candidate(item) for item in found if way_of(item.sku) not in ways)

    def _candidate(self, offer: Offer) -> Candidate:
        pool = self._pools.of(offer)
        carbon = (offer.model, pool)
        if carbon not in self._carbon:
            self._carbon[carbon] = self._gco2e_per_month(offer.model, pool)
        waits = way_of(offer.sku) == BATCH
        trip, unmeasured = (None, ()) if waits else self._round_trip(offer.region, pool)
        need = self._needs.of(offer.model, offer.sku)
        return Candidate(
            offer=offer,
            region=region(offer.region),
            place=pool.place,
            grid_gco2e_per_kwh=pool.grid_gco2e_per_kwh,
            gco2e_per_month=self._carbon[carbon],
            usd_per_month=self._usd_per_month(offer, need),
            round_trip_ms=trip,
            unmeasured=unmeasured,
            need=need,
            free_units=self._supply.free(offer),
            retired=_retired(offer.model, offer.version, self._today),
        )

    def _gco2e_per_month(self, model: str, pool: Pool) -> Spread | None:
        if model not in self._energy:
            self._energy[model] = self._of_model(model)
        known = self._energy[model]
        if known is None:
            return None
        energy, embodied = known
        return operational_gco2e(energy, pool.place.pue, pool.grid_gco2e_per_kwh) + embodied

    def _of_model(self, name: str) -> tuple[Spread, Spread] | None:
        """Return Wh and embodied gCO2e a month; None where the size of the model is not known."""
        try:
            gpu_j = gpu_j_per_request(model_named(name), self._workload.traffic)
        except EstimateError:
            return None
        monthly = gpu_j * self._workload.requests_per_month
        return energy_wh(monthly), embodied_gco2e(monthly)

    def _usd_per_month(self, offer: Offer, need: Need) -> float | None:
        """Return the list price of the traffic, or of its PTUs, which cost the same when idle.

        Without cache hits, which nobody can promise.
        """
        if way_of(offer.sku) == PROVISIONED:
            hourly = ptu_price(offer.sku, offer.region)
            if hourly is None or need.units is None:
                return None
            return need.units * hourly.usd_per_ptu_hour * HOURS_PER_MONTH
        listed = price(offer.model, offer.sku, offer.region)
        if listed not in self._usd:
            thousand = cost_usd(listed, self._workload.traffic)
            thousands = self._workload.requests_per_month / 1000
            self._usd[listed] = None if thousand is None else thousand.mid * thousands
        return self._usd[listed]

    def _round_trip(self, home: str, pool: Pool) -> _Trip:
        start = self._workload.from_region
        if start is None:
            return None, ()
        if (home, pool) not in self._trips:
            there = _trip_ms(start, home)
            legs = {name: _trip_ms(home, name) for name in pool.names}
            known = [there + leg for leg in legs.values() if there is not None and leg is not None]
            unknown = tuple(name for name in legs if there is None or legs[name] is None)
            self._trips[home, pool] = (Spread.over(known) if known else None, unknown)
        return self._trips[home, pool]


def _one_version(supplied: Iterable[Offer]) -> list[Offer]:
    """Return for each model, SKU and region the default version, else the newest."""
    default = {item.name: item.version for item in models()}
    newest: dict[tuple[str, str, str], Offer] = {}
    for item in sorted(supplied, key=lambda item: item.version):
        key = (item.model, item.sku, item.region)
        if key not in newest or newest[key].version != default[item.model]:
            newest[key] = item
    return list(newest.values())


@cache
def _retired(name: str, version: str, today: date) -> bool:
    ends, announced = model_named(name).retires_on, retirement(name, version)
    gone = ends is not None and ends <= today
    return gone or (announced is not None and announced.is_retired(today))


_trip_ms = cache(round_trip_ms)

"""What would it emit and cost, and how far away would it be, if a model were deployed so?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from azgreen.catalog import (
    Spread,
    models,
    offers,
    price,
    region,
    retirement,
    round_trip_ms,
)
from azgreen.catalog import model as model_named
from azgreen.errors import EstimateError
from azgreen.estimate.carbon import embodied_gco2e, operational_gco2e
from azgreen.estimate.cost import cost_usd
from azgreen.estimate.energy import energy_wh, gpu_j_per_request
from azgreen.estimate.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from azgreen.catalog import Offer, Price, Region
    from azgreen.estimate.grid import Grid
    from azgreen.estimate.placement.supply import Supply
    from azgreen.estimate.placement.workload import Workload

_GLOBAL, _DATA_ZONE = "Global", "DataZone"
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
    """From the callers over the account's region to where tokens may be made: least, mean, most."""
    unmeasured: tuple[str, ...]
    """Where tokens may be made although no round trip to there is published."""
    free_ktpm: int | None
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
        self._grid = grid or {}
        self._pools: dict[tuple[str, str, str | None], Place] = {}
        self._grids: dict[tuple[str, ...], Spread] = {}
        self._carbon: dict[tuple[str, tuple[str, ...]], Spread | None] = {}
        self._energy: dict[str, tuple[Spread, Spread] | None] = {}
        self._usd: dict[Price | None, float | None] = {}
        self._trips: dict[tuple[str, tuple[str, ...]], _Trip] = {}
        self._serving = _serving(supply.offers)

    def all(self) -> tuple[Candidate, ...]:
        """Return one candidate for each model, SKU and region that is offered."""
        return tuple(self._candidate(offer) for offer in _one_version(self._supply.offers))

    def _candidate(self, offer: Offer) -> Candidate:
        home, where = region(offer.region), self._place(offer)
        names = tuple(item.name for item in where.regions)
        if names not in self._grids:
            self._grids[names] = where.grid_gco2e_per_kwh
        if (offer.model, names) not in self._carbon:
            self._carbon[offer.model, names] = self._gco2e_per_month(offer, where, names)
        trip, unmeasured = self._round_trip(home.name, names)
        return Candidate(
            offer=offer,
            region=home,
            place=where,
            grid_gco2e_per_kwh=self._grids[names],
            gco2e_per_month=self._carbon[offer.model, names],
            usd_per_month=self._usd_per_month(offer),
            round_trip_ms=trip,
            unmeasured=unmeasured,
            free_ktpm=self._supply.free(offer),
            retired=_retired(offer.model, offer.version, self._today),
        )

    def _place(self, offer: Offer) -> Place:
        """Return where the tokens may be made, as `estimate.place` does, without its searching."""
        home = region(offer.region)
        pooled = offer.sku.startswith((_GLOBAL, _DATA_ZONE))
        zone = home.data_zone if offer.sku.startswith(_DATA_ZONE) else None
        key = (offer.model, offer.sku, zone) if pooled else ("", "", home.name)
        if key not in self._pools:
            names = sorted(self._serving[offer.model, offer.sku]) if pooled else [home.name]
            found = [region(name) for name in names]
            if zone is not None:
                found = [item for item in found if item.data_zone == zone]
            self._pools[key] = Place(tuple(found), region_is_pinned=not pooled, grid=self._grid)
        return self._pools[key]

    def _gco2e_per_month(self, offer: Offer, where: Place, names: tuple[str, ...]) -> Spread | None:
        if offer.model not in self._energy:
            self._energy[offer.model] = self._of_model(offer.model)
        known = self._energy[offer.model]
        if known is None:
            return None
        energy, embodied = known
        return operational_gco2e(energy, where.pue, self._grids[names]) + embodied

    def _of_model(self, name: str) -> tuple[Spread, Spread] | None:
        """Return Wh and embodied gCO2e a month; None where the size of the model is not known."""
        try:
            gpu_j = gpu_j_per_request(model_named(name), self._workload.traffic)
        except EstimateError:
            return None
        monthly = gpu_j * self._workload.requests_per_month
        return energy_wh(monthly), embodied_gco2e(monthly)

    def _usd_per_month(self, offer: Offer) -> float | None:
        """Return the list price of the traffic; without cache hits, which nobody can promise."""
        listed = price(offer.model, offer.sku, offer.region)
        if listed not in self._usd:
            thousand = cost_usd(listed, self._workload.traffic)
            thousands = self._workload.requests_per_month / 1000
            self._usd[listed] = None if thousand is None else thousand.mid * thousands
        return self._usd[listed]

    def _round_trip(self, home: str, names: tuple[str, ...]) -> _Trip:
        start = self._workload.from_region
        if start is None:
            return None, ()
        if (home, names) not in self._trips:
            there = _trip_ms(start, home)
            legs = {name: _trip_ms(home, name) for name in names}
            known = [there + leg for leg in legs.values() if there is not None and leg is not None]
            unknown = tuple(name for name in names if there is None or legs[name] is None)
            self._trips[home, names] = (Spread.over(known) if known else None, unknown)
        return self._trips[home, names]


def _serving(supplied: Iterable[Offer]) -> dict[tuple[str, str], set[str]]:
    """Return the regions among which Azure may choose, by model and SKU.

    The whole catalogue's, because a pool does not shrink where one subscription has no quota.
    """
    serving: dict[tuple[str, str], set[str]] = {}
    for item in (*offers(), *supplied):
        serving.setdefault((item.model, item.sku), set()).add(item.region)
    return serving


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

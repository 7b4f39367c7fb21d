"""What do a deployment's requests cost the climate, and the budget?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from azgreen.catalog import Spread, models, offers, price
from azgreen.catalog import model as model_named
from azgreen.catalog import offer as offer_named
from azgreen.errors import EstimateError, Fault, InputError
from azgreen.estimate.carbon import embodied_gco2e, operational_gco2e, water_l
from azgreen.estimate.cost import cost_usd
from azgreen.estimate.energy import BATCH_SIZES, energy_wh, gpu_j_per_request
from azgreen.estimate.place import place

if TYPE_CHECKING:
    from datetime import date

    from azgreen.catalog import Offer, Price
    from azgreen.estimate.grid import Grid
    from azgreen.estimate.place import Place
    from azgreen.estimate.traffic import Traffic

DEFAULT_REGION = "eastus"
"""Where a deployment lands when nobody chooses: the region of Azure's own first examples."""

_DEFAULT_SKUS = ("Standard", "GlobalStandard")
_SHOWN = (
    "model",
    "version",
    "model_source",
    "sku",
    "region",
    "region_is_pinned",
    "requests",
    "grid_gco2e_per_kwh",
    "grid_year",
    "grid_source",
    "pue",
    "energy_wh",
    "operational_gco2e",
    "embodied_gco2e",
    "gco2e",
    "usd",
    "usd_source",
    "water_l",
)


@dataclass(frozen=True, slots=True)
class Footprint:
    """Energy, carbon, cost and water of `requests` requests; None stands for what is not known."""

    model: str
    version: str
    model_source: str
    sku: str
    region: str
    requests: int
    traffic: Traffic
    place: Place
    price: Price | None
    energy_wh: Spread
    operational_gco2e: Spread
    embodied_gco2e: Spread
    water_l: Spread | None

    @property
    def region_is_pinned(self) -> bool:
        """Whether the tokens are made in `region` and nowhere else."""
        return self.place.region_is_pinned

    @property
    def grid_gco2e_per_kwh(self) -> Spread:
        """Grid intensity of the regions that may serve, gCO2e/kWh, location-based."""
        return self.place.grid_gco2e_per_kwh

    @property
    def grid_year(self) -> int:
        """Year of the oldest grid intensity that went in."""
        return self.place.grid_year

    @property
    def grid_source(self) -> str:
        """Source of the grid intensity, with the year or the moment."""
        return self.place.grid_source

    @property
    def pue(self) -> Spread:
        """PUE of the regions that may serve; `energy_wh` is IT energy, before it."""
        return self.place.pue

    @property
    def gco2e(self) -> Spread:
        """Operational and embodied carbon together, gCO2e."""
        return self.operational_gco2e + self.embodied_gco2e

    @property
    def usd(self) -> Spread | None:
        """List price of the requests in USD; None where no meter is listed."""
        return cost_usd(self.price, self.traffic, self.requests)

    @property
    def usd_as_of(self) -> date | None:
        """Date of the price."""
        return None if self.price is None else self.price.as_of

    @property
    def usd_source(self) -> str | None:
        """Source of the price."""
        return None if self.price is None else self.price.source

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys."""
        values: dict[str, Any] = {name: getattr(self, name) for name in _SHOWN}
        values |= {name: getattr(self.traffic, name) for name in ("input_tokens", "output_tokens")}
        values["pue_source"] = self.place.pue_source
        read = self.place.grid_as_of
        values["grid_as_of"] = None if read is None else read.isoformat()
        values["usd_as_of"] = None if self.usd_as_of is None else self.usd_as_of.isoformat()
        return {
            name: value.as_dict() if isinstance(value, Spread) else value
            for name, value in values.items()
        }

    def explain(self) -> list[str]:
        """Say how the numbers came about: formula, inputs and sources, one thing a line."""
        where = "in the region" if self.region_is_pinned else "in any region of its pool"
        tokens = f"{self.traffic.input_tokens:g} tokens in and {self.traffic.output_tokens:g} out"
        batches = " / ".join(map(str, BATCH_SIZES))
        return [
            f"{self.requests} requests of {tokens}",
            f"{self.model} {self.version} under {self.sku} in {self.region}: runs {where}",
            f"model {self.model_source}",
            f"energy: {self.energy_wh} Wh = (decode + prefill) x host overhead, before PUE",
            f"energy source: fit to ML.ENERGY v3.0 (NVIDIA H100) at batch {batches}",
            f"grid: {self.grid_gco2e_per_kwh} gCO2e/kWh; {self.grid_source}",
            f"PUE: {self.pue}; {self.place.pue_source}",
            f"use: {self.operational_gco2e} gCO2e = energy x PUE x grid, location-based",
            f"hardware: {self.embodied_gco2e} gCO2e = GPU seconds x embodied carbon / service life",
            f"total: {self.gco2e} gCO2e",
            *self._explain_cost(),
            *([] if self.water_l is None else [f"water on site: {self.water_l} L = energy x WUE"]),
        ]

    def _explain_cost(self) -> list[str]:
        if self.usd is None:
            return ["cost: not known; no meter is listed"]
        source = f"{self.usd_source}, {self.usd_as_of}"
        return [f"cost: {self.usd} USD, low with the whole prompt cached; {source}"]


def footprint(  # noqa: PLR0913 - a deployment, what is asked of it, and of which moment
    model: str,
    sku: str,
    region: str,
    traffic: Traffic,
    requests: int = 1000,
    *,
    grid: Grid | None = None,
) -> Footprint:
    """Estimate `requests` requests to a model deployed under a SKU in a region.

    `grid` holds readings by region, which go before the yearly averages: the result is then that
    of requests answered in that hour.

    Raises:
        CatalogError: Azure does not offer the model so.
        EstimateError: the size of the model is not known.
        InputError: `requests` is not a whole number above 0.
    """
    _check_requests(requests)
    return _of(offer_named(model, sku, region), traffic, requests, grid)


def _of(offer: Offer, traffic: Traffic, requests: int, grid: Grid | None) -> Footprint:
    known, where = model_named(offer.model), place(offer, grid)
    gpu_j = gpu_j_per_request(known, traffic) * requests
    energy = energy_wh(gpu_j)
    return Footprint(
        model=offer.model,
        version=offer.version,
        model_source=known.source,
        sku=offer.sku,
        region=offer.region,
        requests=requests,
        traffic=traffic,
        place=where,
        price=price(offer.model, offer.sku, offer.region),
        energy_wh=energy,
        operational_gco2e=operational_gco2e(energy, where.pue, where.grid_gco2e_per_kwh),
        embodied_gco2e=embodied_gco2e(gpu_j),
        water_l=water_l(energy, where.wue_l_per_kwh),
    )


def default_choice(
    traffic: Traffic, requests: int = 1000, *, grid: Grid | None = None
) -> Footprint:
    """Estimate the same work in the default choice, to compare with.

    The default choice is the largest chat model, by the middle of its active parameters, that the
    catalogue lists in `DEFAULT_REGION` under Standard: largest because it is what one takes without
    sizing the need, Standard because its region is known. Were no model offered so, GlobalStandard
    would stand in.
    """
    sizes = {
        item.name: item.active_params_b.mid
        for item in models()
        if item.kind == "chat" and item.active_params_b is not None
    }
    for sku in _DEFAULT_SKUS:
        names = {item.model for item in offers(sku=sku, region=DEFAULT_REGION)} & sizes.keys()
        if names:
            largest = max(sorted(names), key=lambda name: sizes[name])
            return footprint(largest, sku, DEFAULT_REGION, traffic, requests, grid=grid)
    raise EstimateError(f"no chat model is offered in {DEFAULT_REGION!r}; refresh the catalogue")


def _check_requests(requests: int) -> None:
    if requests < 1 or requests != int(requests):
        allowed = "allowed: a whole number of at least 1"
        raise InputError([Fault("requests", f"{requests!r} is not usable; {allowed}")])

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

    from azgreen.estimate.traffic import Traffic

DEFAULT_REGION = "eastus"
"""Where a deployment lands when nobody chooses: the region of Azure's own first examples."""

_DEFAULT_SKUS = ("Standard", "GlobalStandard")


@dataclass(frozen=True, slots=True)
class Footprint:
    """Energy, carbon, cost and water of `requests` requests; None stands for what is not known.

    `energy_wh` is IT energy, before PUE. `gco2e` is use and hardware together.
    """

    model: str
    version: str
    sku: str
    region: str
    region_is_pinned: bool
    requests: int
    input_tokens: float
    output_tokens: float
    grid_gco2e_per_kwh: Spread
    grid_year: int
    grid_source: str
    pue: Spread
    pue_source: str
    energy_wh: Spread
    operational_gco2e: Spread
    embodied_gco2e: Spread
    usd: float | None
    usd_as_of: date | None
    usd_source: str | None
    water_l: Spread | None
    model_source: str

    @property
    def gco2e(self) -> Spread:
        """Operational and embodied carbon together, gCO2e."""
        return self.operational_gco2e + self.embodied_gco2e

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys."""
        values: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__}
        values["gco2e"] = self.gco2e
        values["usd_as_of"] = None if self.usd_as_of is None else self.usd_as_of.isoformat()
        return {
            name: value.as_dict() if isinstance(value, Spread) else value
            for name, value in values.items()
        }

    def explain(self) -> list[str]:
        """Say how the numbers came about: formula, inputs and sources, one thing a line."""
        where = "in the region" if self.region_is_pinned else "in any region of its pool"
        batches = " / ".join(map(str, BATCH_SIZES))
        return [
            f"{self.requests} requests: {self.input_tokens:g} tokens in, {self.output_tokens:g} out",
            f"{self.model} {self.version} under {self.sku} in {self.region}: runs {where}",
            f"model {self.model_source}",
            f"energy: {self.energy_wh} Wh = (decode + prefill) x host overhead, before PUE",
            f"energy source: fit to ML.ENERGY v3.0 (NVIDIA H100) at batch {batches}",
            f"grid: {self.grid_gco2e_per_kwh} gCO2e/kWh; {self.grid_source}",
            f"PUE: {self.pue}; {self.pue_source}",
            f"use: {self.operational_gco2e} gCO2e = energy x PUE x grid, location-based",
            f"hardware: {self.embodied_gco2e} gCO2e = GPU seconds x embodied carbon / service life",
            f"total: {self.gco2e} gCO2e",
            *self._explain_cost(),
            *([] if self.water_l is None else [f"water on site: {self.water_l} L = energy x WUE"]),
        ]

    def _explain_cost(self) -> list[str]:
        if self.usd is None:
            return ["cost: not known; no meter is listed"]
        return [f"cost: {self.usd:.4g} USD; {self.usd_source}, {self.usd_as_of}"]


def footprint(
    model: str, sku: str, region: str, traffic: Traffic, requests: int = 1000
) -> Footprint:
    """Estimate `requests` requests to a model deployed under a SKU in a region.

    Raises:
        CatalogError: Azure does not offer the model so.
        EstimateError: the size of the model is not known.
        InputError: `requests` is not a whole number above 0.
    """
    _check_requests(requests)
    offer = offer_named(model, sku, region)
    known, where = model_named(offer.model), place(offer)
    cost = price(offer.model, offer.sku, offer.region)
    gpu_j = gpu_j_per_request(known, traffic) * requests
    energy = energy_wh(gpu_j)
    return Footprint(
        model=offer.model,
        version=offer.version,
        sku=offer.sku,
        region=offer.region,
        region_is_pinned=where.region_is_pinned,
        requests=requests,
        input_tokens=traffic.input_tokens,
        output_tokens=traffic.output_tokens,
        grid_gco2e_per_kwh=where.grid_gco2e_per_kwh,
        grid_year=where.grid_year,
        grid_source=where.grid_source,
        pue=where.pue,
        pue_source=where.pue_source,
        energy_wh=energy,
        operational_gco2e=operational_gco2e(energy, where.pue, where.grid_gco2e_per_kwh),
        embodied_gco2e=embodied_gco2e(gpu_j),
        usd=cost_usd(cost, traffic, requests),
        usd_as_of=None if cost is None else cost.as_of,
        usd_source=None if cost is None else cost.source,
        water_l=water_l(energy, where.wue_l_per_kwh),
        model_source=known.source,
    )


def default_choice(traffic: Traffic, requests: int = 1000) -> Footprint:
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
            return footprint(largest, sku, DEFAULT_REGION, traffic, requests)
    raise EstimateError(f"no chat model is offered in {DEFAULT_REGION!r}; refresh the catalogue")


def _check_requests(requests: int) -> None:
    if requests < 1 or requests != int(requests):
        allowed = "allowed: a whole number of at least 1"
        raise InputError([Fault("requests", f"{requests!r} is not usable; {allowed}")])

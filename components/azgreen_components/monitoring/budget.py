"""At which value of a metric is a day's carbon budget used up?"""

from dataclasses import dataclass

from azgreen import catalog
from azgreen.estimate import Traffic, footprint, pue_of
from azgreen.estimate.energy import HOST_OVERHEAD

HOST_SHARE = HOST_OVERHEAD.low
"""Energy of an instance over that of its GPUs: the host alone, as idle GPUs measure their own."""

_REQUESTS = 1_000_000  # large, so that nothing is lost to rounding
_J_PER_KWH = 3.6e6
_MINUTES_PER_DAY = 24 * 60


@dataclass(frozen=True)
class CarbonOfTokens:
    """What the tokens of a deployment stand for, gCO2e each: use and hardware together."""

    low: float
    mid: float
    high: float
    explain: tuple[str, ...]
    unit: str = "tokens in 24 h"

    def threshold(self, budget_gco2e_per_day: float) -> float:
        """Return the tokens of a day, in and out together, that use the budget up."""
        return budget_gco2e_per_day / self.mid


def carbon_of_tokens(model: str, sku: str, location: str, traffic: Traffic) -> CarbonOfTokens:
    """Return the carbon of a token, in and out in the proportion of `traffic`.

    The middle of azgreen's estimate: a request of the traffic over its tokens.

    Raises:
        CatalogError: Azure does not offer the model so.
        EstimateError: the size of the model is not known.
    """
    found = footprint(model, sku, location, traffic, requests=_REQUESTS)
    tokens = _REQUESTS * (traffic.input_tokens + traffic.output_tokens)
    spread = found.gco2e * (1 / tokens)
    mix = f"{traffic.input_tokens:g} in to {traffic.output_tokens:g} out"
    where = f"{found.model} under {found.sku} in {found.region}"
    return CarbonOfTokens(
        spread.low,
        spread.mid,
        spread.high,
        (
            f"{spread * 1e6} gCO2e per million tokens, {mix}; {where}",
            "use and hardware together; the threshold counts with the middle",
            f"grid: {found.grid_gco2e_per_kwh} gCO2e/kWh; {found.grid_source}",
            f"PUE: {found.pue}; {found.place.pue_source}",
        ),
    )


@dataclass(frozen=True)
class CarbonOfGpus:
    """What the measured GPU energy of a region's instances stands for; use alone."""

    grid_gco2e_per_kwh: float
    grid_source: str
    pue: float
    pue_source: str
    instances: int

    @property
    def gco2e_per_gpu_joule(self) -> float:
        """GPU joules x host share x PUE x grid."""
        return HOST_SHARE * self.pue * self.grid_gco2e_per_kwh / _J_PER_KWH

    def threshold(self, budget_gco2e_per_day: float) -> float:
        """Return the mean GPU joules of a minute and instance that use a day's budget up."""
        minutes = _MINUTES_PER_DAY * self.instances
        return budget_gco2e_per_day / (self.gco2e_per_gpu_joule * minutes)

    @property
    def unit(self) -> str:
        """Of the threshold."""
        return f"GPU J a minute on each of {self.instances} instances"

    @property
    def explain(self) -> tuple[str, ...]:
        """Say how GPU energy becomes carbon."""
        return (
            f"grid: {self.grid_gco2e_per_kwh:g} gCO2e/kWh; {self.grid_source}",
            f"PUE: {self.pue:g}; {self.pue_source}",
            f"host: {HOST_SHARE:g} x the GPUs; use alone, making the hardware is not part of it",
        )


def carbon_of_gpus(location: str, instances: int) -> CarbonOfGpus:
    """Return the factors of a region; the middle of the fleet's PUE where it publishes none."""
    region = catalog.region(location)
    source = f"GSF real-time-cloud {region.pue_year}"
    return CarbonOfGpus(
        grid_gco2e_per_kwh=region.grid_gco2e_per_kwh,
        grid_source=region.grid_source,
        pue=pue_of(region).mid,
        pue_source="none is published: fleet figure" if region.pue is None else source,
        instances=instances,
    )

"""How much carbon and water do a request's energy and hardware stand for?

All of it is location-based: certificates and purchase agreements change nothing here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen.catalog import Spread

if TYPE_CHECKING:
    from azgreen.catalog import Region

FALLBACK_PUE = Spread(1.12, 1.18, 1.35)
"""PUE of an Azure region that publishes none.

Low: the design figure of Azure's new regions; high: North Central US 2023 (both GSF
real-time-cloud). Middle: between the fleet figures 1.17 and 1.185 (Microsoft FY25 as cited by
ecocost; Cloud Carbon Footprint).
"""

GPU_EMBODIED_KG = Spread(164, 273, 575)
"""Making one H100, kgCO2e: NVIDIA's product footprint, ADEME by way of EcoLogits, BoaviztAPI."""

SERVER_EMBODIED_KG = Spread(112, 412, 712)
"""Making one GPU's share of its server, kgCO2e: ends cited by ecocost, middle halfway."""

LIFETIME_YEARS = Spread(3, 4.5, 6)
"""Years of service: EcoLogits 3, Azure's GreenSKU study 6, middle halfway."""

BUSY_SHARE = Spread(0.5, 0.7, 0.9)
"""Share of its life in which a GPU serves; the rest is charged to the requests it serves.

Assumed. Middle: idle machines take 10 % of the energy against 83 % for busy ones (Google, August
2025), which at a third of the power is 27 % of the time.
"""

BUSY_POWER_W = Spread(441, 567, 693)
"""Power of a serving H100, W: 63 % and 99 % of 700 W measured (ML.ENERGY v3.0), middle halfway."""

_SECONDS_PER_YEAR = 365.25 * 24 * 3600


def pue_of(region: Region) -> Spread:
    """Return the PUE of a region; `FALLBACK_PUE` where it publishes none."""
    return FALLBACK_PUE if region.pue is None else Spread.exactly(region.pue)


def operational_gco2e(energy_wh: Spread, pue: Spread, grid_gco2e_per_kwh: Spread) -> Spread:
    """Return gCO2e of use: IT energy in kWh x PUE x grid intensity in gCO2e/kWh."""
    return energy_wh * pue * grid_gco2e_per_kwh * 0.001


def embodied_gco2e(gpu_j: Spread) -> Spread:
    """Return gCO2e of making the hardware, by the GPU seconds that `gpu_j` joules take.

    GPU seconds x (GPU + server share) / (lifetime x busy share); the low energy is that of a full
    batch, so its seconds are counted at the high power.
    """
    made_kg = GPU_EMBODIED_KG + SERVER_EMBODIED_KG
    return _over(_over(gpu_j * made_kg, BUSY_POWER_W), LIFETIME_YEARS * BUSY_SHARE) * (
        1000 / _SECONDS_PER_YEAR
    )


def water_l(energy_wh: Spread, wue_l_per_kwh: float | None) -> Spread | None:
    """Return litres of water used on site: IT energy in kWh x WUE; None where WUE is unknown."""
    return None if wue_l_per_kwh is None else energy_wh * (wue_l_per_kwh / 1000)


def _over(amount: Spread, by: Spread) -> Spread:
    """Divide so that the low end stays low: the more of `by`, the less of the result."""
    return Spread(amount.low / by.high, amount.mid / by.mid, amount.high / by.low)

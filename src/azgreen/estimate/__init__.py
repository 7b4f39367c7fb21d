"""What energy, carbon, water and money does a generative AI workload take?

Pure functions over the catalogue; docs/METHODOLOGY.md holds the formulas and what is weak about
them.
"""

from azgreen.catalog import Spread
from azgreen.estimate.carbon import (
    FALLBACK_PUE,
    embodied_gco2e,
    operational_gco2e,
    pue_of,
    water_l,
)
from azgreen.estimate.cost import cost_usd
from azgreen.estimate.energy import energy_wh, gpu_j_per_request
from azgreen.estimate.footprint import DEFAULT_REGION, Footprint, default_choice, footprint
from azgreen.estimate.grid import Grid, GridIntensity
from azgreen.estimate.place import Place, place
from azgreen.estimate.traffic import Traffic

__all__ = [
    "DEFAULT_REGION",
    "FALLBACK_PUE",
    "Footprint",
    "Grid",
    "GridIntensity",
    "Place",
    "Spread",
    "Traffic",
    "cost_usd",
    "default_choice",
    "embodied_gco2e",
    "energy_wh",
    "footprint",
    "gpu_j_per_request",
    "operational_gco2e",
    "place",
    "pue_of",
    "water_l",
]

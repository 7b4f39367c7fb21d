"""What do requests to the endpoint take, and what should one know of it?"""

from typing import Any

from azgreen import catalog
from azgreen.errors import EstimateError, UnknownNameError
from azgreen.estimate import (
    Place,
    Traffic,
    embodied_gco2e,
    energy_wh,
    gpu_j_per_request,
    operational_gco2e,
)
from azgreen_components.serverless_endpoint.args import (
    MOST_KILOTOKENS_PER_MINUTE,
    MOST_REQUESTS_PER_MINUTE,
)
from azgreen_components.serverless_endpoint.plan import Plan

REQUESTS = 1000
"""Requests that `footprint` is of."""


def footprint(wanted: Plan) -> dict[str, Any]:
    """Return energy and carbon of 1,000 requests; a figure that is not known is said to be so."""
    if wanted.traffic is None:
        return {"not_known": "no traffic is written"}
    try:
        return _footprint(wanted, wanted.traffic)
    except UnknownNameError:
        return {"not_known": f"the catalogue does not list the size of {wanted.model.model!r}"}
    except EstimateError as error:
        return {"not_known": str(error)}


def explain(wanted: Plan) -> list[str]:
    """Say what was decided, one thing a line."""
    region = catalog.region(wanted.common.location)
    grid = f"{region.grid_gco2e_per_kwh:.0f} gCO2e/kWh, {region.grid_source}"
    return [
        "legacy: Microsoft prefers deployments of Foundry resources",
        f"runs in {region.name} alone: {grid}",
        "keys: this route has no other authentication; listKeys tells them",
        f"content safety: {'enabled' if wanted.filters_content else 'weak: disabled'}",
        *_marketplace(wanted),
        *_load(wanted),
    ]


def _footprint(wanted: Plan, traffic: Traffic) -> dict[str, Any]:
    gpu_j = gpu_j_per_request(catalog.model(wanted.model.model), traffic) * REQUESTS
    place = Place((catalog.region(wanted.common.location),), region_is_pinned=True)
    energy = energy_wh(gpu_j)
    use = operational_gco2e(energy, place.pue, place.grid_gco2e_per_kwh)
    made = embodied_gco2e(gpu_j)
    return {
        "model": wanted.model.model,
        "region": wanted.common.location,
        "region_is_pinned": place.region_is_pinned,
        "requests": float(REQUESTS),
        "grid_gco2e_per_kwh": place.grid_gco2e_per_kwh.as_dict(),
        "grid_source": place.grid_source,
        "energy_wh": energy.as_dict(),
        "operational_gco2e": use.as_dict(),
        "embodied_gco2e": made.as_dict(),
        "gco2e": (use + made).as_dict(),
    }


def _marketplace(wanted: Plan) -> list[str]:
    if not wanted.model.needs_subscription:
        return []
    if wanted.subscribes:
        return ["Azure Marketplace: the project subscribes, and its terms are accepted"]
    return ["Azure Marketplace: the project has subscribed already"]


def _load(wanted: Plan) -> list[str]:
    if wanted.load is None:
        return []
    tokens = f"{wanted.load.kilotokens_per_minute},000 of {MOST_KILOTOKENS_PER_MINUTE},000 tokens"
    requests = f"{wanted.load.requests_per_minute} of {MOST_REQUESTS_PER_MINUTE} requests"
    return [f"busiest minute: {tokens}, {requests}"]

"""How far may the tokens of a SKU be from their account, and which SKU keeps them nearer?"""

from collections.abc import Iterator

from azgreen import catalog
from azgreen.catalog import BATCH, PINNED_FIRST_PTU_SKUS, PINNED_SKU, PROVISIONED, way_of
from azgreen_policies._deployed import Deployed

REGION, DATA_ZONE, ANYWHERE = REACHES = ("region", "dataZone", "anywhere")
_GLOBAL, _ZONED = "Global", "DataZone"  # how Azure's names of SKUs begin
_PLACES = {DATA_ZONE: "in any region of the data zone", ANYWHERE: "in any region of Azure"}


def reach_of(sku: str) -> str:
    """Return how far from its account Azure may make the tokens of a SKU."""
    if sku.startswith(_GLOBAL):
        return ANYWHERE
    return DATA_ZONE if sku.startswith(_ZONED) else REGION


def rank(reach: str) -> int:
    """Order reaches, the strictest first; one that is not known counts as that."""
    return REACHES.index(reach) if reach in REACHES else 0


def told(deployed: Deployed) -> str:
    """Say where the tokens of a deployment may be made, and on which grids."""
    return f"{deployed.told}: its tokens may be made {_PLACES[reach_of(deployed.sku)]}"


def fix(deployed: Deployed, limit: str) -> str:
    """Name the SKU within a limit that the account's region offers, else where one is offered."""
    nearer = list(_nearer(deployed.sku, limit))
    home, model = deployed.region, deployed.model.name
    for sku in nearer:
        if home is None:
            return f"use {sku}, where the account's region offers it"
        if catalog.deployable_offers(model, sku, home.name):
            return f"use {sku}, which {home.name!r} offers for it"
    for sku in nearer:
        found = {each.region for each in catalog.deployable_offers(model, sku)}
        places = [each for each in map(catalog.region, found) if each.grid_gco2e_per_kwh_by_year]
        if places:
            best = min(places, key=lambda each: (each.grid_gco2e_per_kwh, each.name))
            return f"use {sku}, with the account in {best.name!r}, the cleanest that offers it so"
    return f"no region offers it as {' or '.join(nearer)}: choose another model"


def _nearer(sku: str, limit: str) -> Iterator[str]:
    """Yield the SKUs of the same way to pay within a limit, the one most alike first."""
    way = way_of(sku)
    if limit == DATA_ZONE:
        yield f"{_ZONED}{sku.removeprefix(_GLOBAL)}"
    if way == PROVISIONED:
        yield PINNED_FIRST_PTU_SKUS[0]
    elif way != BATCH or limit == REGION:  # no batch keeps to a region
        yield PINNED_SKU

"""Which region would serve the same model under the same SKU on a cleaner grid?"""

from azgreen import catalog
from azgreen.estimate import place
from azgreen_policies._deployed import Deployed

GEOGRAPHY, DATA_ZONE, ANYWHERE = REACHES = ("geography", "dataZone", "anywhere")


def grid_of(deployed: Deployed, region: catalog.Region) -> float | None:
    """Return gCO2e/kWh where its tokens would be made, were it in a region; None: not known.

    The mean of the regions that may serve where the SKU leaves the choice to Azure.
    """
    found = [
        offer
        for offer in catalog.deployable_offers(deployed.model.name, deployed.sku, region.name)
        if deployed.version in (None, offer.version)
    ]
    if not found or not all(each.grid_gco2e_per_kwh_by_year for each in place(found[0]).regions):
        return None
    return place(found[0]).grid_gco2e_per_kwh.mid


def cleaner(deployed: Deployed, home: catalog.Region, reach: str, least: float) -> str | None:
    """Say which region within reach has least carbon; None where less than that share is saved."""
    here = grid_of(deployed, home)
    names = {each.region for each in catalog.deployable_offers(deployed.model.name, deployed.sku)}
    near = [each for each in map(catalog.region, names) if _is_within(reach, home, each)]
    grids = [(grid, each.name) for each in near if (grid := grid_of(deployed, each)) is not None]
    if not here or not grids:
        return None
    grid, name = min(grids)
    share = 1 - grid / here
    if share <= 0 or share < least:
        return None
    where = f"{name!r} {_scope(reach, home)}".strip()
    more = f"{share:.0%} less (told from {least:.0%} on){_carbon(deployed, home.name, name)}"
    what = f"{here:.0f} gCO2e/kWh; {where} offers the same at {grid:.0f}, {more}"
    return f"{what}; set the account's location to {name!r}"


def _carbon(deployed: Deployed, home: str, there: str) -> str:
    here, moved = (deployed.gco2e_per_month(name) for name in (home, there))
    if here is None or moved is None:
        return ""
    return f", {moved.mid:,.0f} instead of {here.mid:,.0f} gCO2e a month for its declared traffic"


def _scope(reach: str, home: catalog.Region) -> str:
    """Say what regions within reach are of; a country in no data zone is one by itself."""
    if reach == DATA_ZONE and home.data_zone is not None:
        return f"of the same data zone ({home.data_zone})"
    return "" if reach == ANYWHERE else f"of the same geography ({home.geography})"


def _is_within(reach: str, home: catalog.Region, other: catalog.Region) -> bool:
    if reach == ANYWHERE:
        return True
    if reach == DATA_ZONE and home.data_zone is not None:
        return other.data_zone == home.data_zone
    return other.geography == home.geography

"""Where would a resource emit less?"""

from azgreen import catalog


def remedy(region: catalog.Region, limit: float) -> str:
    """Name the cleanest regions below the limit, those of the same geography or data zone first.

    Only regions that serve a model count: some of the others are closed to most subscriptions.
    """
    serving = (catalog.region(name) for name in {offer.region for offer in catalog.offers()})
    known = (other for other in serving if other.grid_gco2e_per_kwh_by_year)
    below = sorted(
        (other for other in known if other.grid_gco2e_per_kwh <= limit),
        key=lambda other: (
            other.geography != region.geography,
            other.data_zone != region.data_zone,
            other.grid_gco2e_per_kwh,
        ),
    )
    names = ", ".join(f"{other.name} ({other.grid_gco2e_per_kwh:.0f})" for other in below[:3])
    return f"move it to {names}" if names else "no region of the catalogue is below it"

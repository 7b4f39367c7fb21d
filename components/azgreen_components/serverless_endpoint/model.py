"""Which model does the endpoint serve, and why may it be no other?"""

from collections.abc import Mapping
from datetime import date

from azgreen import catalog
from azgreen.catalog import ServerlessModel
from azgreen.errors import UnknownNameError
from azgreen_components._inputs import Faults, text_below
from azgreen_components._models import read_model


def read_serverless_model(
    faults: Faults, given: Mapping[str, object], location: str, today: date
) -> ServerlessModel | None:
    """Return the model, and note one that is not served so, not there, or better had otherwise."""
    name = text_below(faults, "", given, "model")
    if name is None:
        return None
    if _is_in_catalogue(name):
        known = read_model(faults, "", given, today)
        if known is None or (known.retires_on is not None and known.retires_on <= today):
            return None
        skus = sorted({item.sku for item in catalog.deployable_offers(known.name)})
        if skus:
            what = f"{known.name!r} can be deployed without a hub and without keys"
            faults.add("model", f"{what}, as {' or '.join(skus)}; use ModelDeployment")
            return None
    try:
        model = catalog.serverless_model(name)
    except UnknownNameError as error:
        faults.add("model", str(error))
        return None
    _check_region(faults, model, location)
    return model


def _is_in_catalogue(name: str) -> bool:
    return name.lower() in {item.name.lower() for item in catalog.models()}


def _check_region(faults: Faults, model: ServerlessModel, location: str) -> None:
    if not location or location in model.regions:
        return
    regions = [catalog.region(name) for name in model.regions]
    best = min(regions, key=lambda item: item.grid_gco2e_per_kwh)
    what = f"{location!r} has no serverless {model.model!r}; allowed: {', '.join(model.regions)}"
    grid = f"{best.grid_gco2e_per_kwh:.0f} gCO2e/kWh"
    faults.add("location", f"{what}. The least carbon has {best.name!r} ({grid})")

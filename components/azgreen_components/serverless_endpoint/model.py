"""Which model does the endpoint serve, and why may it be no other?"""

from collections.abc import Mapping
from datetime import date

from azgreen import catalog
from azgreen.catalog import ServerlessModel
from azgreen.errors import UnknownNameError
from azgreen_components._inputs import Faults, text_below


def read_serverless_model(
    faults: Faults, given: Mapping[str, object], location: str, today: date
) -> ServerlessModel | None:
    """Return the model, and note one that is not served so, not there, or better had otherwise."""
    name = text_below(faults, "", given, "model")
    if name is None:
        return None
    better = _why_not(name, today)
    if better is not None:
        faults.add("model", better)
        return None
    try:
        model = catalog.serverless_model(name)
    except UnknownNameError as error:
        faults.add("model", str(error))
        return None
    _check_region(faults, model, location)
    return model


def _why_not(name: str, today: date) -> str | None:
    """Say that a model was retired, or is deployed in a better way."""
    try:
        known = catalog.model(name).name
    except UnknownNameError:
        return None
    ended = catalog.retirement(known)
    if ended is not None and ended.is_retired(today):
        successor = ended.successor
        fix = f"use its successor {successor!r}" if successor else "use another model"
        return f"{known!r} was retired on {ended.retires_on}; {fix}"
    skus = sorted({item.sku for item in catalog.deployable_offers(known)})
    if not skus:
        return None
    what = f"{known!r} can be deployed without a hub and without keys"
    return f"{what}, as {' or '.join(skus)}; use ModelDeployment"


def _check_region(faults: Faults, model: ServerlessModel, location: str) -> None:
    if not location or location in model.regions:
        return
    regions = [catalog.region(name) for name in model.regions]
    best = min(regions, key=lambda item: item.grid_gco2e_per_kwh)
    what = f"{location!r} has no serverless {model.model!r}; allowed: {', '.join(model.regions)}"
    grid = f"{best.grid_gco2e_per_kwh:.0f} gCO2e/kWh"
    faults.add("location", f"{what}. The least carbon has {best.name!r} ({grid})")

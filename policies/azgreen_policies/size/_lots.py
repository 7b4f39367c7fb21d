"""In which numbers are PTUs of a model on sale?"""

import math
from collections.abc import Mapping
from typing import Any, Final

from azgreen import catalog
from azgreen.errors import CatalogError, UnknownNameError, nearest
from azgreen.estimate.sizing.ptu import not_on_sale
from azgreen_policies._reading import fields

_UNITS: Final = {"type": "integer", "minimum": 1}

OWN_LOTS: Final[Mapping[str, Any]] = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "required": ["minimum", "increment"],
        "properties": {"minimum": _UNITS, "increment": _UNITS},
        "additionalProperties": False,
    },
}
"""Schema of lots that a user sets, by model."""


def is_provisioned(sku: str) -> bool:
    """Tell whether a SKU is one that Azure sells in PTUs."""
    return sku.lower() in {known.lower() for known in catalog.PTU_SKUS}


def lot_of(model: str, sku: str, own: Mapping[str, Any]) -> catalog.PtuLot | str | None:
    """Return minimum and increment, or why there are none; None for a model that nobody listed.

    Args:
        model: Its name as it was written.
        sku: One that is sold in PTUs.
        own: What the user set, by model in any case.
    """
    set_to = next((fields(lot) for name, lot in own.items() if name.lower() == model.lower()), None)
    if set_to is not None:
        return catalog.PtuLot(int(set_to["minimum"]), int(set_to["increment"]))
    try:
        known = catalog.model(model)
    except UnknownNameError:
        return None
    rows = {row.model: row for row in catalog.ptu_rows()}
    if known.name not in rows:
        return f"the table of PTUs does not list it; {nearest(known.name, list(rows))}"
    try:
        return rows[known.name].lot(sku)
    except CatalogError as error:
        return str(error)


def wrong_units(units: float, lot: catalog.PtuLot) -> str | None:
    """Say which numbers of PTUs to take instead; None where so many are on sale."""
    below = math.floor(units)
    if below == units:
        return not_on_sale(below, lot)
    return (
        not_on_sale(below, lot) or f"PTUs are whole; write {below} or {below + lot.increment_ptu}"
    )

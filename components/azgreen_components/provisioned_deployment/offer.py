"""Under which provisioned SKU is the model to be had, and in which steps?

A regional SKU keeps the tokens in the region that one chose for its grid; the others let Azure pick
it, within the data zone or anywhere. So the regional SKU is the default where it is offered, then
the data zone's, although the smallest regional size is larger (gpt-4.1: 50 PTU instead of 15) and a
regional PTU costs more: who needs fewer writes the SKU. Anywhere is never a default.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from azgreen import catalog
from azgreen.errors import CatalogError
from azgreen.estimate.sizing.ptu_money import by_token_sku
from azgreen_components._inputs import Faults, choice
from azgreen_components._models import Target, read_model, read_version


@dataclass(frozen=True)
class PtuOffer:
    """What is bought, where; `is_listed`: whether the catalogue has any region that sells it."""

    model: catalog.Model
    version: str
    sku: str
    location: str
    row: catalog.PtuRow
    lot: catalog.PtuLot
    is_listed: bool

    @property
    def by_token_sku(self) -> str:
        """The SKU that pays by the token for the same pool of machines."""
        return by_token_sku(self.sku)


def read_offer(
    faults: Faults, given: Mapping[str, object], location: str, today: date
) -> PtuOffer | None:
    """Return what is to be bought, or note why it cannot be."""
    model = read_model(faults, "", given, today)
    row = None if model is None else _row(faults, model)
    sku = _sku(faults, given, None if row is None else model, location)
    if model is None or row is None or sku is None:
        return None
    is_listed = bool(catalog.ptu_offers(model.name))
    target = Target(model if is_listed else None, sku, location)
    version = read_version(faults, "", given, target, catalog.PTU_SKUS)
    try:
        lot = row.lot(sku)
    except CatalogError as error:
        faults.add("sku", str(error))
        return None
    if not location:
        return None
    return PtuOffer(model, version or model.version, sku, location, row, lot, is_listed)


def _row(faults: Faults, model: catalog.Model) -> catalog.PtuRow | None:
    found = {row.model: row for row in catalog.ptu_rows()}.get(model.name)
    if found is None:
        what = f"{model.name!r} is not sold in PTUs"
        faults.add("model", f"{what}; use ModelDeployment, or another model")
    return found


def _sku(
    faults: Faults, given: Mapping[str, object], model: catalog.Model | None, location: str
) -> str | None:
    sku = given.get("sku")
    if isinstance(sku, str) and sku.lower() in map(str.lower, catalog.skus()):
        what = f"{sku!r} is not provisioned, so ModelDeployment deploys it"
        faults.add("sku", f"{what}; use that, or one of {', '.join(catalog.PTU_SKUS)}")
        return None
    if sku is not None:
        return choice(faults, "sku", sku, catalog.PTU_SKUS)
    if model is None or not location:
        return None
    if not catalog.ptu_offers(model.name):
        what = f"missing; where {model.name!r} is sold in PTUs is not known, so there is no default"
        faults.add("sku", f"{what}: write one of {', '.join(catalog.PTU_SKUS)}")
        return None
    offered = {item.sku for item in catalog.ptu_offers(model.name, None, location)}
    return next(
        (item for item in catalog.PINNED_FIRST_PTU_SKUS if item in offered),
        catalog.PINNED_FIRST_PTU_SKUS[0],
    )

"""Which pay-as-you-go deployment takes what the PTUs cannot, and how much may come?

Azure sends a request on when the PTUs are full (429), when its context is too long for them (400)
and when they fail (500, 503). The deployment that takes it has to be in the same account, on the
same pool (Global, data zone, region), and of the same model and version.
Source: Microsoft, "Manage traffic with spillover for provisioned deployments" (2026-03-04), model
and version from the steps for the portal.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from azgreen import catalog
from azgreen.estimate.sizing import PtuSize
from azgreen.estimate.sizing.ptu import bought
from azgreen_components._common import read_flag
from azgreen_components._inputs import Faults, at, whole_number
from azgreen_components._models import over_quota, read_deployment_name
from azgreen_components._naming import DEPLOYMENT
from azgreen_components.provisioned_deployment.offer import PtuOffer
from azgreen_components.provisioned_deployment.size import Purchase

_SUFFIX = "-spillover"
_OWN_INPUTS = ("spillover_capacity", "spillover_deployment_name")


@dataclass(frozen=True)
class Spillover:
    """The deployment that takes what is too much; capacity in thousands of tokens per minute."""

    name: str
    sku: str
    capacity: int


@dataclass(frozen=True)
class SpilloverChoice:
    """The spillover deployment or, where the region does not offer one, why there is none."""

    deployment: Spillover | None = None
    why_none: str | None = None


def read_spillover(
    faults: Faults,
    given: Mapping[str, object],
    offer: PtuOffer | None,
    deployment: str,
    purchase: Purchase | None,
) -> SpilloverChoice:
    """Return the spillover; without a wish of the user there is none where Azure offers none."""
    wished = given.get("spillover")
    wanted = wished is None or read_flag(faults, given, "spillover")
    stated = [field for field in _OWN_INPUTS if given.get(field) is not None]
    missing = None if offer is None else _not_offered(offer)
    if not wanted or (missing is not None and wished is None and not stated):
        for field in stated:
            faults.add(at("", field), "there is no spillover; leave it out")
        _check_carried(faults, purchase)
        return SpilloverChoice(why_none=missing if wanted else None)
    if missing is not None:
        faults.add("spillover", f"{missing}; write false, or take another SKU or region")
    name = _name(faults, given, deployment)
    capacity = _capacity(faults, given, offer, purchase)
    if offer is None:
        return SpilloverChoice()
    return SpilloverChoice(Spillover(name, offer.by_token_sku, capacity or 1))


def spillover_ktpm(sized: PtuSize, quota: int | None) -> int:
    """Return the capacity that takes what is too much, in thousands of tokens per minute.

    That is the part of the busiest minute above the PTUs, and never less than one more increment
    of PTUs would carry: were more to come for long, that increment should be bought. Without such
    a part, the default quota limits it.
    """
    request = sized.load.input_tokens + sized.load.output_tokens
    tokens = request / sized.normalised_tokens_per_request
    per_ptu_ktpm = sized.row.input_tpm_per_ptu * tokens / 1000
    above = math.ceil(max(0.0, sized.ptu_exact - sized.ptu) * per_ptu_ktpm)
    headroom = math.ceil(sized.lot.increment_ptu * per_ptu_ktpm)
    return max(above, headroom if quota is None else min(headroom, quota))


def _not_offered(offer: PtuOffer) -> str | None:
    """Say that the pool has no pay-as-you-go; None where it has, or where nothing is listed."""
    model, sku = offer.model.name, offer.by_token_sku
    if not catalog.offers(model):
        return None
    listed = catalog.offers(model, sku, offer.location) if sku in catalog.skus() else ()
    if offer.version in {item.version for item in listed}:
        return None
    return f"{model!r} version {offer.version} is not offered as {sku} in {offer.location!r}"


def _check_carried(faults: Faults, purchase: Purchase | None) -> None:
    """Note chosen PTUs that are too few where nothing takes the rest."""
    sized = None if purchase is None else purchase.sized
    if sized is None or sized.chosen_ptu is None or sized.utilisation <= 1:
        return
    what = f"{sized.ptu} PTU carry {1 / sized.utilisation:.0%} of the busiest minute"
    enough = bought(sized.ptu_exact, sized.lot)
    faults.add("ptu", f"{what} and nothing takes the rest; leave it out, which makes {enough}")


def _name(faults: Faults, given: Mapping[str, object], deployment: str) -> str:
    name = read_deployment_name(faults, "", given, "spillover_deployment_name")
    if name is None:
        return deployment[: DEPLOYMENT.length - len(_SUFFIX)] + _SUFFIX
    if name.lower() == deployment.lower():
        what = f"{name!r} is the name of the provisioned deployment too"
        faults.add("spilloverDeploymentName", f"{what}; give one of the two another name")
    return name


def _capacity(
    faults: Faults,
    given: Mapping[str, object],
    offer: PtuOffer | None,
    purchase: Purchase | None,
) -> int | None:
    where, capacity, origin = "spilloverCapacity", None, ""
    if given.get("spillover_capacity") is not None:
        unit = "thousands of tokens per minute"
        capacity = whole_number(faults, where, given["spillover_capacity"], unit)
    elif purchase is not None and purchase.sized is not None:
        capacity = spillover_ktpm(purchase.sized, _quota(purchase.offer))
        origin = ", computed from traffic,"
    elif given.get("traffic") is None and given.get("ptu") is not None:
        what = "missing; write it, or the traffic from which it is computed"
        faults.add(where, f"{what}, or spillover: false")
    if capacity is not None and offer is not None and _quota(offer) is not None:
        wrong = over_quota(capacity, offer.model.name, offer.by_token_sku, origin)
        if wrong is not None:
            faults.add(where, f"{wrong}, or buy more PTUs")
    return capacity


def _quota(offer: PtuOffer) -> int | None:
    """Return the default quota of the pool's pay-as-you-go; None where it is not known."""
    sku = offer.by_token_sku
    return catalog.quota_units(offer.model.name, sku) if sku in catalog.skus() else None

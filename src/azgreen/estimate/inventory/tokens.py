"""What do the deployments of models take in a month, by the token or in PTUs?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen.catalog import PROVISIONED, Spread, deployable_skus, price, ptu_price, way_of
from azgreen.errors import AzgreenError, EstimateError
from azgreen.estimate.cost import cost_usd
from azgreen.estimate.footprint import footprint
from azgreen.estimate.inventory.line import Figures, Line, nobody_knows
from azgreen.estimate.inventory.reading import amount, need_of, text
from azgreen.estimate.placement.workload import SECONDS_PER_MONTH
from azgreen.estimate.sizing.money import HOURS_PER_MONTH
from azgreen.estimate.sizing.ptu_money import by_token_sku

if TYPE_CHECKING:
    from azgreen.estimate.inventory.reading import Props
    from azgreen.estimate.traffic import Traffic

NO_TRAFFIC: Final = "no traffic is declared; tag it azgreen-need (requests-per-second, ...)"
NO_REGION: Final = "its region is not known"
_IDLE: Final = "what PTUs draw when idle is not published, so only the tokens are counted"
_NO_WATER: Final = "no water use of the place is published"


def deployment(kind: str, props: Props, region: str | None) -> Line:
    """Return the line of a deployment of a model; all month the declared traffic comes.

    Raises:
        AzgreenError: an input is not known or cannot be used.
    """
    sku, model = _spelled(text(props, "sku", "name")), text(props, "properties", "model", "name")
    if region is None:
        return Line.of(kind, nobody_knows(NO_REGION))
    provisioned = way_of(sku) == PROVISIONED
    paid_as = by_token_sku(sku) if provisioned else sku
    traffic = need_of(props).traffic
    if traffic is None:
        figures = nobody_knows(NO_TRAFFIC)
    else:
        figures = _of_tokens(model, paid_as, region, traffic)
    if not provisioned:
        return Line.of(kind, figures)
    figures["usd"] = _of_ptu(sku, region, amount(props, "sku", "capacity"))
    return Line.of(kind, figures, left_out=() if traffic is None else (_IDLE,))


def _of_tokens(model: str, sku: str, region: str, traffic: Traffic) -> Figures:
    """Return what the requests of a month take: of each quantity what is known."""
    requests = traffic.requests_per_second * SECONDS_PER_MONTH
    try:
        usd: Spread | str = _usd(model, sku, region, traffic) * requests
    except AzgreenError as error:
        usd = str(error)
    try:
        each = footprint(model, sku, region, traffic, 1)
        water = each.water_l
        return {
            "energy_wh": each.energy_wh * requests,
            "gco2e": each.gco2e * requests,
            "use_gco2e": each.operational_gco2e * requests,
            "hardware_gco2e": each.embodied_gco2e * requests,
            "water_l": _NO_WATER if water is None else water * requests,
            "usd": usd,
        }
    except AzgreenError as error:
        return {**nobody_knows(str(error)), "usd": usd}


def _usd(model: str, sku: str, region: str, traffic: Traffic) -> Spread:
    found = cost_usd(price(model, sku, region), traffic, 1)
    if found is None:
        raise EstimateError(f"no price of {model!r} as {sku} in {region!r} is listed")
    return found


def _of_ptu(sku: str, region: str, capacity: float | None) -> Spread | str:
    if capacity is None:
        return "no number of PTUs is stated"
    listed = ptu_price(sku, region)
    if listed is None:
        return f"no price of {sku} in {region!r} is listed"
    return Spread.exactly(capacity * listed.usd_per_ptu_hour * HOURS_PER_MONTH)


def _spelled(sku: str) -> str:
    """Return a SKU as the catalogue writes it, or as it is."""
    return {name.lower(): name for name in deployable_skus()}.get(sku.lower(), sku)

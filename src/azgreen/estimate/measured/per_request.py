"""What does a request take that a cache answers in place of a model?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from azgreen.catalog import PROVISIONED, Spread, way_of
from azgreen.catalog import model as model_named
from azgreen.errors import AzgreenError
from azgreen.estimate.footprint import footprint
from azgreen.estimate.sizing.ptu_money import by_token_sku

if TYPE_CHECKING:
    from collections.abc import Sequence

    from azgreen.estimate.footprint import Footprint
    from azgreen.estimate.traffic import Traffic

_CHAT: Final = "chat"


@dataclass(frozen=True, slots=True)
class Answering:
    """A deployment that answers what the cache does not."""

    model: str
    sku: str
    region: str
    traffic: Traffic


@dataclass(frozen=True, slots=True)
class PerRequest:
    """What one request takes that reaches a model."""

    models: tuple[str, ...]
    energy_wh: Spread
    gco2e: Spread
    water_l: Spread | None
    usd: Spread | None
    """By the token; None where some of it is paid for whether it comes or not, or has no price."""


def per_request(answering: Sequence[Answering]) -> PerRequest | str:
    """Return what a request takes of the model that would have answered, or why nobody knows.

    Of several models it is not known which: low is the least of all, high the most, and the middle
    their mean by the declared requests.
    """
    found: list[tuple[float, Answering, Footprint]] = []
    why = "no deployment of the stack declares its traffic; tag it azgreen-need"
    for item in answering:
        try:
            if model_named(item.model).kind == _CHAT:
                rate = item.traffic.requests_per_second
                found.append((rate, item, _one(item)))
        except AzgreenError as error:
            why = str(error)
    return _together(found) if found else why


def _one(item: Answering) -> Footprint:
    sku = by_token_sku(item.sku) if way_of(item.sku) == PROVISIONED else item.sku
    return footprint(item.model, sku, item.region, item.traffic, 1)


def _together(found: Sequence[tuple[float, Answering, Footprint]]) -> PerRequest:
    rates = [rate for rate, _, _ in found]
    money = [None if way_of(item.sku) == PROVISIONED else each.usd for _, item, each in found]
    return PerRequest(
        tuple(dict.fromkeys(item.model for _, item, _ in found)),
        _mixed([each.energy_wh for _, _, each in found], rates),
        _mixed([each.gco2e for _, _, each in found], rates),
        _mixed_or_none([each.water_l for _, _, each in found], rates),
        _mixed_or_none(money, rates),
    )


def _mixed_or_none(values: Sequence[Spread | None], rates: Sequence[float]) -> Spread | None:
    known = [value for value in values if value is not None]
    return _mixed(known, rates) if len(known) == len(values) else None


def _mixed(values: Sequence[Spread], rates: Sequence[float]) -> Spread:
    low, high = min(each.low for each in values), max(each.high for each in values)
    pairs = zip(values, rates, strict=True)
    mid = math.fsum(each.mid * rate for each, rate in pairs) / math.fsum(rates)
    return Spread(low, min(max(mid, low), high), high)

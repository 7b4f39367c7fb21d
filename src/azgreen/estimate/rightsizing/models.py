"""How many PTUs, or how many tokens per minute, does a model deployment need?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from azgreen.catalog import Spread, ptu, ptu_price
from azgreen.estimate.capacity import PEAK_FACTOR
from azgreen.estimate.rightsizing.ladder import Ladder, Rung, climbed
from azgreen.estimate.rightsizing.recommendation import Month
from azgreen.estimate.scaling.replay import LATE_BUDGET
from azgreen.estimate.scaling.search import STRESS
from azgreen.estimate.sizing.inputs import Faults
from azgreen.estimate.sizing.money import HOURS_PER_MONTH
from azgreen.estimate.sizing.ptu import bought
from azgreen.estimate.sizing.ptu_load import PtuLoad, normalised_tokens
from azgreen.estimate.sizing.ptu_money import ptu_money

if TYPE_CHECKING:
    from azgreen.catalog import PtuRow
    from azgreen.estimate.rightsizing.recommendation import Recommendation
    from azgreen.estimate.rightsizing.samples import Samples

_UNIT_TOKENS: Final = 1000
_NO_PTU_POWER: Final = "what a reserved PTU draws is not published"
_NOT_BILLED: Final = "capacity by the token costs and emits nothing while it is not used"
_NO_PRICE: Final = "no meter of PTUs is listed there"


@dataclass(frozen=True, slots=True)
class PtuUse:
    """A provisioned deployment as it was used; requests of one mean size."""

    resource: str
    model: str
    sku: str
    region: str
    ptu: int
    requests: Samples
    """Requests per minute, those that were refused or spilled over included."""
    input_tokens: float
    output_tokens: float
    cache_rate: float = 0.0
    budget: float = LATE_BUDGET

    def __post_init__(self) -> None:
        faults = Faults()
        faults.whole(ptu=self.ptu)
        faults.positive(input_tokens=self.input_tokens, output_tokens=self.output_tokens)
        faults.share(cache_rate=self.cache_rate, budget=self.budget)
        faults.check()


@dataclass(frozen=True, slots=True)
class TokenUse:
    """A pay-as-you-go deployment as it was used."""

    resource: str
    capacity: int
    """In units of 1,000 tokens per minute."""
    tokens: Samples
    """Tokens per minute, those of refused requests included."""
    budget: float = LATE_BUDGET

    def __post_init__(self) -> None:
        faults = Faults()
        faults.whole(capacity=self.capacity)
        faults.share(budget=self.budget)
        faults.check()


def recommended_ptu(use: PtuUse) -> Recommendation:
    """Return what to do with the PTUs.

    Raises:
        CatalogError: the model or the SKU is not sold so.
    """
    row = ptu(use.model)
    load = PtuLoad(1, use.input_tokens, use.output_tokens, cache_rate=use.cache_rate)
    each, lot = normalised_tokens(row, load), row.lot(use.sku)
    asked = use.requests.each(lambda requests: requests * each)
    most = bought(_most(asked) / row.input_tpm_per_ptu, lot) + lot.increment_ptu
    rungs = tuple(_ptu(use, row, n) for n in range(lot.min_ptu, most + 1, lot.increment_ptu))
    return climbed(
        Ladder(
            use.resource,
            "provisioned deployment",
            "normalised tokens/min",
            asked,
            _ptu(use, row, use.ptu),
            rungs,
            use.budget,
            notes=_by_token(use, row, load, each),
        )
    )


def _ptu(use: PtuUse, row: PtuRow, units: int) -> Rung:
    price = ptu_price(use.sku, use.region)
    known = dict[str, Spread]()
    not_known = {"gco2e": _NO_PTU_POWER, "water_l": _NO_PTU_POWER}
    if price is None:
        not_known["usd"] = _NO_PRICE
    else:
        known["usd"] = Spread.exactly(price.usd_per_ptu_hour * units * HOURS_PER_MONTH)
    return Rung({"ptu": units}, units * row.input_tpm_per_ptu, Month(known, not_known))


def _by_token(use: PtuUse, row: PtuRow, load: PtuLoad, each: float) -> tuple[str, ...]:
    """Say what the same tokens cost by the token, where both prices are listed."""
    money, known = ptu_money(row, use.sku, use.region, load, each), use.requests.known
    if not known:
        return ()
    used_ptu = math.fsum(known) / len(known) * each / row.input_tpm_per_ptu
    usd = money.tokens_usd_per_month(1, used_ptu)
    if usd is None:
        return ()
    return (
        f"by the token, under {money.pay_as_you_go_sku}, the mean load is {usd:,.0f} USD a month",
    )


def recommended_tokens(use: TokenUse) -> Recommendation:
    """Return what to do with the capacity of a deployment that is paid by the token."""
    most = math.ceil(_most(use.tokens) / _UNIT_TOKENS) + 1
    rungs = tuple(map(_units, range(1, most + 1)))
    return climbed(
        Ladder(
            use.resource,
            "pay-as-you-go deployment",
            "tokens/min",
            use.tokens,
            _units(use.capacity),
            rungs,
            use.budget,
            notes=(f"saving: none but quota; {_NOT_BILLED}",),
        )
    )


def _units(count: int) -> Rung:
    nothing = Spread.exactly(0)
    free = Month({"gco2e": nothing, "water_l": nothing, "usd": nothing})
    return Rung({"capacity": count}, count * _UNIT_TOKENS, free)


def _most(samples: Samples) -> float:
    """Return what a size has to carry to refuse nothing, a tenth more and blunt peaks included."""
    return max(samples.known, default=0.0) * max(STRESS) * PEAK_FACTOR

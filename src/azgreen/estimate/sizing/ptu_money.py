"""What do PTUs cost, and from what use on do they cost less than paying by the token?

    break-even use = price of a PTU-hour x (1 - discount)
                     / list price of the tokens that a full PTU-hour carries

A use above 100 % cannot be: then paying by the token is always cheaper.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from azgreen.catalog import price, ptu_price, ptu_reservation, skus
from azgreen.estimate.sizing.money import HOURS_PER_MONTH

if TYPE_CHECKING:
    from azgreen.catalog import Price, PtuPrice, PtuRow
    from azgreen.estimate.sizing.ptu_load import PtuLoad

_TERMS: Final = ("month", "year")
_HOURLY: Final = "hourly"


@dataclass(frozen=True, slots=True)
class PtuMoney:
    """Prices of a PTU and of the same tokens by the token; None where no meter is listed."""

    price: PtuPrice | None
    price_region: str | None
    pay_as_you_go_sku: str | None
    token_price: Price | None
    token_usd_per_ptu_hour: float | None
    """List price of the tokens that one full PTU carries in an hour."""

    def usd_per_hour(self, ptu: int) -> float | None:
        """Return USD per hour for `ptu` units, used or not."""
        return None if self.price is None else ptu * self.price.usd_per_ptu_hour

    def usd_per_month(self, ptu: int, term: str = _HOURLY) -> float | None:
        """Return USD per month of `HOURS_PER_MONTH`, with the discount of a reservation."""
        hourly = self.usd_per_hour(ptu)
        return None if hourly is None else hourly * HOURS_PER_MONTH * (1 - _discount(term))

    def tokens_usd_per_month(self, ptu: int, utilisation: float) -> float | None:
        """Return what the same load costs by the token, were it to last the whole month."""
        each = self.token_usd_per_ptu_hour
        return None if each is None else each * ptu * utilisation * HOURS_PER_MONTH

    def break_even_use(self, term: str = _HOURLY) -> float | None:
        """Return the share of use from which on PTUs cost less (formula above)."""
        if self.price is None or self.token_usd_per_ptu_hour is None:
            return None
        hourly = self.price.usd_per_ptu_hour * (1 - _discount(term))
        return hourly / self.token_usd_per_ptu_hour

    def as_dict(self, ptu: int, utilisation: float) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys."""
        terms = (_HOURLY, *_TERMS)
        return {
            "usd_per_hour": self.usd_per_hour(ptu),
            "usd_per_month": {term: self.usd_per_month(ptu, term) for term in terms},
            "usd_source": None if self.price is None else self.price.source,
            "usd_as_of": None if self.price is None else self.price.as_of.isoformat(),
            "pay_as_you_go_sku": self.pay_as_you_go_sku,
            "pay_as_you_go_usd_per_month": self.tokens_usd_per_month(ptu, utilisation),
            "break_even_use": {term: self.break_even_use(term) for term in terms},
            "reservations": {
                term: {
                    "discount_share": ptu_reservation(term).discount_share,
                    "is_weak": ptu_reservation(term).is_weak,
                    "source": ptu_reservation(term).source,
                }
                for term in _TERMS
            },
        }

    def explain(self, ptu: int, utilisation: float) -> list[str]:
        """Say what it costs and from what use on it pays, one thing a line."""
        if self.price is None:
            return ["cost: not known; no meter of PTUs is listed there"]
        where = self.price_region or "the dearest region; name one for its own price"
        each, hourly = self.price.usd_per_ptu_hour, self.usd_per_hour(ptu)
        cost = f"cost: {ptu} x {each:g} USD = {hourly:,.2f} USD/h in {where}"
        return [f"{cost}; {self.price.source}, {self.price.as_of}", *self._explain_use(utilisation)]

    def _explain_use(self, utilisation: float) -> list[str]:
        each = self.token_usd_per_ptu_hour
        if each is None or self.token_price is None:
            return ["break-even: not known; no price by the token is listed there"]
        uses = ", ".join(
            f"{name} {self.break_even_use(term):.0%}"
            for name, term in zip(
                (_HOURLY, "reserved a month", "a year"), (_HOURLY, *_TERMS), strict=True
            )
        )
        weak = [ptu_reservation(term).source for term in _TERMS if ptu_reservation(term).is_weak]
        return [
            f"a full PTU-hour carries tokens for {each:.3f} USD under {self.pay_as_you_go_sku}",
            f"break-even use: {uses}; this load uses {utilisation:.0%} if it lasts day and night",
            *([f"weak: discounts of reservations by {weak[-1]}, not by Microsoft"] if weak else []),
        ]


def ptu_money(
    row: PtuRow,
    sku: str,
    region: str | None,
    load: PtuLoad,
    normalised_tokens: float,
) -> PtuMoney:
    """Return the prices for requests of `load`, each of which counts so many normalised tokens."""
    by_token = by_token_sku(sku)
    listed = by_token if by_token in skus() else None
    token_price = None if listed is None else price(row.model, listed, region)
    per_hour = 60 * row.input_tpm_per_ptu / normalised_tokens  # requests of a full PTU
    usd = None if token_price is None else _usd(token_price, load) * per_hour
    return PtuMoney(ptu_price(sku, region), region, listed, token_price, usd)


def by_token_sku(sku: str) -> str:
    """Return the SKU that pays by the token for the same pool as a provisioned one."""
    return sku.replace("ProvisionedManaged", "Standard")


def _usd(listed: Price, load: PtuLoad) -> float:
    """Return the list price of a request; cached tokens cost in full where no meter says less."""
    full, cached = (
        listed.usd_per_million_input_tokens,
        listed.usd_per_million_cached_input_tokens,
    )
    each = (1 - load.cache_rate) * full + load.cache_rate * (full if cached is None else cached)
    written = load.output_tokens * listed.usd_per_million_output_tokens
    return (load.input_tokens * each + written) / 1e6


def _discount(term: str) -> float:
    return 0.0 if term == _HOURLY else ptu_reservation(term).discount_share

"""Could a reservation of the PTUs pay, or would the same tokens cost less by the token?

expected use = mean minute / PTUs x busy hours / hours of a week
it pays from the break-even use on: price of a PTU-hour with its discount
                                    / list price of the tokens that a full PTU-hour carries
"""

from dataclasses import dataclass
from typing import Any

from azgreen.estimate.sizing.ptu_money import PtuMoney
from azgreen_components.provisioned_deployment.size import Purchase

_RESERVED = {"month": "reserved for a month", "year": "reserved for a year"}
_TERMS = {"hourly": "by the hour", **_RESERVED}


@dataclass(frozen=True)
class Reservation:
    """What reserving would save; without traffic or prices it is not known, and says so."""

    purchase: Purchase

    @property
    def could_not_pay(self) -> bool:
        """Whether all figures are known and every term costs more than paying by the token."""
        return not any(self._pays(term) in (True, None) for term in _RESERVED)

    def verdict(self) -> str:
        """Say whether to reserve, with the numbers."""
        bought, money, use = self.purchase, self._money, self.purchase.expected_use
        if money is None or use is None:
            return "not known: no traffic is stated, so how far the PTUs are used is not known"
        if money.price is None:
            place = f"{bought.offer.sku} in {bought.offer.location}"
            return f"not known: no price of PTUs is listed for {place}"
        if money.token_usd_per_ptu_hour is None:
            by_token = f"{bought.offer.model.name} as {bought.offer.by_token_sku}"
            return f"not known: no price by the token is listed for {by_token}"
        uses = ", ".join(f"{money.break_even_use(term):.0%} {how}" for term, how in _TERMS.items())
        numbers = f"the {bought.ptu} PTU would be used {use:.0%} over the month; break-even: {uses}"
        paying = next((term for term in _RESERVED if self._pays(term)), None)
        if paying is None:
            return f"no reservation could pay: {numbers}; {self._cheaper(money, use)}"
        order = "deploy first, then buy it: a reservation holds no capacity"
        return f"PTUs pay when {_RESERVED[paying]}: {numbers}; {order}"

    def as_dict(self) -> dict[str, Any]:
        """Return plain values; shares of 1, USD per month; None stands for what is not known."""
        bought, money, use = self.purchase, self._money, self.purchase.expected_use
        if money is None or use is None:
            return {"verdict": self.verdict(), "expected_use": None}
        known = money.as_dict(bought.ptu, use)
        return {
            "verdict": self.verdict(),
            "expected_use": use,
            "break_even_use": known["break_even_use"],
            "pays": {term: self._pays(term) for term in _TERMS},
            "usd_per_month": known["usd_per_month"],
            "by_the_token_usd_per_month": known["pay_as_you_go_usd_per_month"],
            "usd_source": known["usd_source"],
            "discounts": known["reservations"],
        }

    @property
    def _money(self) -> PtuMoney | None:
        return None if self.purchase.sized is None else self.purchase.sized.money

    def _pays(self, term: str) -> bool | None:
        use = self.purchase.expected_use
        even = None if self._money is None else self._money.break_even_use(term)
        return None if use is None or even is None else use >= even

    def _cheaper(self, money: PtuMoney, use: float) -> str:
        """Say what both would cost; ModelDeployment deploys the cheaper."""
        reserved = money.usd_per_month(self.purchase.ptu, "year")
        tokens = money.tokens_usd_per_month(self.purchase.ptu, use)
        costs = f"{tokens:,.0f} USD a month by the token, {reserved:,.0f} USD reserved for a year"
        return f"{costs}; for its price alone take ModelDeployment"

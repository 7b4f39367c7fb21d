"""How much may a change add before it stops the pull request?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import isclose
from typing import TYPE_CHECKING, Final

from azgreen.errors import Fault, InputError
from azgreen.findings.numbers import digits, number

if TYPE_CHECKING:
    from azgreen.findings.change import Change

_WRITTEN: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(%|kg|USD)", re.IGNORECASE)
_UNITS: Final = {"gco2e": "kg", "usd": "USD"}
_G_PER_KG: Final = 1000
_PERCENT: Final = 100


@dataclass(frozen=True, slots=True)
class Limit:
    """The most that a month's figure may grow by."""

    quantity: str
    """gco2e or usd."""
    amount: float
    """In g or USD; a share where `is_share`."""
    is_share: bool
    written: str

    def exceeded(self, change: Change) -> str | None:
        """Say by what a change is over the limit; None where it is not."""
        grown = change.share(self.quantity) if self.is_share else change.delta(self.quantity)
        # 0.77 - 0.7 is more than a tenth of 0.7 to a computer, and to nobody else
        if grown is None or grown <= self.amount or isclose(grown, self.amount, rel_tol=1e-9):
            return None
        return f"the {self._what} of a month grows by {self._told(grown)}, over {self.written}"

    def silent(self, change: Change) -> tuple[str, ...]:
        """Say of what growth nothing can be said, and why."""
        told: list[str] = []
        if self.is_share and change.share(self.quantity) is None and change.delta(self.quantity):
            why = "a share of nothing is nothing: no growth was judged, give an amount"
            told.append(f"{self.written} for {self._what}: {why}")
        count = len(change.not_compared(self.quantity))
        if count:
            whose = "1 resource" if count == 1 else f"{count} resources"
            why = f"the {self._what} of {whose} that changed is not known"
            told.append(f"{self.written} for {self._what}: {why}, so this limit does not hold it")
        return tuple(told)

    @property
    def _what(self) -> str:
        return "carbon" if self.quantity == "gco2e" else "cost"

    def _told(self, grown: float) -> str:
        if self.is_share:
            return f"{digits(grown * _PERCENT)}%"
        return f"{number(grown, self.quantity)} {_UNITS[self.quantity]}"


def read_limit(option: str, quantity: str, text: str) -> Limit:
    """Read `10%`, `10kg` or `100USD`.

    Raises:
        InputError: it is none of the two that the quantity takes.
    """
    found = _WRITTEN.fullmatch(text.strip())
    unit = _UNITS[quantity]
    if found is None or found[2].lower() not in {"%", unit.lower()}:
        what = f"{text!r} is no limit; write a share such as 10% or an amount such as 10{unit}"
        raise InputError([Fault(option, what)])
    amount = float(found[1])
    if found[2] == "%":
        return Limit(quantity, amount / _PERCENT, is_share=True, written=text.strip())
    factor = _G_PER_KG if quantity == "gco2e" else 1
    return Limit(quantity, amount * factor, is_share=False, written=text.strip())

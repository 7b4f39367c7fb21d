"""How is a figure of a month written for people? With three digits, or whole from a thousand on."""

from __future__ import annotations

from typing import Final

UNITS: Final = {"gco2e": "kgCO2e", "water_l": "L water", "usd": "USD"}
"""The quantities that are shown, with the unit that they are shown in."""

_G_PER_KG: Final = 1000
_NEXT_DIGIT: Final = ((99.95, 0), (9.995, 1), (0.9995, 2))
"""From which amount on how many decimals make three digits."""
_SMALL_DECIMALS: Final = 3


def digits(value: float) -> str:
    """Return a value of at least 0; `~0` for what is too little to be written."""
    found = (decimals for least, decimals in _NEXT_DIGIT if value >= least)
    decimals = next(found, _SMALL_DECIMALS)
    text = f"{value:,.{decimals}f}"
    text = text.rstrip("0").removesuffix(".") if decimals else text
    return "~0" if text == "0" and value else text


def number(amount: float, quantity: str) -> str:
    """Return an amount in the unit of `UNITS`.

    Args:
        amount: At least 0; carbon in g.
        quantity: A key of `UNITS`.
    """
    return digits(amount / _G_PER_KG if quantity == "gco2e" else amount)


def signed(amount: float, quantity: str) -> str:
    """Return a change with its sign, in the unit of `UNITS`."""
    text = number(abs(amount), quantity)
    return text if text in {"0", "~0"} else f"{'+' if amount > 0 else '-'}{text}"


def signed_share(share: float) -> str:
    """Return a change in percent with its sign; empty where that would read as nothing."""
    text = f"{share:+,.1%}"
    return "" if text in {"+0.0%", "-0.0%"} else text

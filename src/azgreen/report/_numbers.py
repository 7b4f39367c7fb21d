"""How is a number written on the page?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

    from azgreen.catalog import Spread

NOT_KNOWN: Final = "not known"
MINUS: Final = "\N{MINUS SIGN}"
_KG: Final = 1000
_TO: Final = " to "


def number(value: float) -> str:
    """Write two significant digits, which is more than the estimate knows, and no exponent."""
    return f"{float(f'{value:.2g}'):,.15g}"


def whole(value: float) -> str:
    """Write a number without decimals."""
    return f"{value:,.0f}"


def share(value: float) -> str:
    """Write a share in per cent."""
    return f"{value:.0%}".replace("-", MINUS)


def coverage(value: float) -> str:
    """Write a share in per cent so that only all is written as all."""
    return f"{min(value, 0.999) if value < 1 else 1:.1%}"


def kg(value: Spread | None) -> str:
    """Write grams as kilograms: the middle, then low to high."""
    if value is None:
        return NOT_KNOWN
    low, mid, high = (number(end / _KG) for end in (value.low, value.mid, value.high))
    return f"{mid} ({low}{_TO}{high})"


def kg_ends(value: Spread | None) -> tuple[str, str, str]:
    """Write grams as kilograms: low, middle and high."""
    if value is None:
        return NOT_KNOWN, NOT_KNOWN, NOT_KNOWN
    low, mid, high = (number(end / _KG) for end in (value.low, value.mid, value.high))
    return low, mid, high


def plain(value: Spread | None) -> str:
    """Write the middle without decimals, and the ends where they differ."""
    if value is None:
        return NOT_KNOWN
    if value.low == value.high:
        return whole(value.mid)
    return f"{whole(value.mid)} ({whole(value.low)}{_TO}{whole(value.high)})"


def usd(value: float | None) -> str:
    """Write dollars."""
    return NOT_KNOWN if value is None else whole(value)


def month_name(month: date) -> str:
    """Write a month so that no line breaks within it."""
    return f"{month:%b}\N{NO-BREAK SPACE}{month:%Y}"


def spread(value: Spread | None) -> str:
    """Write the middle, then low to high, in the unit that the value has."""
    if value is None:
        return NOT_KNOWN
    return f"{number(value.mid)} ({number(value.low)}{_TO}{number(value.high)})"

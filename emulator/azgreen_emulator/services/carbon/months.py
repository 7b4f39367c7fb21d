"""Which months has Azure reported, and which months lie in a range? A month is its first day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

REPORTED_ON: Final = 19
"""Day of a month by which the month before is there (azure-docs, carbon-optimization)."""

_KEPT: Final = 12
"""Months that are kept (azure-docs, carbon-optimization/overview)."""
_A_YEAR: Final = 12


def available(today: date) -> tuple[date, date]:
    """Return the first and the last month that there are data of."""
    last = moved(today, -1 if today.day >= REPORTED_ON else -2)
    return moved(last, 1 - _KEPT), last


def moved(month: date, by: int) -> date:
    """Return the month that is so many months later."""
    year, rest = divmod(month.year * _A_YEAR + month.month - 1 + by, _A_YEAR)
    return month.replace(year=year, month=rest + 1, day=1)


def between(first: date, last: date) -> list[date]:
    """Return the months from the first to the last, both included."""
    found = [first]
    while found[-1] < last:
        found.append(moved(found[-1], 1))
    return found

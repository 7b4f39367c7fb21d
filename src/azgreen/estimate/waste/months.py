"""What would a month save, as far as it is known of the resource that goes or changes?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen.catalog import Spread
from azgreen.estimate.rightsizing import QUANTITIES, Month

if TYPE_CHECKING:
    from collections.abc import Mapping

    from azgreen.estimate.inventory import Line

_UNITS = {"gco2e": "gCO2e", "water_l": "L of water", "usd": "USD"}


def of_figures(figures: Mapping[str, Spread | str]) -> Month:
    """Return a month of figures, one or a reason for each of `QUANTITIES`."""
    given = {name: figures[name] for name in QUANTITIES}
    return Month(
        {name: found for name, found in given.items() if isinstance(found, Spread)},
        {name: found for name, found in given.items() if isinstance(found, str)},
    )


def nothing() -> Month:
    """Return a month in which nothing is saved, which is known."""
    return of_figures(dict.fromkeys(QUANTITIES, Spread.exactly(0)))


def of_line(line: Line) -> Month:
    """Return all that a resource takes in a month."""
    return of_figures({name: line.figure(name) or line.not_known[name] for name in QUANTITIES})


def less(now: Line, then: Line) -> Month:
    """Return what a month saves by which one thing takes less than another.

    Corners are paired: the same uncertainty is on both sides. What saves nothing in a corner saves
    0 there; what costs more by the middle is no saving, and says so.
    """
    return of_figures({name: _less(name, now, then) for name in QUANTITIES})


def _less(name: str, now: Line, then: Line) -> Spread | str:
    before, after = now.figure(name), then.figure(name)
    if before is None or after is None:
        return now.not_known.get(name) or then.not_known[name]
    saved = before.mid - after.mid
    if saved < 0:
        return f"{-saved:.4g} {_UNITS[name]} more a month"
    ends = (before.low - after.low, saved, before.high - after.high)
    return Spread(max(0.0, min(ends)), saved, max(ends))

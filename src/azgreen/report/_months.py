"""Where do months stand on a chart, and how are its axes and its key drawn?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from azgreen.report._figures import FONT, WIDTH, line, text_width, words
from azgreen.report._numbers import number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from xml.etree.ElementTree import Element

    from azgreen.report._scales import Scale

LEFT: Final = 38.0
RIGHT: Final = WIDTH - 2
_WIDEST: Final = 46.0
_JANUARY: Final = 1
_ROW: Final = 17.0
_SIGN: Final = 18.0
_GAP: Final = 12.0


@dataclass(frozen=True, slots=True)
class Columns:
    """A column for each month, side by side."""

    months: Sequence[date]

    @property
    def step(self) -> float:
        """Units from one month to the next."""
        return (RIGHT - LEFT) / len(self.months)

    @property
    def width(self) -> float:
        """Units that a column is wide."""
        return min(self.step * 0.84, _WIDEST)

    def at(self, place: int) -> float:
        """Return the middle of a column."""
        return LEFT + (place + 0.5) * self.step


def month_axis(columns: Columns, bottom: float) -> list[Element]:
    """Return the names of the months, with the year at the first one and at each January."""
    drawn = [line((LEFT, bottom), (RIGHT, bottom), "base")]
    for place, month in enumerate(columns.months):
        drawn.append(words(columns.at(place), bottom + 10, f"{month:%b}", "middle"))
        if place == 0 or month.month == _JANUARY:
            drawn.append(words(columns.at(place), bottom + 23, f"{month:%Y}", "middle", "axis"))
    return drawn


def value_axis(y: Scale, title: str, unit: float = 1.0) -> list[Element]:
    """Return the round values, in so many of the scale's units, with what they are of above."""
    drawn = [words(0, 7, title, class_="axis")]
    for tick in y.ticks():
        drawn += [
            line((LEFT, y.at(tick)), (RIGHT, y.at(tick)), "grid"),
            words(LEFT - 4, y.at(tick), number(tick / unit), "end"),
        ]
    return drawn


@dataclass(frozen=True, slots=True)
class Sign:
    """What a sign of a chart stands for."""

    name: str
    draw: Callable[[float, float], Sequence[Element]]
    """Draws it around a point, no wider than 14 units."""


def key(signs: Sequence[Sign], top: float) -> tuple[list[Element], float]:
    """Return the signs with their names, in as many rows as they need, and where these end."""
    drawn: list[Element] = []
    left, y = 0.0, top + FONT / 2
    for sign in signs:
        wide = _SIGN + text_width(sign.name) + _GAP
        if left and left + wide - _GAP > WIDTH:
            left, y = 0.0, y + _ROW
        drawn += [*sign.draw(left + _SIGN / 2 - 1, y), words(left + _SIGN, y, sign.name)]
        left += wide
    return drawn, y + FONT / 2 + 2

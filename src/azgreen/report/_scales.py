"""Where on an axis does a value stand, and which values are written on it?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_NICE: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_SLACK: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Scale:
    """From values to units of the picture; logarithmic where linear would press all to one end."""

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def at(self, value: float) -> float:
        """Return where the value stands."""
        low, high, here = (self._level(item) for item in (self.low, self.high, value))
        return self.start + (here - low) / (high - low) * (self.end - self.start)

    def ticks(self, about: int = 4) -> list[float]:
        """Return about so many round values."""
        if self.log:
            found = [10.0**power for power in range(-6, 12)]
            found = [tick * by for tick in found for by in (1, 3)]
        else:
            step = _step((self.high - self.low) / about)
            first = math.ceil(self.low / step - _SLACK)
            found = [step * count for count in range(first, first + 4 * about)]
        return [tick for tick in found if self._holds(tick)]

    def _holds(self, tick: float) -> bool:
        slack = _SLACK * (self.high - self.low)
        return self.low - slack <= tick <= self.high + slack

    def _level(self, value: float) -> float:
        return math.log10(value) if self.log else value


def from_zero(values: Iterable[float], start: float, end: float) -> Scale:
    """Return a scale that begins at 0 and ends a little above the greatest value."""
    return Scale(0.0, (max(values, default=0.0) or 1.0) * 1.12, start, end)


def around(values: Iterable[float], start: float, end: float) -> Scale:
    """Return a scale that leaves room on both sides of the values."""
    known = list(values) or [1.0]
    low, high = min(known), max(known)
    room = (high - low) * 0.2 or (high * 0.2 or 1.0)
    return Scale(max(0.0, low - room), high + room, start, end)


def logarithmic(values: Iterable[float], start: float, end: float) -> Scale:
    """Return a logarithmic scale around values above 0."""
    known = list(values)
    return Scale(min(known) / 1.6, max(known) * 1.6, start, end, log=True)


def _step(raw: float) -> float:
    """Return the next round number from `raw` on."""
    size = 10.0 ** math.floor(math.log10(raw))
    return next(size * nice for nice in _NICE if size * nice >= raw - _SLACK * size)

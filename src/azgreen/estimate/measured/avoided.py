"""What did the answers of a cache spare, at most: requests x what a request takes of the model?

Azure counts keys that were found (`cachehits` of `Microsoft.Cache/redisEnterprise`), not answers
that were given again. So each figure here is the most that can have been avoided.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from azgreen.estimate.measured.energy import bounds
from azgreen.estimate.measured.rows import plain
from azgreen.estimate.placement.workload import SECONDS_PER_MONTH

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime

    from azgreen.catalog import Spread
    from azgreen.estimate.measured.energy import Asked, Minutes
    from azgreen.estimate.measured.gpus import Unread
    from azgreen.estimate.measured.per_request import PerRequest

UPPER_BOUND: Final = (
    "an upper bound: cachehits counts every key that was found, and not answers that were given"
    " again; how it counts searches by vector is not documented"
)
OWN_NOT_KNOWN: Final = (
    "what the cache and the embedding of each prompt draw themselves is not published, so it is not"
    " taken off"
)
_PER_KILO: Final = 1000


@dataclass(frozen=True, slots=True)
class HitReading:
    """What a cache counted."""

    resource: str
    """Its id."""
    hits: Minutes
    """Keys found in each step, by its beginning."""
    step_s: int
    asked: Asked
    usd_per_month: Spread | None
    """List price of the cache."""


@dataclass(frozen=True, slots=True)
class AvoidedMonth:
    """The most that one cache spared in one month; None stands for what is not known."""

    resource: str
    month: date
    hits: float | None
    """Keys found; None where Azure keeps nothing of the month, or measured nothing."""
    coverage: float | None
    """Share of the steps that were measured; None where Azure keeps none."""
    each: PerRequest | None
    cache_usd: Spread | None
    """List price of the cache for the time that was measured."""

    @property
    def kgco2e(self) -> Spread | None:
        """Use and hardware of the avoided requests."""
        return self._of(lambda each: each.gco2e, 1 / _PER_KILO)

    @property
    def energy_kwh(self) -> Spread | None:
        """IT energy, before PUE."""
        return self._of(lambda each: each.energy_wh, 1 / _PER_KILO)

    @property
    def water_l(self) -> Spread | None:
        """On site."""
        return self._of(lambda each: each.water_l)

    @property
    def usd(self) -> Spread | None:
        """List price of the avoided tokens."""
        return self._of(lambda each: each.usd)

    @property
    def net_usd(self) -> float | None:
        """By the middles: what was avoided less what the cache costs; below 0 it costs more."""
        if self.usd is None or self.cache_usd is None:
            return None
        return self.usd.mid - self.cache_usd.mid

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys."""
        return {
            "resource": self.resource,
            "month": f"{self.month:%Y-%m}",
            "key_hits": self.hits,
            "coverage": self.coverage,
            "at_most": {
                "energy_kwh": plain(self.energy_kwh),
                "kgco2e": plain(self.kgco2e),
                "water_l": plain(self.water_l),
                "usd": plain(self.usd),
            },
            "cache_usd": plain(self.cache_usd),
            "net_usd": self.net_usd,
        }

    def _of(self, part: Callable[[PerRequest], Spread | None], times: float = 1) -> Spread | None:
        found = None if self.each is None else part(self.each)
        if found is None or self.hits is None:
            return None
        return found * (self.hits * times)


@dataclass(frozen=True, slots=True)
class Avoided:
    """What all caches of a stack spared at most."""

    months: tuple[AvoidedMonth, ...]
    """Of each cache, the oldest first; empty where there is none, or none could be read."""
    each: PerRequest | None = None
    why_not: str = ""
    """Why nobody knows what a request takes of the model that would have answered."""
    unread: tuple[Unread, ...] = ()

    def of(self, month: date) -> tuple[AvoidedMonth, ...]:
        """Return one month of all caches."""
        return tuple(each for each in self.months if each.month == month)

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys."""
        return {
            "months": [each.as_dict() for each in self.months],
            "models": [] if self.each is None else list(self.each.models),
            "not_known": self.why_not or None,
            "not_read": [each.as_dict() for each in self.unread],
            "limits": [UPPER_BOUND, OWN_NOT_KNOWN] if self.months else [],
        }


def avoided_months(
    reading: HitReading, months: Sequence[date], each: PerRequest | None
) -> tuple[AvoidedMonth, ...]:
    """Return what a cache spared at most, month by month."""
    return tuple(_month(reading, month, each) for month in months)


def _month(reading: HitReading, month: date, each: PerRequest | None) -> AvoidedMonth:
    start, end = bounds(month)
    since, until = max(start, reading.asked.since), min(end, reading.asked.until)
    asked = max(0, int((until - since).total_seconds()) // reading.step_s)
    known = _within(reading.hits, since, until)
    share = len(known) * reading.step_s / SECONDS_PER_MONTH
    price = reading.usd_per_month
    return AvoidedMonth(
        resource=reading.resource,
        month=month,
        hits=math.fsum(known) if known else None,
        coverage=min(1.0, len(known) / asked) if asked else None,
        each=each,
        cache_usd=price * share if price is not None and known else None,
    )


def _within(
    values: Mapping[datetime, float | None], since: datetime, until: datetime
) -> list[float]:
    return [value for at, value in values.items() if value is not None and since <= at < until]

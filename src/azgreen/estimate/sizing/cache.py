"""How large must the store of a semantic cache be, and what does it avoid?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from azgreen.estimate.sizing.cosmos import CosmosSize, size_cosmos
from azgreen.estimate.sizing.inputs import Faults
from azgreen.estimate.sizing.redis import RedisSize, size_redis

if TYPE_CHECKING:
    from azgreen.estimate.footprint import Footprint

STORES: Final = ("redis", "cosmos")

DEFAULT_PAYLOAD_BYTES: Final = 4096
"""Prompt and answer of an entry; assumption: about 1,000 tokens of four bytes."""

WRONG_HIT_SHARE: Final = 0.092
"""Of hits at a similarity of 0.8 that were wrong: GPTCache's own data, 999 pairs."""


@dataclass(frozen=True, slots=True)
class CacheNeed:
    """What the cache is to hold; give `entries`, or `entries_per_hour` and `ttl_h`."""

    dimensions: int
    store: str = STORES[0]
    entries: float | None = None
    """Entries alive at once."""
    entries_per_hour: float | None = None
    """New entries: requests that miss."""
    ttl_h: float | None = None
    """Hours after which an entry goes."""
    payload_bytes: float = DEFAULT_PAYLOAD_BYTES
    requests_per_second: float | None = None
    """Lookups; needed for the throughput of Cosmos DB and for what is avoided."""
    hit_rate: float | None = None

    @property
    def held_entries(self) -> int:
        """Entries alive at once: as given, or new ones per hour x hours that each lives."""
        if self.entries is not None:
            return math.ceil(self.entries)
        return math.ceil((self.entries_per_hour or 0.0) * (self.ttl_h or 0.0))


@dataclass(frozen=True, slots=True)
class Avoided:
    """What hits spare in an hour, before what the cache itself takes."""

    requests_per_h: float
    tokens_per_h: float
    footprint: Footprint
    """Of as many requests to the model."""

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys."""
        usd = self.footprint.usd
        return {
            "requests_per_h": self.requests_per_h,
            "tokens_per_h": self.tokens_per_h,
            "gco2e_per_h": (self.footprint.gco2e * self._share).as_dict(),
            "usd_per_h": None if usd is None else (usd * self._share).as_dict(),
        }

    @property
    def _share(self) -> float:
        return self.requests_per_h / self.footprint.requests

    def explain(self) -> list[str]:
        """Say what is avoided and what is left out of it."""
        spared = self.footprint.gco2e * self._share
        return [
            (
                f"avoided: {self.requests_per_h:,.0f} requests/h, {self.tokens_per_h:,.0f} "
                f"tokens/h, {spared} gCO2e/h by {self.footprint.model}"
            ),
            (
                "not counted: embedding each prompt (no size of those models is published) and the "
                "cache's own power (not published)"
            ),
            (
                f"weak: at a similarity of 0.8 about {WRONG_HIT_SHARE:.0%} of hits are wrong "
                "answers (GPTCache); measure on your own prompts"
            ),
        ]


@dataclass(frozen=True, slots=True)
class CacheSize:
    """The store to take, and what the cache avoids; None in `avoided` where no load was given."""

    need: CacheNeed
    store: RedisSize | CosmosSize
    avoided: Avoided | None

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys."""
        return {
            "store": self.need.store,
            "entries": self.need.held_entries,
            "dimensions": int(self.need.dimensions),
            **self.store.as_dict(),
            "avoided": None if self.avoided is None else self.avoided.as_dict(),
            "explain": self.explain(),
        }

    def explain(self) -> list[str]:
        """Say how the numbers came about: formula, inputs and sources, one thing a line."""
        told = [] if self.avoided is None else self.avoided.explain()
        return [*self.store.explain(), *told]


def size_cache(need: CacheNeed, footprint: Footprint | None = None) -> CacheSize:
    """Return the store that holds `need`; with the model's `footprint` also what hits avoid.

    Raises:
        InputError: a number or name is not usable.
        EstimateError: no size on sale holds so many entries.
    """
    _check(need)
    store = _store(need)
    return CacheSize(need, store, None if footprint is None else _avoided(need, footprint))


def _store(need: CacheNeed) -> RedisSize | CosmosSize:
    if need.store == STORES[0]:
        return size_redis(need.held_entries, need.dimensions, need.payload_bytes)
    lookups = need.requests_per_second or 0.0
    return size_cosmos(
        need.held_entries,
        need.dimensions,
        need.payload_bytes,
        lookups,
        lookups * (1 - (need.hit_rate or 0.0)),
    )


def _avoided(need: CacheNeed, footprint: Footprint) -> Avoided | None:
    if need.requests_per_second is None or need.hit_rate is None:
        return None
    spared = 3600 * need.requests_per_second * need.hit_rate
    tokens = footprint.traffic.input_tokens + footprint.traffic.output_tokens
    return Avoided(spared, spared * tokens, footprint)


def _check(need: CacheNeed) -> None:
    faults = Faults()
    faults.positive(
        entries=need.entries,
        entries_per_hour=need.entries_per_hour,
        ttl_h=need.ttl_h,
        payload_bytes=need.payload_bytes,
        requests_per_second=need.requests_per_second,
    )
    faults.whole(dimensions=need.dimensions, entries=need.entries)
    faults.share(hit_rate=need.hit_rate)
    if need.store not in STORES:
        faults.add("store", f"{need.store!r} is unknown; allowed: {', '.join(STORES)}")
    by_rate = need.entries_per_hour is not None and need.ttl_h is not None
    if need.entries is None and not by_rate:
        faults.add("entries", "give the entries, or entries per hour and the hours that each lives")
    if need.entries is not None and need.entries_per_hour is not None:
        faults.add("entries", "give this or entries per hour, one of the two")
    faults.check()

"""Which two constraints leave no region between them, whatever is offered there?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

from azgreen.catalog import (
    BATCH,
    BATCH_HOURS,
    deployable_offers,
    region,
    regions,
    round_trip_ms,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from azgreen.estimate.placement.workload import Workload

_SHOWN: Final = 3

Allowed = dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two keys of a workload and why both cannot hold."""

    first: str
    second: str
    reason: str


def contradictions(workload: Workload) -> list[Contradiction]:
    """Return every pair of constraints that no region holds although each has some that do."""
    allowed = _allowed(workload)
    pairs = [
        Contradiction(one, other, _reason(workload, one, other, allowed))
        for one, other in combinations(allowed, 2)
        if allowed[one] and allowed[other] and not allowed[one] & allowed[other]
    ]
    return pairs + _models_and_skus(workload) + _trip_and_batch(workload)


def _allowed(workload: Workload) -> Allowed:
    """Return, for each constraint that looks at the region alone, which regions hold it."""
    start, most = workload.from_region, workload.max_round_trip_ms
    rule, limit = workload.residency, workload.max_grid_gco2e_per_kwh
    sets: Allowed = {}
    if rule is not None:
        sets["residency"] = frozenset(r.name for r in regions() if rule.allows(r))
    if start is not None and most is not None:
        sets["maxRoundTripMs"] = frozenset(
            r.name for r in regions() if _trip_ms(start, r.name) <= most
        )
    if limit is not None:
        sets["maxGridGco2ePerKwh"] = frozenset(
            r.name for r in regions() if r.grid_gco2e_per_kwh <= limit
        )
    if workload.exclude_regions:
        every = frozenset(r.name for r in regions())
        sets["excludeRegions"] = every - workload.exclude_regions
    return sets


def _reason(workload: Workload, one: str, other: str, allowed: Mapping[str, frozenset[str]]) -> str:
    start = workload.from_region or ""
    if other == "excludeRegions":
        return f"every region that {one} allows is excluded: {_few(allowed[one])}"
    if other == "maxRoundTripMs":
        near, trip_ms = _least(allowed[one], lambda name: _trip_ms(start, name))
        if math.isinf(trip_ms):
            return f"no round trip from {start} to a region that {one} allows is published"
        far = f"farther than {workload.max_round_trip_ms:g} ms from {start}"
        return f"every region that {one} allows is {far}; the nearest is {near} with {trip_ms:g} ms"
    clean, grid = _least(allowed[one], lambda name: region(name).grid_gco2e_per_kwh)
    dirty = f"over {workload.max_grid_gco2e_per_kwh:g} gCO2e/kWh"
    return f"every region that {one} allows is {dirty}; the cleanest is {clean} with {grid:g}"


def _models_and_skus(workload: Workload) -> list[Contradiction]:
    under = {item.sku for item in deployable_offers() if item.model in workload.models}
    if not under or under & set(workload.skus):
        return []
    names = " or ".join(workload.models)
    reason = f"{names} is offered only as {' or '.join(sorted(under))}"
    return [Contradiction("models", "skus", reason)]


def _trip_and_batch(workload: Workload) -> list[Contradiction]:
    most = workload.max_round_trip_ms
    if most is None or workload.ways != frozenset((BATCH,)):
        return []
    verb = "answers" if len(workload.skus) == 1 else "answer"
    said = f"{verb} within {BATCH_HOURS} hours as a target, not within {most:g} ms"
    reason = f"{' and '.join(workload.skus)} {said}"
    return [Contradiction("maxRoundTripMs", "skus", reason)]


def _least(names: frozenset[str], value: Callable[[str], float]) -> tuple[str, float]:
    best = min(sorted(names), key=value)
    return best, value(best)


def _trip_ms(start: str, end: str) -> float:
    known = round_trip_ms(start, end)
    return math.inf if known is None else known


def _few(names: frozenset[str]) -> str:
    shown = sorted(names)
    more = len(shown) - _SHOWN
    return ", ".join(shown[:_SHOWN]) + (f" and {more} more" if more > 0 else "")

"""Which constraint does a place break, by how much, and what would it have to be to hold?

A limit is a promise, so where the region is not known (Global and DataZone SKUs) the worst region
that may serve counts: of the grid, of the round trip, and of the names that are excluded. The grid
is that of the yearly averages: an hour neither keeps such a promise nor breaks it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from azgreen.catalog import BATCH, BATCH_HOURS, PROVISIONED, round_trip_ms, way_of

if TYPE_CHECKING:
    from azgreen.catalog import Region
    from azgreen.estimate.placement.candidate import Candidate
    from azgreen.estimate.placement.workload import Residency, Workload

ORDER = (
    "excludeRegions",
    "residency",
    "maxRoundTripMs",
    "maxGridGco2ePerKwh",
    "models",
    "skus",
    "quota",
    "maxUsdPerMonth",
)
"""The order in which constraints are looked at: what is said of a region is the first it breaks."""

_LEAVE_OUT = "leave maxRoundTripMs out"


@dataclass(frozen=True, slots=True)
class Failure:
    """A constraint that does not hold; `fix` is None where nothing in the workload could mend it.

    `needed` is the least value of the constraint that would admit the place, where it is a number.
    """

    constraint: str
    reason: str
    fix: str | None = None
    needed: float | None = None

    @property
    def rank(self) -> int:
        """Place in `ORDER`."""
        return ORDER.index(self.constraint)


def failures(workload: Workload, candidate: Candidate) -> tuple[Failure, ...]:
    """Return every constraint that the candidate breaks, in `ORDER`."""
    found = [check(workload, candidate) for check in _CHECKS]
    return tuple([failure for failure in found if failure is not None])


def region_failure(workload: Workload, region: Region) -> Failure:
    """Return the first constraint that a region breaks in which nothing is offered."""
    start, most = workload.from_region, workload.max_round_trip_ms
    if region.name in workload.exclude_regions:
        return _is_excluded(region.name)
    if workload.residency is not None and not workload.residency.allows(region):
        return _not_resident(workload.residency, region)
    if start is not None and most is not None:
        trip = round_trip_ms(start, region.name)
        if trip is None:
            return _unmeasured(start, region.name)
        if trip > most:
            return Failure("maxRoundTripMs", _too_far(trip, "", most))
    limit = workload.max_grid_gco2e_per_kwh
    if limit is not None and region.grid_gco2e_per_kwh > limit:
        return _too_dirty(region.grid_gco2e_per_kwh, limit)
    return Failure("models", f"offers none of {', '.join(workload.models)}")


def _excluded(workload: Workload, candidate: Candidate) -> Failure | None:
    excluded = workload.exclude_regions
    if not excluded:
        return None
    if candidate.region.name in excluded:
        return _is_excluded(candidate.region.name)
    names = sorted({item.name for item in candidate.place.regions} & excluded)
    if not names:
        return None
    reason = f"{candidate.sku} may process in {names[0]}, which excludeRegions names"
    return Failure("excludeRegions", reason, f"take {', '.join(names)} out of excludeRegions")


def _is_excluded(name: str) -> Failure:
    return Failure("excludeRegions", "excluded", f"take {name} out of excludeRegions")


def _residency(workload: Workload, candidate: Candidate) -> Failure | None:
    rule, zone = workload.residency, candidate.data_zone
    if rule is None:
        return None
    allowed = rule.allows(candidate.region)
    if candidate.place.region_is_pinned:
        return None if allowed else _not_resident(rule, candidate.region)
    if zone is not None and zone in rule.data_zones:
        return None
    pool = "any region" if zone is None else f"all of data zone {zone}"
    lead = f"{candidate.sku} may process in {pool}" if allowed else _in(candidate.region)
    fix = "leave residency out" if zone is None else f"add dataZone {zone} to residency"
    return Failure("residency", f"{lead}; residency is {rule}", fix)


def _not_resident(rule: Residency, region: Region) -> Failure:
    reason = f"{_in(region)}; residency is {rule}"
    return Failure("residency", reason, f"add region {region.name} to residency")


def _in(region: Region) -> str:
    return f"in {region.geography}"


def _round_trip(workload: Workload, candidate: Candidate) -> Failure | None:
    start, most = workload.from_region, workload.max_round_trip_ms
    if start is None or most is None:
        return None
    if way_of(candidate.sku) == BATCH:
        reason = f"{candidate.sku} answers within {BATCH_HOURS} hours as a target, over {most:g} ms"
        return Failure("maxRoundTripMs", reason, _LEAVE_OUT, math.inf)
    trip, missing = candidate.round_trip_ms, candidate.unmeasured
    pooled = "" if candidate.place.region_is_pinned else candidate.sku
    if trip is not None and trip.high > most:
        # raising the limit helps only where every region of the pool is within some limit
        fix = _LEAVE_OUT if missing else f"raise maxRoundTripMs from {most:g} to {trip.high:g}"
        needed = math.inf if missing else trip.high
        said = (trip.low, "") if trip.low > most else (trip.high, pooled)
        return Failure("maxRoundTripMs", _too_far(*said, most), fix, needed)
    if not missing:
        return None
    end = candidate.region.name
    return _unmeasured(start, end if trip is None else missing[0], pooled if trip else "")


def _too_far(trip_ms: float, pooled: str, most: float) -> str:
    note = f", worst region of {pooled}" if pooled else ""
    return f"round trip {trip_ms:g} ms over {most:g} ms{note}"


def _unmeasured(start: str, end: str, pooled: str = "") -> Failure:
    lead = f"{pooled} may process in {end}: " if pooled else ""
    reason = f"{lead}no round trip between {start} and {end} is published"
    return Failure("maxRoundTripMs", reason, _LEAVE_OUT, math.inf)


def _grid(workload: Workload, candidate: Candidate) -> Failure | None:
    limit, grid = workload.max_grid_gco2e_per_kwh, candidate.yearly_grid_gco2e_per_kwh.high
    if limit is None or grid <= limit:
        return None
    return _too_dirty(grid, limit, "" if candidate.place.region_is_pinned else candidate.sku)


@lru_cache
def _too_dirty(grid: float, limit: float, pooled: str = "") -> Failure:
    note = f", worst region of {pooled}" if pooled else ""
    reason = f"grid {grid:g} gCO2e/kWh over {limit:g}{note}"
    fix = f"raise maxGridGco2ePerKwh from {limit:g} to {grid:g}"
    return Failure("maxGridGco2ePerKwh", reason, fix, grid)


def _model(_: Workload, candidate: Candidate) -> Failure | None:
    offer = candidate.offer
    if candidate.retired:
        return Failure("models", f"{offer.model} {offer.version} is retired")
    if candidate.gco2e_per_month is None:
        reason = f"the size of {offer.model} is not known, so neither is its carbon"
        return Failure("models", reason)
    if candidate.need.units is None:
        reason = f"the PTUs that {offer.model} needs are not known: {candidate.need.reason}"
        return Failure("models", reason)
    return None


def _sku(workload: Workload, candidate: Candidate) -> Failure | None:
    if candidate.sku in workload.skus:
        return None
    if way_of(candidate.sku) == BATCH and BATCH not in workload.ways:
        wait = f"answers within {BATCH_HOURS} hours as a target"
        reason = f"{candidate.model} as {candidate.sku} {wait}; the workload does not say it can"
        return Failure("skus", f"{reason} wait", "write 'deferrable: true'")
    wanted = " or ".join(workload.skus)
    reason = f"{candidate.model} is offered as {candidate.sku}, not as {wanted}"
    return Failure("skus", reason, f"add {candidate.sku} to skus")


def _quota(_: Workload, candidate: Candidate) -> Failure | None:
    free, need = candidate.free_units, candidate.need
    if free is None or need.units is None or need.units <= free:
        return None
    return _too_little(f"{candidate.model} {candidate.sku}", free, need.units, need.unit)


@lru_cache
def _too_little(what: str, free: int, needed: int, unit: str) -> Failure:
    reason = f"{free} {unit} free of {what}, under the {needed} needed"
    fix = f"have the quota of {what} raised from {free} to {needed} {unit}"
    return Failure("quota", reason, fix, needed)


def _cost(workload: Workload, candidate: Candidate) -> Failure | None:
    limit, cost = workload.max_usd_per_month, candidate.usd_per_month
    if limit is None or (cost is not None and cost <= limit):
        return None
    provisioned = way_of(candidate.sku) == PROVISIONED
    if cost is None:
        reason = f"no list price of {candidate.model} {candidate.sku} is known"
        if provisioned:
            reason = f"no meter of {candidate.sku} is listed in {candidate.region.name}"
        return Failure("maxUsdPerMonth", reason, "leave maxUsdPerMonth out", math.inf)
    needed = math.ceil(cost)
    fix = f"raise maxUsdPerMonth from {limit:g} to {needed}"
    lead = f"needs {candidate.need}: " if provisioned else ""
    reason = f"{lead}{cost:,.0f} USD a month over {limit:,g}"
    return Failure("maxUsdPerMonth", reason, fix, needed)


_CHECKS = (_excluded, _residency, _round_trip, _grid, _model, _sku, _quota, _cost)

"""What does a WORKLOAD.yaml ask for? Reads it strictly and tells every fault with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from azgreen.catalog import BATCH_SKUS, DATA_ZONES, deployable_skus, model, region, regions
from azgreen.errors import Fault, InputError, UnknownNameError
from azgreen.estimate.placement import (
    Residency,
    Weights,
    Workload,
    contradictions,
    pay_as_you_go,
)
from azgreen.estimate.traffic import Traffic
from azgreen.yaml_fields import Fields, read_fields

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from azgreen.estimate.placement import NoPlaceError

_REQUIRED: Final = ("name", "traffic", "models")
_OPTIONAL: Final = (
    "skus",
    "deferrable",
    "from",
    "maxRoundTripMs",
    "residency",
    "excludeRegions",
    "maxUsdPerMonth",
    "maxGridGco2ePerKwh",
    "weights",
)
_TRAFFIC: Final = ("requestsPerSecond", "inputTokens", "outputTokens")
_RESIDENCY: Final = ("dataZone", "geographies", "regions")
_WEIGHTS: Final = ("carbon", "cost", "latency")


def read_workload(file: Path) -> Workload:
    """Read a workload.

    Raises:
        InputError: every fault of the file at once, or which two constraints contradict each other.
    """
    fields = read_fields(file)
    fields.known(_REQUIRED, _OPTIONAL)
    read = _values(fields)
    fields.raise_any()
    workload = Workload(**read)
    for pair in contradictions(workload):
        first = f"line {fields.line(pair.first)}" if fields.has(pair.first) else "the default"
        what = f"contradicts {pair.first} ({first}): {pair.reason}; relax one of the two"
        fields.refuse(pair.second, what)
    fields.raise_any()
    return workload


def without_place(error: NoPlaceError, file: Path) -> InputError:
    """Return the fault of a workload that no place holds, at the line of what to relax first."""
    first = error.relaxations[0].constraints[0] if error.relaxations else "models"
    fields = read_fields(file)
    where = f"{file}:{fields.line(first)}" if fields.has(first) else str(file)
    return InputError([Fault(where, str(error))])


def _values(fields: Fields) -> dict[str, Any]:
    limits = {
        "max_round_trip_ms": fields.number("maxRoundTripMs"),
        "max_usd_per_month": fields.number("maxUsdPerMonth"),
        "max_grid_gco2e_per_kwh": fields.number("maxGridGco2ePerKwh"),
    }
    start = fields.text("from")
    found = {
        "name": fields.text("name"),
        "traffic": _traffic(fields),
        "models": _models(fields),
        "skus": _skus(fields),
        "from_region": None if start is None else _name(fields, "from", start, _region_name),
        "residency": _residency(fields),
        "exclude_regions": frozenset(_known(fields, "excludeRegions", _region_name)),
        "weights": _weights(fields),
    }
    if fields.has("maxRoundTripMs") and not fields.has("from"):
        fields.refuse("maxRoundTripMs", "says nothing without 'from'; write where callers are")
    return found | limits


def _traffic(fields: Fields) -> Traffic | None:
    given = fields.fields("traffic")
    if given is None:
        return None
    given.known(_TRAFFIC)
    numbers = [given.number(key) for key in _TRAFFIC]
    rate, tokens_in, tokens_out = numbers
    if rate is None or tokens_in is None or tokens_out is None:
        return None
    return Traffic(rate, tokens_in, tokens_out)


def _models(fields: Fields) -> tuple[str, ...]:
    found = _known(fields, "models", lambda name: model(name).name)
    kinds = sorted({model(name).kind for name in found})
    if len(kinds) > 1:
        mixed = f"{' and '.join(kinds)} models do not stand in for each other"
        fields.refuse("models", f"{mixed}; write a workload for each kind")
    return tuple(found)


def _skus(fields: Fields) -> tuple[str, ...]:
    """Return the SKUs that are accepted; what can wait for a day is accepted in batches too."""
    listed = {name.lower(): name for name in deployable_skus()}

    def spelled(name: str) -> str:
        if name.lower() not in listed:
            raise UnknownNameError("sku", name, listed.values())
        return listed[name.lower()]

    named = _known(fields, "skus", spelled) if fields.has("skus") else pay_as_you_go()
    more = BATCH_SKUS if fields.flag("deferrable") else ()
    return tuple(dict.fromkeys((*named, *more)))


def _residency(fields: Fields) -> Residency | None:
    given = fields.fields("residency")
    if given is None:
        return None
    given.known((), _RESIDENCY)
    if not any(given.has(key) for key in _RESIDENCY):
        fields.refuse("residency", f"allows no region; write one of {', '.join(_RESIDENCY)}")
    lands = {item.geography.lower(): item.geography for item in regions()}
    zones = {zone: zone for zone in DATA_ZONES}
    return Residency(
        data_zones=frozenset(_known(given, "dataZone", _one_of("data zone", zones))),
        geographies=frozenset(_known(given, "geographies", _one_of("geography", lands))),
        regions=frozenset(_known(given, "regions", _region_name)),
    )


def _weights(fields: Fields) -> Weights:
    given = fields.fields("weights")
    if given is None:
        return Weights()
    given.known((), _WEIGHTS)
    carbon, cost, latency = (given.number(key, above=None) or 0.0 for key in _WEIGHTS)
    if not carbon + cost + latency and not given.faults:
        fields.refuse("weights", "all are 0, so nothing is preferred; write one above 0")
    if latency and not fields.has("from"):
        given.refuse("latency", "says nothing without 'from'; write where callers are")
    return Weights(carbon, cost, latency)


def _known(fields: Fields, key: str, spelled: Callable[[str], str]) -> list[str]:
    """Return the catalogue's spelling of each name, once; unknown and repeated ones are noted."""
    found: list[str] = []
    for name, line in fields.names(key):
        known = _name(fields, key, name, spelled, line)
        if known in found:
            fields.refuse(key, f"{name!r} is written twice; take one out", line)
        elif known is not None:
            found.append(known)
    return found


def _name(
    fields: Fields, key: str, name: str, spelled: Callable[[str], str], line: int | None = None
) -> str | None:
    try:
        return spelled(name)
    except UnknownNameError as error:
        fields.refuse(key, str(error), line)
        return None


def _region_name(name: str) -> str:
    return region(name).name


def _one_of(kind: str, allowed: dict[str, str]) -> Callable[[str], str]:
    def spelled(name: str) -> str:
        if name.lower() not in allowed:
            raise UnknownNameError(kind, name, allowed.values())
        return allowed[name.lower()]

    return spelled

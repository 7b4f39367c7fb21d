"""What load does a description make: generated weeks, or a trace in the form of a public one?"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from azgreen.errors import Fault, InputError, gathered
from azgreen.estimate.scaling import (
    DEFAULT_SHAPE,
    Load,
    WeekShape,
    begun,
    repeated,
    week_of_hours,
    weeks,
)
from azgreen_emulator.traffic.trace import as_minutes, minutes_of, read_minutes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from azgreen_emulator.arm.records import Body

KEYS: Final = ("generate", "csv", "weeks", "hours", "times")
_MOST_WEEKS: Final = 13
_MOST: Final = 1e9
_OF_GENERATE: Final = ("weeks", "seed")
_NO_MORE_THAN: Final = {"noise_memory": 1.0}
_OVER_0: Final = ("burst_rise_minutes", "requests_per_minute")


def kept(made: Body) -> Body:
    """Return a description in the form in which it is kept: of a trace the sums of its minutes.

    `generate` holds `weeks`, `seed` and the fields of a `WeekShape`. `csv` is a trace with a line a
    request; `weeks` lays it end to end over so many, `hours` says which share of its requests each
    hour of the day (24) or of the week (168) keeps. `times` multiplies the requests.

    Raises:
        InputError: everything that cannot be used.
    """
    if ("generate" in made) == ("csv" in made):
        raise InputError([Fault("load", "give 'generate' or 'csv', one of the two")])
    is_generated = "generate" in made
    form, *_ = gathered(
        lambda: _shape(made["generate"]) if is_generated else as_minutes(read_minutes(made["csv"])),
        lambda: _check(_faults(made, is_generated=is_generated)),
        lambda: week_of_hours("hours", _numbers(made["hours"])) if "hours" in made else None,
    )
    rest = {key: made[key] for key in ("weeks", "hours", "times") if key in made}
    description = {"generate" if is_generated else "minutes": form, **rest}
    made_of(json.dumps(description, sort_keys=True))  # what has no request is refused here
    return description


@lru_cache(maxsize=16)
def made_of(text: str) -> Load:
    """Return the load, in steps of a minute, that the JSON text of a `kept` description makes.

    Weeks begin with a Monday.

    Raises:
        InputError: it has no request, or the trace is too short to be repeated.
    """
    made: Body = json.loads(text)
    if "generate" in made:
        shape = dict(made["generate"])
        count, seed = shape.pop("weeks"), shape.pop("seed")
        load = weeks(WeekShape(**shape), count, seed)
    else:
        load = minutes_of(made["minutes"])
        if "weeks" in made:
            shares = week_of_hours("hours", made.get("hours", [1] * 24))
            load = repeated(load, made["weeks"], shares)
    times = made.get("times", 1)
    return load.times(times) if times != 1 else load


@lru_cache(maxsize=16)
def started(text: str, start: datetime) -> Load:
    """Return the same load from `start` on; weeks keep their hours of the week (UTC)."""
    load, made = made_of(text), json.loads(text)
    if "generate" in made or "weeks" in made:
        return begun(load, start)
    return replace(load, start=start)


def _shape(asked: Any) -> Body:
    """Return the fields of a generated load, those too that were left out."""
    if not isinstance(asked, dict):
        raise InputError([Fault("generate", f"{asked!r} is not usable; allowed: an object")])
    given: Body = {**asked}  # pyright: ignore[reportUnknownArgumentType]
    fields = WeekShape.__dataclass_fields__
    known = ", ".join((*sorted(_OF_GENERATE), *fields))
    faults = [
        Fault(f"generate.{key}", f"is not known; allowed: {known}")
        for key in given
        if key not in (*fields, *_OF_GENERATE)
    ]
    for key in (key for key in fields if key in given):
        most = _NO_MORE_THAN.get(key, _MOST)
        faults += _number_faults(f"generate.{key}", given[key], most, over_0=key in _OVER_0)
    usual = {key: getattr(DEFAULT_SHAPE, key) for key in fields}
    made = {"weeks": 2, "seed": 1, **usual, **given}
    faults += _weeks_faults("generate.weeks", made["weeks"])
    if not _is_whole(made["seed"]):
        reason = f"{made['seed']!r} is not usable; allowed: a whole number"
        faults.append(Fault("generate.seed", reason))
    _check(faults)
    return made


def _faults(made: Body, *, is_generated: bool) -> Iterator[Fault]:
    """Yield what is wrong beside the form itself."""
    if "times" in made:
        yield from _number_faults("times", made["times"], _MOST, over_0=True)
    for key in ("weeks", "hours") if is_generated else ():
        if key in made:
            instead = "generate.weeks" if key == "weeks" else "generate.swing and its like"
            yield Fault(key, f"goes with 'csv' alone; give {instead}")
    if not is_generated and "weeks" in made:
        yield from _weeks_faults("weeks", made["weeks"])
    if not is_generated and "hours" in made and "weeks" not in made:
        yield Fault("hours", "are those of weeks; give 'weeks' as well")


def _numbers(given: Any) -> list[float]:
    """Return a list of numbers; what is none becomes one that is refused."""
    if not isinstance(given, list):
        raise InputError([Fault("hours", f"{given!r} is not usable; allowed: a list of numbers")])
    values: list[Any] = [*given]  # pyright: ignore[reportUnknownArgumentType]
    return [float(value) if _is_number(value) else float("nan") for value in values]


def _number_faults(where: str, value: Any, most: float, *, over_0: bool) -> Iterator[Fault]:
    if not (_is_number(value) and 0 <= value <= most and (value or not over_0)):
        least = "above 0 and" if over_0 else "from 0"
        allowed = f"allowed: a number {least} up to {most:,.10g}"
        yield Fault(where, f"{value!r} is not usable; {allowed}")


def _weeks_faults(where: str, value: Any) -> list[Fault]:
    if _is_whole(value) and 1 <= value <= _MOST_WEEKS:
        return []
    allowed = f"allowed: 1 to {_MOST_WEEKS}, which is as long as Azure keeps metrics"
    return [Fault(where, f"{value!r} is not usable; {allowed}")]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _check(faults: Iterator[Fault] | list[Fault]) -> None:
    found = [*faults]
    if found:
        raise InputError(found)

"""What load does a description make: a generated week, or a trace in the form of a public one?"""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from azgreen.errors import Fault, InputError
from azgreen.estimate.scaling import DEFAULT_SHAPE, Load, WeekShape, weeks

if TYPE_CHECKING:
    from azgreen_emulator.arm.records import Body

COLUMNS: Final = ("TIMESTAMP", "ContextTokens", "GeneratedTokens")
"""Of the Azure LLM inference trace 2023."""

_MOST_WEEKS: Final = 13
_LEAST_ROWS: Final = 2


@lru_cache(maxsize=16)
def made_of(text: str) -> Load:
    """Return the load, in steps of a minute, that a JSON text describes.

    `generate` holds `weeks`, `seed` and the fields of a `WeekShape`; `csv` a trace with a line a
    request; `times` multiplies its requests.

    Raises:
        InputError: everything that cannot be used.
    """
    made: Body = json.loads(text)
    if ("generate" in made) == ("csv" in made):
        raise InputError([Fault("load", "give 'generate' or 'csv', one of the two")])
    load = _generated(made["generate"]) if "generate" in made else _read(made["csv"])
    times = made.get("times", 1)
    if not isinstance(times, int | float) or isinstance(times, bool):
        raise InputError([Fault("times", f"{times!r} is not usable; allowed: a number above 0")])
    return load.times(times) if times != 1 else load


def _generated(asked: Any) -> Load:
    if not isinstance(asked, dict):
        raise InputError([Fault("generate", f"{asked!r} is not usable; allowed: an object")])
    given: Body = {**asked}  # pyright: ignore[reportUnknownArgumentType]
    count, seed = given.pop("weeks", 2), given.pop("seed", 1)
    fields = WeekShape.__dataclass_fields__
    faults = [
        Fault(f"generate.{key}", f"is not known; allowed: seed, weeks, {', '.join(fields)}")
        for key in given
        if key not in fields
    ]
    faults += [
        Fault(f"generate.{key}", f"{value!r} is not usable; allowed: a number of at least 0")
        for key, value in given.items()
        if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0
    ]
    if not isinstance(count, int) or not 1 <= count <= _MOST_WEEKS:
        allowed = f"allowed: 1 to {_MOST_WEEKS}, which is as long as Azure keeps metrics"
        faults.append(Fault("generate.weeks", f"{count!r} is not usable; {allowed}"))
    if faults:
        raise InputError(faults)
    shape = WeekShape(**{**{key: getattr(DEFAULT_SHAPE, key) for key in fields}, **given})
    return weeks(shape, count, int(seed))


def _read(text: Any) -> Load:
    rows = list(csv.DictReader(io.StringIO(str(text))))
    columns = tuple(rows[0]) if rows else ()
    if len(rows) < _LEAST_ROWS or not set(COLUMNS) <= set(columns):
        reason = f"a trace of two lines or more with the columns {', '.join(COLUMNS)} is needed"
        raise InputError([Fault("csv", reason)])
    faults, found = list[Fault](), list[tuple[int, float, float]]()
    for line, row in enumerate(rows, start=2):
        try:
            at = datetime.fromisoformat(row[COLUMNS[0]]).replace(tzinfo=UTC)
            found.append(
                (int(at.timestamp()) // 60, float(row[COLUMNS[1]]), float(row[COLUMNS[2]]))
            )
        except (ValueError, TypeError) as error:
            faults.append(Fault(f"csv, line {line}", f"{error}; allowed: a time and two numbers"))
    if faults:
        raise InputError(faults)
    return _summed(found)


def _summed(rows: list[tuple[int, float, float]]) -> Load:
    first, last = min(row[0] for row in rows), max(row[0] for row in rows)
    sums = [[0.0] * (last - first + 1) for _ in range(3)]
    for minute, read, written in rows:
        for column, value in zip(sums, (1.0, read, written), strict=True):
            column[minute - first] += value
    start = datetime.fromtimestamp(60 * first, UTC)
    requests, read, written = map(tuple, sums)
    return Load(start, 60, requests, read, written)

"""What does each minute of a trace hold, a line of which is a request?"""

from __future__ import annotations

import csv
import io
import math
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from azgreen.errors import Fault, InputError
from azgreen.estimate.scaling import Load
from azgreen.traces.columns import columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.arm.records import Body

_SHOWN: Final = 10
"""Lines that are told of one by one: a file of another kind is wrong in each."""
_LEAST_ROWS: Final = 2
_MOST_DAYS: Final = 93
"""As long as Azure keeps metrics."""

_Minutes = dict[int, tuple[float, float, float]]
"""Requests, input and output tokens by the minute since 1970."""


def read_minutes(text: Any) -> _Minutes:
    """Sum the requests of a CSV text up.

    Raises:
        InputError: it is no trace; every column, and the first lines, that cannot be used.
    """
    lines = csv.reader(io.StringIO(str(text)))
    header = next(lines, list[str]())
    named = columns("csv", header)
    at, read, written = (header.index(named[role]) for role in named)
    faults, found, rows = list[Fault](), _Minutes(), 0
    for row in _rows(lines):
        rows += 1
        try:
            minute, *more = _values(row, len(header), at, read, written)
        except ValueError as error:
            what = f"{error}; allowed: a time and two numbers from 0 on"
            faults.append(Fault(f"csv:{lines.line_num}", what))
            continue
        before = found.get(minute, (0.0, 0.0, 0.0))
        found[minute] = (before[0] + 1, before[1] + more[0], before[2] + more[1])
    _check(faults, rows, found)
    return found


def _rows(lines: Any) -> Iterator[list[str]]:
    try:
        yield from filter(None, lines)
    except csv.Error as error:
        what = f"{error}; allowed: a line a request; is a quotation mark left open?"
        raise InputError([Fault(f"csv:{lines.line_num}", what)]) from error


def as_minutes(found: _Minutes) -> Body:
    """Return the minutes as JSON, in the order of time."""
    first, last = min(found), max(found)
    rows = [found.get(minute, (0.0, 0.0, 0.0)) for minute in range(first, last + 1)]
    return {"first": first, "rows": [list(row) for row in rows]}


def minutes_of(kept: Body) -> Load:
    """Return the load that `as_minutes` has written."""
    requests, read, written = zip(*kept["rows"], strict=True)
    return Load(datetime.fromtimestamp(60 * kept["first"], UTC), 60, requests, read, written)


def _values(row: list[str], width: int, *places: int) -> tuple[int, float, float]:
    if len(row) != width:
        raise ValueError(f"{len(row)} values, {width} columns")
    at, read, written = (row[place] for place in places)
    return _minute(at), _tokens(read), _tokens(written)


def _minute(text: str) -> int:
    at = datetime.fromisoformat(text.strip())
    return int((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() // 60)


def _tokens(text: str) -> float:
    value = float(text)
    if not (math.isfinite(value) and value >= 0):
        raise ValueError(f"{text!r} is no number of tokens")
    return value


def _check(faults: list[Fault], rows: int, found: _Minutes) -> None:
    more = len(faults) - _SHOWN
    if more > 0:
        faults = [*faults[:_SHOWN], Fault("csv", f"{more} more lines cannot be used")]
    if not faults and rows < _LEAST_ROWS:
        faults.append(Fault("csv", f"{rows} requests; allowed: {_LEAST_ROWS} or more, a line each"))
    if not faults:
        length = timedelta(minutes=max(found) - min(found))
        if length > timedelta(days=_MOST_DAYS):
            reason = f"is of {length.days} days; allowed: {_MOST_DAYS}, as long as metrics are kept"
            faults.append(Fault("csv", reason))
    if faults:
        raise InputError(faults)

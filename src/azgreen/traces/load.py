"""How do an engine's answers become a load, or the faults of a trace?"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Protocol

from azgreen.errors import Fault, InputError
from azgreen.estimate.scaling import Load
from azgreen.traces.expressions import sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen.traces.expressions import Dialect

SHOWN_FAULTS: Final = 10
"""Faults of one kind that are told one by one; the rest is counted."""

MOST_STEPS: Final = 10_000_000
"""Longest trace, in steps: a year of 10 s is 3 million, a wrong year is billions."""

_TIME_FORM: Final = "allowed: like 2023-11-16 18:15:46.68, or the same with Z or +01:00"
_COUNT_FORM: Final = "allowed: a whole number of at least 0"
_OFFSET: Final = re.compile(r"([+-])(\d\d):?(\d\d)")


class Engine(Protocol):
    """Runs SQL over the table of the trace."""

    dialect: Dialect
    name: str
    """What the trace is called in messages."""
    has_order: bool
    """Whether lines have numbers, so that order can be asked for."""

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Return the rows of a statement."""
        ...


def load_of(engine: Engine, step_s: int) -> Load:
    """Check the whole trace, then sum it up in steps of `step_s` seconds.

    Raises:
        InputError: every fault at once, capped by kind.
    """
    rows = engine.rows(sql("buckets", engine.dialect, step_s))
    if not rows:
        reason = "there is no request after the header; allowed: one line a request"
        raise InputError([Fault(engine.name, reason)])
    faults = list[Fault]()
    wrong = int(sum(number or 0 for row in rows for number in row[4:7]))
    if wrong:
        faults += _capped(list(_values(engine)), wrong, engine.name, "values cannot be used")
    if len({zone for row in rows for zone in row[7:9]}) > 1:
        faults += _mixed_zones(engine)
    if engine.has_order:
        faults += _unsorted(engine)
    if faults:
        raise InputError(faults)
    return _summed(engine, rows, step_s)


def _where(engine: Engine, line: int) -> str:
    return f"{engine.name}:{line}" if engine.has_order else engine.name


def _values(engine: Engine) -> Iterator[Fault]:
    for row in engine.rows(sql("faulty", engine.dialect, SHOWN_FAULTS)):
        line, at, read, written, bad_time, bad_input, bad_output = row
        where = _where(engine, line)
        if bad_time:
            yield Fault(where, f"timestamp {at!r} is not usable; {_TIME_FORM}; correct the line")
        for name, text, bad in (("input", read, bad_input), ("output", written, bad_output)):
            if bad:
                reason = f"{name} tokens {text!r} are not usable; {_COUNT_FORM}"
                yield Fault(where, f"{reason}; correct or drop the line")


def _capped(shown: list[Fault], number: int, name: str, what: str) -> list[Fault]:
    shown = shown[:SHOWN_FAULTS]
    more = number - len(shown)
    return [*shown, Fault(name, f"{more:,} more {what}")] if more > 0 else shown


def _mixed_zones(engine: Engine) -> list[Fault]:
    found = engine.rows(sql("zones", engine.dialect, SHOWN_FAULTS + 1))
    usual = found[0][0]
    faults = [
        Fault(
            _where(engine, line),
            f"time zone {zone or 'none'!r} after {usual or 'none'!r} in the lines before "
            f"({count:,} of this kind); allowed: one time zone throughout; write all times in UTC",
        )
        for zone, line, _, count in found[1:]
    ]
    return _capped(faults, len(faults), engine.name, "time zones")


def _unsorted(engine: Engine) -> list[Fault]:
    found = engine.rows(sql("unsorted", engine.dialect, SHOWN_FAULTS + 1))
    faults = [
        Fault(
            _where(engine, line),
            f"timestamp {at!r} is before {before} of the line above; allowed: times that never go "
            "back; sort the file by its timestamp",
        )
        for line, at, before in found[:SHOWN_FAULTS]
    ]
    if len(found) > SHOWN_FAULTS:
        faults.append(Fault(engine.name, "more lines are out of order"))
    return faults


def _offset(zone: str) -> timedelta:
    """Return what a zone's clock is ahead of UTC; no zone is UTC."""
    match = _OFFSET.fullmatch(zone)
    if match is None:
        return timedelta()
    sign = -1 if match[1] == "-" else 1
    return sign * timedelta(hours=int(match[2]), minutes=int(match[3]))


def _summed(engine: Engine, rows: list[tuple[Any, ...]], step_s: int) -> Load:
    first, last = int(rows[0][0]), int(rows[-1][0])
    steps = last - first + 1
    if steps > MOST_STEPS:
        ends = f"from {_at(first * step_s)} to {_at(last * step_s)}"
        reason = f"the trace goes {ends}; allowed: {MOST_STEPS:,} steps of {step_s} s"
        raise InputError([Fault(engine.name, f"{reason}; look for a wrong date")])
    sums = [[0.0] * steps for _ in range(3)]
    for bucket, *values in (row[:4] for row in rows):
        for series, value in zip(sums, values, strict=True):
            series[int(bucket) - first] = float(value)
    requests, read, written = map(tuple, sums)
    return Load(_at(first * step_s) - _offset(rows[0][7]), step_s, requests, read, written)


def _at(seconds: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)

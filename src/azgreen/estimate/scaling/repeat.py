"""What would weeks be like of which a trace tells an hour or a day?

    requests(t) = trace(t mod length) x share(hour of the week of t)

The trace is laid end to end from each Monday 00:00 on, without the minutes at its ends, which it
may have cut short. Of each minute the share is kept that the hour of the week has, with the tokens
that go with it, so that a request is as long as in the trace.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from azgreen.errors import Fault, InputError
from azgreen.estimate.scaling.load import MINUTE_S, WEEK_S, Load

if TYPE_CHECKING:
    from collections.abc import Sequence

_MONDAY: Final = datetime(2026, 1, 5, tzinfo=UTC)
_WEEK_MINUTES: Final = WEEK_S // MINUTE_S
_ENDS: Final = 2
_Rows = list[tuple[float, ...]]


def repeated(trace: Load, count: int, shares: Sequence[float]) -> Load:
    """Lay a trace over `count` weeks from a Monday on.

    Args:
        trace: In steps of a minute.
        count: Weeks, 1 or more.
        shares: What is kept of the requests in each of the 168 hours of the week.

    Raises:
        InputError: no whole minute of the trace is left, or no request.
    """
    whole = _rows(trace)[1:-1]
    if not whole:
        reason = f"{trace.steps} minutes; allowed: {_ENDS + 1} or more, of which the inner repeat"
        raise InputError([Fault("trace", reason)])
    week = [
        tuple(value * shares[minute // 60] for value in whole[minute % len(whole)])
        for minute in range(_WEEK_MINUTES)
    ]
    return _with(replace(trace, start=_MONDAY), week * count)


def begun(weeks: Load, start: datetime) -> Load:
    """Let weeks from a Monday on, in steps of a minute, begin at any time; what is cut off follows.

    So an hour of the week stays what it was, whenever the weeks begin.
    """
    monday = start.astimezone(UTC)
    passed = monday.weekday() * 24 * 60 + monday.hour * 60 + monday.minute
    rows = _rows(weeks)
    return _with(replace(weeks, start=start), rows[passed:] + rows[:passed])


def _rows(load: Load) -> _Rows:
    return [*zip(load.requests, load.input_tokens, load.output_tokens, strict=True)]


def _with(load: Load, rows: _Rows) -> Load:
    requests, read, written = zip(*rows, strict=True)
    return replace(load, requests=requests, input_tokens=read, output_tokens=written)

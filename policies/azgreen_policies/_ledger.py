"""What became of each violation: reported, waived, or waived once and back again?

The engine asks about one resource after another and about the stack at the end, all in one process,
and it fails on what is reported. So what is waived is kept here until the end, when it is shown.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from pulumi_policy import ReportViolation

from azgreen_policies.waivers import Waiver, waiver_of


@dataclass(frozen=True, slots=True)
class Excused:
    """A violation that a waiver in force covers."""

    ref: str
    urn: str
    message: str
    waiver: Waiver


@dataclass
class _Ledger:
    waivers: Sequence[Waiver] = ()
    excused: list[Excused] = field(default_factory=list[Excused])
    used: set[Waiver] = field(default_factory=set[Waiver])
    lock: threading.Lock = field(default_factory=threading.Lock)


_LEDGER = _Ledger()


def today() -> date:
    """Return the date by which waivers end; in UTC, as everywhere."""
    return datetime.now(UTC).date()


def hold(waivers: Sequence[Waiver]) -> None:
    """Take the waivers of this run, and forget what was before."""
    with _LEDGER.lock:
        _LEDGER.waivers = tuple(waivers)
        _LEDGER.excused.clear()
        _LEDGER.used.clear()


def report(ref: str, urn: str, message: str, violate: ReportViolation) -> None:
    """Report a violation, unless a waiver in force covers it."""
    waiver = waiver_of(_LEDGER.waivers, ref, urn, today())
    if waiver is None:
        violate(message, urn or None)
        return
    with _LEDGER.lock:
        _LEDGER.used.add(waiver)
    if waiver.holds(today()):
        with _LEDGER.lock:
            _LEDGER.excused.append(Excused(ref, urn, message, waiver))
    else:
        violate(over(message, waiver), urn or None)


def over(message: str, waiver: Waiver) -> str:
    """Return a violation whose waiver has ended."""
    return f"{message} (it was waived {waiver.told}; that is over)"


def close() -> tuple[list[Excused], list[Waiver]]:
    """Return what was waived and which waivers covered nothing, and begin anew."""
    with _LEDGER.lock:
        # resources are judged side by side, in any order
        excused = sorted(_LEDGER.excused, key=lambda item: (item.ref, item.urn, item.message))
        unused = [waiver for waiver in _LEDGER.waivers if waiver not in _LEDGER.used]
        _LEDGER.excused.clear()
        _LEDGER.used.clear()
    return excused, unused

"""What time is it for the local Azure, and who may move it?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol

_TO_100_NS = 7


class Clock(Protocol):
    """Anything that tells the time in UTC."""

    def now(self) -> datetime:
        """Return the present moment, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present moment, in UTC."""
        return datetime.now(UTC)


class ManualClock:
    """A clock that stands still until it is told to go on."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """Return the moment that the clock was set to, in UTC."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Move the clock forward."""
        self._now += timedelta(seconds=seconds)


def timestamp(moment: datetime) -> str:
    """Write a moment as Azure does: seven decimals and a Z."""
    fraction = f"{moment.microsecond:06d}".ljust(_TO_100_NS, "0")
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{fraction}Z"

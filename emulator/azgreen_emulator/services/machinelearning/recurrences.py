"""When does the trigger of a schedule fire next?

MicrosoftDocs/azure-docs, machine-learning/how-to-schedule-pipeline-job (2023-03-27): of a cron
expression the days and months are ignored; a start in the past waits for the next time. A
recurrence without a start fires at once (azure-ai-docs, reference-yaml-schedule). A time zone has
the name that Windows gives it: any but UTC is kept here, and fires nothing.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from azgreen_emulator.services.machinelearning.triggers import CRON_PART

if TYPE_CHECKING:
    from azgreen_emulator.arm.records import Body

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SHORT: Final = {"Minute": timedelta(minutes=1), "Hour": timedelta(hours=1)}
_MOST_DAYS: Final = 3660
"""That are looked through: a trigger which fires in none of ten years fires never."""


def next_after(trigger: Body, after: datetime, made: datetime) -> datetime | None:
    """Return the first moment later than `after` at which a trigger fires; None: it never does.

    Args:
        trigger: As a schedule shows it.
        after: In UTC.
        made: When the schedule was, which counts as the start where none is given.
    """
    if trigger.get("timeZone", "UTC") != "UTC":
        return None
    start, end = _moment(trigger.get("startTime")), _moment(trigger.get("endTime"))
    since = start or made
    if trigger["triggerType"] == "Cron":
        found = _first(_cron(trigger["expression"]), since, after)
    elif trigger["frequency"] in _SHORT:
        found = _stepped(since, _SHORT[trigger["frequency"]] * trigger["interval"], after)
    elif start is None and after < made:
        found = made
    else:
        found = _first(_Pattern(trigger, since), since, after)
    return None if found is None or (end is not None and found > end) else found


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


def _stepped(since: datetime, step: timedelta, after: datetime) -> datetime:
    if after < since:
        return since
    return since + ((after - since) // step + 1) * step


class _Pattern:
    """Days, and times of a day."""

    def __init__(self, trigger: Body, since: datetime) -> None:
        given: Body = trigger.get("schedule") or {}
        self._frequency, self._interval = trigger["frequency"], trigger["interval"]
        self._since = since.date()
        self._weekdays = [_DAYS.index(day) for day in given.get("weekDays") or ()]
        self._days: list[int] = given.get("monthDays") or []
        hours, minutes = given.get("hours") or [since.hour], given.get("minutes") or [since.minute]
        self.times = [time(hour, minute) for hour in sorted(hours) for minute in sorted(minutes)]

    def has(self, day: date) -> bool:
        """Say whether it fires on a day."""
        gone = (day - self._since).days
        if self._frequency == "Day":
            return gone % self._interval == 0
        if self._frequency == "Week":
            weeks = (gone + self._since.weekday()) // 7
            return weeks % self._interval == 0 and day.weekday() in (
                self._weekdays or [self._since.weekday()]
            )
        months = (day.year - self._since.year) * 12 + day.month - self._since.month
        named = day.weekday() in self._weekdays or day.day in self._days
        any_ = not (self._weekdays or self._days) and day.day == self._since.day
        return months % self._interval == 0 and (named or any_)


class _Cron:
    """The same of an expression."""

    def __init__(self, minutes: list[int], hours: list[int], weekdays: list[int]) -> None:
        self._weekdays = weekdays
        self.times = [time(hour, minute) for hour in hours for minute in minutes]

    def has(self, day: date) -> bool:
        """Say whether it fires on a day; 0 is Sunday."""
        return day.isoweekday() % 7 in self._weekdays


def _cron(expression: str) -> _Cron:
    minutes, hours, _, _, weekdays = expression.split()
    return _Cron(_values(minutes, 0, 59), _values(hours, 0, 23), _values(weekdays, 0, 6))


def _values(text: str, low: int, high: int) -> list[int]:
    found = set[int]()
    for part in text.split(","):
        match: Any = CRON_PART.fullmatch(part)
        first, last, step = (None if group is None else int(group) for group in match.groups())
        begin = low if first is None else first
        end = high if first is None or (last is None and step is not None) else last or first
        found |= set(range(begin, end + 1, step or 1))
    return sorted(found)


def _first(pattern: _Pattern | _Cron, since: datetime, after: datetime) -> datetime | None:
    begin = max(since, after).date()
    days = (begin + timedelta(days=gone) for gone in range(_MOST_DAYS))
    moments = (
        datetime.combine(day, each, UTC)
        for day in days
        if pattern.has(day)
        for each in pattern.times
    )
    return next((moment for moment in moments if moment > after and moment >= since), None)

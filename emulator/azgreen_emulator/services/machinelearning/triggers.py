"""Which triggers of a schedule does Azure refuse?

Fields and their values: azure-ai-docs, reference-yaml-schedule (2023-05-17) and the descriptions of
azure-ai-ml 1.35.2; months may name days too. A cron expression has five fields, as crontab's; names
of months and days are not read here.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Final

from azgreen_emulator.schema.check import SchemaFault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.arm.records import Body

_PATH: Final = "properties.trigger"
_FIELDS: Final = (
    ("minutes", 0, 59),
    ("hours", 0, 23),
    ("days", 1, 31),
    ("months", 1, 12),
    ("days of the week", 0, 6),
)
CRON_PART: Final = re.compile(r"(?:\*|(\d+)(?:-(\d+))?)(?:/([1-9]\d*))?")
_RANGES: Final = {"hours": (0, 23), "minutes": (0, 59), "monthDays": (1, 31)}
_PATTERNS: Final = {
    "Minute": (),
    "Hour": (),
    "Day": ("hours", "minutes"),
    "Week": ("hours", "minutes", "weekDays"),
    "Month": ("hours", "minutes", "weekDays", "monthDays"),
}


def faults(trigger: Body) -> Iterator[SchemaFault]:
    """Yield everything that is wrong with a trigger."""
    yield from _times(trigger)
    if trigger["triggerType"] == "Cron":
        yield from _cron(trigger["expression"])
    else:
        yield from _recurrence(trigger)


def _times(trigger: Body) -> Iterator[SchemaFault]:
    read: dict[str, datetime] = {}
    for key in ("startTime", "endTime"):
        text = trigger.get(key)
        if text is None:
            continue
        time = _time(text)
        if time is None:
            reason = f"'{text}' is not allowed; expected '2026-01-31T08:00:00', without an offset"
            yield SchemaFault(f"{_PATH}.{key}", "InvalidTime", reason)
        else:
            read[key] = time
    if len(read) > 1 and read["endTime"] <= read["startTime"]:
        reason = f"'{trigger['endTime']}' is not after startTime, '{trigger['startTime']}'"
        yield SchemaFault(f"{_PATH}.endTime", "InvalidTime", reason)


def _time(text: str) -> datetime | None:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.tzinfo is None else None


def _cron(expression: str) -> Iterator[SchemaFault]:
    path, parts = f"{_PATH}.expression", expression.split()
    if len(parts) != len(_FIELDS):
        reason = f"'{expression}' has {len(parts)} fields; expected 5: " + ", ".join(
            name for name, _, _ in _FIELDS
        )
        yield SchemaFault(path, "InvalidCron", reason)
        return
    for (name, low, high), part in zip(_FIELDS, parts, strict=True):
        if not all(_fits(item, low, high) for item in part.split(",")):
            reason = f"'{part}' is not allowed for {name}; expected {low} to {high}, or '*'"
            yield SchemaFault(path, "InvalidCron", reason)


def _fits(part: str, low: int, high: int) -> bool:
    match = CRON_PART.fullmatch(part)
    if match is None:
        return False
    ends = [int(end) for end in match.groups()[:2] if end is not None]
    return all(low <= end <= high for end in ends) and ends == sorted(ends)


def _recurrence(trigger: Body) -> Iterator[SchemaFault]:
    if trigger["interval"] < 1:
        reason = f"{trigger['interval']} is not allowed; expected 1 or more"
        yield SchemaFault(f"{_PATH}.interval", "OutOfRange", reason)
    pattern: Body = trigger.get("schedule", {})
    allowed = _PATTERNS[trigger["frequency"]]
    for key in pattern:
        if key not in allowed and pattern[key]:
            known = ", ".join(allowed) or "none: it begins at startTime"
            reason = f"not allowed for the frequency '{trigger['frequency']}'; expected {known}"
            yield SchemaFault(f"{_PATH}.schedule.{key}", "InvalidRecurrence", reason)
    for key, (low, high) in _RANGES.items():
        for value in pattern.get(key, []):
            if not low <= value <= high:
                reason = f"{value} is not allowed; expected {low} to {high}"
                yield SchemaFault(f"{_PATH}.schedule.{key}", "OutOfRange", reason)

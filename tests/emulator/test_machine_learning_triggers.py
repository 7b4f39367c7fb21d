"""Does a schedule start its jobs when its trigger says, as the clock goes?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from azure.mgmt.machinelearningservices import MachineLearningServicesMgmtClient
from hypothesis import given, settings
from hypothesis import strategies as st

from azgreen_emulator.services.machinelearning.recurrences import next_after

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Raw

    from azgreen_emulator.clock import ManualClock

API = "2025-12-01"
WORKSPACE = "/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/main"
SCHEDULE = f"{WORKSPACE}/schedules/nightly"
ENVIRONMENT = "azureml://registries/azureml/environments/sklearn-1.5/versions/1"
COMMAND = {"jobType": "Command", "command": "python a.py", "environmentId": ENVIRONMENT}
HOUR = timedelta(hours=1)
MADE = datetime(2026, 11, 23, 12, tzinfo=UTC)  # a Monday
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(  # noqa: DTZ001 - below
    lambda moment: moment.replace(tzinfo=UTC, microsecond=0)
)


def recurrence(frequency: str = "Week", **more: Any) -> dict[str, Any]:
    start = {"startTime": "2026-01-01T00:00:00", "interval": 1}
    return {"triggerType": "Recurrence", "frequency": frequency, **start, **more}


def cron(expression: str, **more: Any) -> dict[str, Any]:
    return {"triggerType": "Cron", "expression": expression, **more}


def told(trigger: dict[str, Any], after: datetime = MADE) -> str | None:
    found = next_after(trigger, after, MADE)
    return None if found is None else f"{found:%Y-%m-%d %H:%M}"


@settings(max_examples=50, deadline=None)
@given(moments, st.sets(st.integers(0, 6)), st.sets(st.integers(0, 23), min_size=1))
def test_a_week_is_that_of_the_calendar(after: datetime, days: set[int], hours: set[int]) -> None:
    pattern = {"hours": [*hours], "minutes": [0], "weekDays": [DAYS[day] for day in days]}
    found = next_after(recurrence(schedule=pattern), after, MADE)
    hour = after.replace(minute=0, second=0) + HOUR
    own = days or {3}  # of the start, a Thursday
    while hour.weekday() not in own or hour.hour not in hours:
        hour += HOUR
    assert found == hour
    # the day and the month of an expression are ignored
    numbers = ",".join(str((day + 1) % 7) for day in own), ",".join(map(str, hours))
    same = cron(f"0 {numbers[1]} 5 7 {numbers[0]}", startTime="2026-01-01T00:00:00")
    assert next_after(same, after, MADE) == hour


@pytest.mark.parametrize(
    ("trigger", "expected"),
    [
        (recurrence("Day", schedule={"hours": [3], "minutes": [30, 0]}), "2026-11-24 03:00"),
        (recurrence("Day", interval=7), "2026-11-26 00:00"),
        (recurrence("Week", interval=2), "2026-12-03 00:00"),
        (recurrence("Month", schedule={"hours": [1], "minutes": [0], "monthDays": [31]}),
         "2026-12-31 01:00"),
        (recurrence("Month"), "2026-12-01 00:00"),
        (recurrence("Hour", interval=5, startTime="2026-11-23T10:30:00"), "2026-11-23 15:30"),
        (recurrence("Minute", interval=15), "2026-11-23 12:15"),
        (recurrence("Hour", startTime="2027-01-01T00:00:00"), "2027-01-01 00:00"),
        (cron("*/20 11-13 * * *"), "2026-11-23 12:20"),
        (cron("0 0-23/9 * * *"), "2026-11-23 18:00"),
        # days and months of an expression are ignored: the ends make it once
        (cron("0 5 11 1 *", startTime="2027-01-11T00:00:00", endTime="2027-01-12T00:00:00"),
         "2027-01-11 05:00"),
        (cron("0 5 11 1 *", endTime="2026-11-23T13:00:00"), None),
        (recurrence("Day", timeZone="Pacific Standard Time"), None),
        (recurrence("Month", schedule={"hours": [1], "minutes": [0], "monthDays": [31]},
                    interval=12, startTime="2026-02-01T00:00:00"), None),
    ],
)  # fmt: skip
def test_the_next_time(trigger: dict[str, Any], expected: str | None) -> None:
    assert told(trigger) == expected


def test_a_recurrence_without_a_start_fires_at_once() -> None:
    daily = {**recurrence("Day", schedule={"hours": [3], "minutes": [0]}), "startTime": None}
    assert told(daily, MADE - timedelta(microseconds=1)) == "2026-11-23 12:00"
    assert told(daily, MADE) == "2026-11-24 03:00"


def put(raw: Raw, trigger: dict[str, Any], **more: Any) -> None:
    action = {"actionType": "CreateJob", "jobDefinition": {**COMMAND, "tags": {"by": "us"}}}
    body = {"properties": {"trigger": trigger, "action": action, **more}}
    assert raw.put(SCHEDULE, body, api=API).status in {200, 201}


def test_jobs_are_started_as_time_passes(
    learning: Raw, clock: ManualClock, made: Callable[[Any], Any]
) -> None:
    put(learning, recurrence("Day", schedule={"hours": [3], "minutes": [0]}))
    clock.advance(3 * 24 * 3600)
    client: Any = made(partial(MachineLearningServicesMgmtClient, api_version=API))
    jobs = sorted(client.jobs.list("rg", "main"), key=lambda job: job.name)
    names = [f"nightly-202611{day}T030000Z" for day in (24, 25, 26)]
    assert [job.properties.display_name for job in jobs] == names
    first = jobs[0]
    assert (first.properties.status, first.properties.tags) == ("Completed", {"by": "us"})
    assert first.system_data.created_at == datetime(2026, 11, 24, 3, tzinfo=UTC)
    assert first.properties.properties == {
        "StartTimeUtc": "2026-11-24 03:00:50",
        "EndTimeUtc": "2026-11-24 03:02:00",
    }
    # as it is written now, and no more as it was
    put(learning, recurrence("Day", schedule={"hours": [5], "minutes": [0]}))
    clock.advance(24 * 3600)
    assert len([*client.jobs.list("rg", "main")]) == 4
    put(learning, recurrence("Day"), isEnabled=False)
    clock.advance(24 * 3600)
    assert len([*client.jobs.list("rg", "main")]) == 4


def test_a_schedule_that_is_gone_starts_nothing(learning: Raw, clock: ManualClock) -> None:
    put(learning, recurrence("Day"))
    assert learning.send("DELETE", SCHEDULE, api=API).status == 202
    clock.advance(2 * 24 * 3600)
    assert learning.get(f"{WORKSPACE}/jobs", api=API).json["value"] == []

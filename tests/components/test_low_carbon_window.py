"""Does a job that runs for hours, or once, start where its whole run is cleanest?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen_components._low_carbon_window import DAY, ONCE, WEEK, cleanest, mean_from
from azgreen_components._ml_schedule import _trigger

if TYPE_CHECKING:
    from azgreen_components._low_carbon_window import Window

HOURS = st.lists(st.floats(0, 900), min_size=168, max_size=168)
RUNS = st.floats(0.1, 200)
DATES = st.dates(date(2026, 1, 1), date(2030, 12, 30))


@given(HOURS, st.integers(0, 167), RUNS)
def test_a_mean_lies_between_the_hours_that_it_is_of(
    hours: list[float], start: int, lasts_h: float
) -> None:
    found = mean_from(hours, start, lasts_h)
    assert min(hours) - 1e-9 <= found <= max(hours) + 1e-9
    assert mean_from(hours, start, 168) == pytest.approx(sum(hours) / 168, abs=1e-9)


def test_the_last_hour_counts_in_part() -> None:
    hours = [100.0, 200.0, 400.0] + [0.0] * 165
    assert mean_from(hours, 0, 1) == 100
    assert mean_from(hours, 0, 2.5) == pytest.approx((100 + 200 + 0.5 * 400) / 2.5)
    assert mean_from(hours, 167, 2) == pytest.approx(50)  # over Sunday's midnight


@given(HOURS, RUNS)
def test_no_start_of_the_week_is_cleaner(hours: list[float], lasts_h: float) -> None:
    made = cleanest(WEEK, hours, lasts_h)
    every = [mean_from(hours, start, lasts_h) for start in range(168)]
    assert made.grid_gco2e_per_kwh == min(every) == every[made.day * 24 + made.hour]


@given(HOURS, RUNS, DATES)
def test_a_run_on_a_day_starts_on_that_day(hours: list[float], lasts_h: float, on: date) -> None:
    made = cleanest(ONCE, hours, lasts_h, on)
    first = on.weekday() * 24
    every = [mean_from(hours, first + hour, lasts_h) for hour in range(24)]
    assert (made.on, made.day) == (on, on.weekday())
    assert made.grid_gco2e_per_kwh == pytest.approx(min(every))
    assert every[made.hour] == pytest.approx(min(every))
    assert made.told == f"once on {on.isoformat()} at {made.hour:02d}:00 UTC"


@given(DATES, st.integers(0, 23))
def test_a_day_has_one_moment_that_fires(on: date, hour: int) -> None:
    trigger = _trigger(window(ONCE, hour, on))
    minute, at, day, month, weekday = str(trigger.expression).split()
    assert [minute, at, day, month, weekday] == ["0", str(hour), str(on.day), str(on.month), "*"]
    # the next such moment is a year on, when it is over
    assert trigger.start_time == f"{on}T00:00:00"
    assert trigger.end_time == f"{on + timedelta(days=1)}T00:00:00"


def window(every: str, hour: int, on: date | None) -> Window:
    hours = [1.0] * 168
    hours[(on.weekday() if on else 0) * 24 + hour] = 0.5
    return cleanest(every, hours, 1, on)


def test_every_day_is_the_mean_of_the_days() -> None:
    hours = [100.0] * 168
    hours[5], hours[24 + 7], hours[48 + 7] = 0.0, 10.0, 10.0
    made = cleanest(DAY, hours)
    assert made.hour == 7
    assert made.grid_gco2e_per_kwh == pytest.approx((5 * 100 + 20) / 7)

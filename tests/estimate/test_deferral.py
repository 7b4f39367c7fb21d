"""Is the day's work done in the day's cleanest hours, with no more instances than without it?"""
# ruff: noqa: E501  # a row of a table holds its message in full

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from azgreen.errors import InputError
from azgreen.estimate.scaling import (
    DEFAULT_SHAPE,
    Instance,
    Profile,
    Rule,
    Setting,
    Start,
    bounded,
    deferred,
    from_hours,
)

RATES = st.lists(st.floats(0.01, 100), min_size=24, max_size=24) | st.lists(
    st.floats(0.01, 100), min_size=168, max_size=168
)
GRIDS = st.lists(st.floats(1, 900), min_size=24, max_size=24) | st.lists(
    st.floats(1, 900), min_size=168, max_size=168
)
SHARES = st.floats(0.01, 1)
INSTANCE = Instance(600, 15, 5, 20, load_time_s=900)


@given(RATES, GRIDS, SHARES)
def test_each_day_works_off_what_came_that_day(
    rates: list[float], grid: list[float], share: float
) -> None:
    plan = deferred(rates, grid, share)
    assert len(plan.planned) == len(plan.arriving) == len(plan.urgent) == 168
    for day in range(7):
        hours = slice(24 * day, 24 * day + 24)
        came, done = sum(plan.arriving[hours]), sum(plan.planned[hours])
        assert done == pytest.approx(came)
        assert max(plan.planned[hours]) <= max(plan.arriving[hours]) * (1 + 1e-9)
    assert all(
        planned >= urgent - 1e-9 for planned, urgent in zip(plan.planned, plan.urgent, strict=True)
    )
    assert sum(plan.released) == pytest.approx(share * sum(plan.arriving))


@given(RATES, GRIDS, SHARES)
def test_no_hour_works_while_a_cleaner_one_has_room(
    rates: list[float], grid: list[float], share: float
) -> None:
    plan = deferred(rates, grid, share)
    assert plan.saved_share >= -1e-9
    for day in range(7):
        hours = range(24 * day, 24 * day + 24)
        most = max(plan.arriving[hour] for hour in hours)
        dirtiest = max(
            (plan.gco2e_per_kwh[hour] for hour in hours if plan.released[hour] > 1e-6), default=0
        )
        cleaner = [hour for hour in hours if plan.gco2e_per_kwh[hour] < dirtiest]
        assert all(plan.planned[hour] >= most * (1 - 1e-9) - 1e-6 for hour in cleaner)


def test_nothing_is_saved_where_all_hours_are_alike() -> None:
    plan = deferred([1.0] * 24, [50.0] * 24, 0.5)
    assert plan.saved_share == pytest.approx(0)


def test_half_the_work_moves_from_the_dirty_half_to_the_clean_half() -> None:
    plan = deferred([1.0] * 12 + [3.0] * 12, [10.0] * 12 + [100.0] * 12, 0.5)
    # 24 may wait: nine clean hours are filled from 0.5 to 3, and 1.5 is left for the tenth
    assert plan.planned[:12] == pytest.approx([3.0] * 9 + [2.0] + [0.5] * 2)
    assert plan.planned[12:24] == pytest.approx([1.5] * 12)
    assert plan.saved_share == pytest.approx(1 - (30 * 10 + 18 * 100) / (12 * 10 + 36 * 100))


def profile(name: str, minimum: int, hour: int) -> Profile:
    rules = (Rule(400, 1, cooldown_s=900), Rule(150, -1, cooldown_s=900))
    return Profile(name, minimum, 20, minimum, rules, Start((0, 1, 2, 3, 4, 5, 6), hour, 0))


@given(
    st.lists(st.floats(0.1, 60), min_size=24, max_size=24),
    st.integers(1, 5),
    st.integers(1, 5),
    st.integers(1, 23),
)
def test_a_profile_holds_what_its_hours_need_and_no_more(
    rates: list[float], night: int, day: int, hour: int
) -> None:
    setting = Setting(
        (Profile("default", 2, 20, 2, ()), profile("night", night, 0), profile("day", day, hour))
    )
    plan = deferred(rates, [1.0] * 24, 1.0)
    room = 1.5
    default, *found = bounded(setting, plan, INSTANCE, room).profiles
    assert default == setting.profiles[0]
    for item, hours in zip(found, (range(hour), range(hour, 24)), strict=True):
        most = max(plan.planned[at] for at in hours)
        need = math.ceil(60 * room * most / INSTANCE.usable_requests_per_minute - 1e-9)
        assert item.maximum == min(20, max(item.default, need))
        assert item.minimum <= item.default <= item.maximum


def test_a_setting_without_recurrence_is_left_as_it_is() -> None:
    setting = Setting((Profile("all", 1, 9, 1, ()),))
    assert bounded(setting, deferred([1.0] * 24, [1.0] * 24, 1), INSTANCE, 1.5) == setting


@settings(max_examples=10)  # each draws the 10,080 minutes of a week
@given(st.lists(st.floats(0, 50), min_size=24, max_size=24), st.integers(0, 5))
def test_a_week_from_hours_has_their_means(rates: list[float], seed: int) -> None:
    assume(max(rates) > 1)
    quiet = DEFAULT_SHAPE.__class__(noise=0, bursts_per_day=0)
    load = from_hours(rates, 1000, 200, quiet, seed)
    assert load.steps == 7 * 24 * 60
    total = 7 * 3600 * sum(rates)
    # a sum of draws around each minute's mean: far within six of its standard deviations
    assert load.total_requests == pytest.approx(total, abs=6 * math.sqrt(total) + 2 * load.steps)
    assert load.total_requests == pytest.approx(total, rel=0.05, abs=2 * load.steps)


BAD = [
    (([1.0] * 23, [1.0] * 24, 0.5), "requests_per_second: 23 values; allowed: 24 for a day, 168 for a week"),
    (([1.0] * 24, [], 0.5), "gco2e_per_kwh: 0 values; allowed: 24 for a day, 168 for a week"),
    (([1.0] * 23 + [-1.0], [1.0] * 24, 0.5), "requests_per_second[23]: -1.0 is not usable; allowed: a finite number from 0 on"),
    (([1.0] * 24, [math.nan, *[1.0] * 23], 0.5), "gco2e_per_kwh[0]: nan is not usable; allowed: a finite number from 0 on"),
    (([1.0] * 24, [1.0] * 24, 0.0), "share: 0.0 is not usable; allowed: above 0 and up to 1"),
    (([1.0] * 24, [1.0] * 24, 1.1), "share: 1.1 is not usable; allowed: above 0 and up to 1"),
]  # fmt: skip


@pytest.mark.parametrize(("given_", "message"), BAD)
def test_what_cannot_be_used_is_named(
    given_: tuple[list[float], list[float], float], message: str
) -> None:
    with pytest.raises(InputError) as caught:
        deferred(*given_)
    assert str(caught.value) == message

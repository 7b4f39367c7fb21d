"""Does a job that can wait run where it emits the least, and never for the worse?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from azgreen.errors import EstimateError
from azgreen.estimate.timing import (
    Intensity,
    Job,
    Plan,
    Run,
    best_parts,
    best_start,
    profile_of,
    realised,
    repeated,
)

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
HOUR = timedelta(hours=1)
SOURCE = "a grid"
FEW = settings(max_examples=40, deadline=None)

steps_s = st.sampled_from([300, 1800, 3600])
values = st.lists(st.floats(0, 900), min_size=4, max_size=60)
lengths = st.floats(0.01, 1)
"""Of a job, over all that is known."""


def grid(known: list[float], step_s: int = 3600, since: datetime = NOW) -> Intensity:
    points = [(since + timedelta(seconds=step_s * i), value) for i, value in enumerate(known)]
    return Intensity.of(points, SOURCE)


def job(known: Intensity, length: float, deadline: datetime | None = None) -> Job:
    return Job((known.end - known.begin) / HOUR * length, known.begin, deadline)


def lasts(plan: Plan) -> timedelta:
    return sum((run.end - run.begin for run in plan.runs), timedelta())


@FEW
@given(values, steps_s, lengths)
def test_a_run_is_never_worse_than_at_once_and_no_other_start_is_better(
    known: list[float], step_s: int, length: float
) -> None:
    held = grid(known, step_s)
    wanted = job(held, length)
    plan = best_start(wanted, held)
    assert plan.gco2e_per_kwh <= plan.at_once_gco2e_per_kwh
    assert plan.saved_share >= 0
    (run,) = plan.runs
    assert held.begin <= run.begin < run.end <= held.end
    assert lasts(plan) == wanted.lasts
    spare = held.end - wanted.lasts - held.begin
    for share in range(21):
        start = held.begin + spare * share / 20
        other = held.mean(start, start + wanted.lasts)
        assert other is not None
        assert plan.gco2e_per_kwh <= other * (1 + 1e-6) + 1e-6


@FEW
@given(values, steps_s, lengths)
def test_pauses_never_hurt_and_the_parts_are_the_cleanest(
    known: list[float], step_s: int, length: float
) -> None:
    held = grid(known, step_s)
    wanted = job(held, length)
    whole, parts = best_start(wanted, held), best_parts(wanted, held)
    assert parts.gco2e_per_kwh <= whole.gco2e_per_kwh * (1 + 1e-6) + 1e-6
    assert lasts(parts) == wanted.lasts
    assert all(a.end < b.begin for a, b in zip(parts.runs, parts.runs[1:], strict=False))
    count = wanted.lasts / timedelta(seconds=step_s)
    least = sorted(known)
    exact = sum(least[: int(count)]) + least[min(int(count), len(least) - 1)] * (count % 1)
    assert parts.gco2e_per_kwh == pytest.approx(exact / count, rel=1e-5, abs=1e-5)


@FEW
@given(values, steps_s, st.floats(0.01, 0.5), st.floats(0.5, 1), st.booleans())
def test_a_later_deadline_never_hurts_and_is_kept(
    known: list[float], step_s: int, length: float, part: float, on_the_hour: bool
) -> None:
    held = grid(known, step_s)
    span = held.end - held.begin
    found = list[float]()
    for share in (part, 1.0):
        deadline = held.begin + span * share
        wanted = Job(span / HOUR * length, held.begin, deadline, on_the_hour)
        if deadline < held.begin + wanted.lasts:
            return
        plan = best_start(wanted, held)
        assert plan.runs[0].end <= deadline
        assert not plan.is_cut
        found.append(plan.gco2e_per_kwh)
        if on_the_hour and plan.runs[0].begin != held.begin:
            assert plan.runs[0].begin.minute == plan.runs[0].begin.second == 0
    assert found[1] <= found[0] * (1 + 1e-6) + 1e-9


@FEW
@given(st.floats(0.1, 900), st.integers(4, 60), steps_s, lengths)
def test_a_flat_grid_moves_nothing(level: float, count: int, step_s: int, length: float) -> None:
    held = grid([level] * count, step_s)
    wanted = job(held, length)
    run = Run(held.begin, held.begin + wanted.lasts)
    for plan in (best_start(wanted, held), best_parts(wanted, held)):
        assert plan.runs == (run,)
        assert plan.saved_share == pytest.approx(0, abs=1e-9)


def test_the_best_start_may_lie_within_a_step() -> None:
    held = grid([100, 100, 50, 60, 100])
    plan = best_start(Job(1.5, NOW), held)
    assert plan.runs == (Run(NOW + 2 * HOUR, NOW + 3.5 * HOUR),)
    assert plan.gco2e_per_kwh == pytest.approx((50 + 30) / 1.5)
    late = grid([100, 60, 50, 100])
    assert best_start(Job(1.5, NOW), late).runs[0].begin == NOW + 1.5 * HOUR
    # Azure's triggers know whole hours
    whole = best_start(Job(1.5, NOW, starts_on_the_hour=True), late)
    assert whole.runs[0].begin == NOW + HOUR


def test_clocks_that_are_put_back_change_nothing() -> None:
    # Berlin's clock shows 02:00 to 03:00 twice on that day
    berlin = ZoneInfo("Europe/Berlin")
    since = datetime(2026, 10, 24, 22, tzinfo=UTC)
    points = [
        ((since + i * HOUR).astimezone(berlin), value)
        for i, value in enumerate([90.0, 80, 70, 10, 20, 95])
    ]
    held = Intensity.of(points, SOURCE)
    assert len(held.steps) == 6
    plan = best_start(Job(1, datetime(2026, 10, 25, 0, tzinfo=berlin)), held)
    assert plan.runs == (Run(since + 3 * HOUR, since + 4 * HOUR),)


def test_a_forecast_that_ends_before_the_deadline_is_used_as_far_as_it_reaches() -> None:
    held = grid([90, 80, 70])
    plan = best_start(Job(1, NOW, NOW + 30 * HOUR), held)
    assert (plan.known_until, plan.is_cut) == (NOW + 3 * HOUR, True)
    assert plan.runs == (Run(NOW + 2 * HOUR, NOW + 3 * HOUR),)
    # what comes after a gap is not looked at: the run could not be known to be whole
    points = [(NOW, 90.0), (NOW + HOUR, 80.0), (NOW + 3 * HOUR, 1.0)]
    gap = best_start(Job(1, NOW), Intensity.of(points, SOURCE))
    assert (gap.known_until, gap.gco2e_per_kwh) == (NOW + 2 * HOUR, 80)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: best_start(Job(4, NOW), grid([1, 2, 3])),
            "a grid, is known from 2026-11-24 03:00 UTC to 2026-11-24 06:00 UTC, which does not"
            " hold a run of 4 h from 2026-11-24 03:00 UTC on",
        ),
        (
            lambda: best_start(Job(2, NOW, NOW + HOUR), grid([1, 2, 3])),
            "it lasts 2 h from 2026-11-24 03:00 UTC on, which is over after the deadline,"
            " 2026-11-24 04:00 UTC",
        ),
        (lambda: Job(0, NOW), "a job of 0 h is not usable; it must last a while"),
        (
            lambda: Job(1, datetime(2026, 1, 1)),  # noqa: DTZ001 - what is refused
            "2026-01-01T00:00:00 has no time zone; write it as 2026-01-31T12:00Z",
        ),
        (lambda: grid([]), "a grid: no hour is known"),
        (lambda: grid([1, 2], 0), "a grid: one moment is there twice"),
        (lambda: grid([-1.0]), "a grid: -1.0 gCO2e/kWh is not usable; it must be finite, from 0"),
        (
            lambda: Intensity.of([(datetime(2026, 1, 1), 1)], SOURCE),  # noqa: DTZ001 - the same
            "a grid: 2026-01-01T00:00:00 has no time zone; write it as 2026-01-31T12:00Z",
        ),
        (
            lambda: realised(Run(NOW, NOW), NOW, grid([1])),
            "it ended when it began, so nothing is to be compared",
        ),
        (
            lambda: realised(Run(NOW, NOW + HOUR), NOW + HOUR, grid([1, 2])),
            "it began before it was allowed to; a clock is wrong",
        ),
        (
            lambda: realised(Run(NOW + HOUR, NOW + 9 * HOUR), NOW, grid([1, 2])),
            "its hours are not known: a grid, has 2026-11-24 03:00 to 2026-11-24 05:00 UTC",
        ),
    ],
)
def test_what_cannot_be_planned_is_said(make: Callable[[], object], message: str) -> None:
    with pytest.raises(EstimateError) as caught:
        make()
    assert str(caught.value) == message


@FEW
@given(values, st.integers(0, 59), st.integers(1, 40))
def test_what_was_saved_may_be_a_loss_and_regret_is_none(
    known: list[float], wait: int, length: int
) -> None:
    held = grid([*known, *known, *known])
    begin = NOW + timedelta(minutes=6 * wait)
    end = min(begin + timedelta(minutes=7 * length), held.end)
    found = realised(Run(begin, end), NOW, held)
    assert found.regret_gco2e_per_kwh >= 0
    # by a perfect forecast no run would have been worse than at once
    assert found.saved_gco2e_per_kwh + found.regret_gco2e_per_kwh >= -1e-6
    assert (found.saved_share < 0) == (found.gco2e_per_kwh > found.at_once_gco2e_per_kwh)


def test_a_loss_is_told_as_one() -> None:
    held = grid([10, 40, 20])
    found = realised(Run(NOW + HOUR, NOW + 2 * HOUR), NOW, held)
    assert (found.saved_gco2e_per_kwh, found.saved_share) == (-30, -3)
    assert found.regret_gco2e_per_kwh == 30


@FEW
@given(st.lists(st.floats(0, 900), min_size=168, max_size=168), st.integers(0, 400))
def test_a_week_is_read_from_weeks_and_repeats(hours: list[float], shift: int) -> None:
    since = datetime(2026, 3, 23, tzinfo=UTC) + shift * HOUR
    held = repeated(hours, since, since + 2 * 168 * HOUR, SOURCE)
    assert profile_of(held) == pytest.approx(hours)
    assert profile_of(repeated(hours, since, since + 167 * HOUR, SOURCE)) is None
    day = repeated(hours[:24], since, since + 24 * HOUR, SOURCE)
    assert [step.gco2e_per_kwh for step in day.steps] == [
        hours[step.begin.hour] for step in day.steps
    ]

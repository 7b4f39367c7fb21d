"""Does the energy that GPUs measured add up, with its gaps told and never counted as nothing?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen import catalog
from azgreen.catalog import Spread
from azgreen.estimate.inventory import Line
from azgreen.estimate.measured import (
    Asked,
    GpuReading,
    Reported,
    Unread,
    bounds,
    compare,
    gpu_months,
    measured_gpus,
    pending_months,
    reasons,
)
from azgreen.estimate.placement.workload import SECONDS_PER_MONTH

DEPLOYMENT = (
    "/subscriptions/s/resourceGroups/rg/providers/Microsoft.MachineLearningServices"
    "/workspaces/main/onlineEndpoints/chat/deployments/blue"
)
WORKSPACE = DEPLOYMENT.split("/onlineEndpoints", maxsplit=1)[0].lower()
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
START = datetime(2026, 10, 1, tzinfo=UTC)
WHOLE = Asked(START, datetime(2026, 11, 1, tzinfo=UTC))
PLACE = catalog.region("swedencentral")
Series = dict[str, dict[datetime, "float | None"]]

joules = st.none() | st.floats(0, 1e6, allow_subnormal=False)
instances = st.dictionaries(
    st.sampled_from("abc"), st.dictionaries(st.integers(0, 300), joules, max_size=12), max_size=3
)


def series(given_: dict[str, dict[int, float | None]]) -> Series:
    return {
        name: {START + timedelta(minutes=minute): value for minute, value in points.items()}
        for name, points in given_.items()
    }


def reading(found: Series, asked: Asked = WHOLE) -> GpuReading:
    return GpuReading(DEPLOYMENT, "swedencentral", found, asked)


def line(use_g: float | None) -> Line:
    made: dict[str, Any] = {"kind": "machinelearningservices:OnlineDeployment", "name": "blue"}
    if use_g is None:
        return Line(**made, not_known={"gco2e": "no power"})
    used = Spread.exactly(use_g)
    return Line(**made, gco2e=used, use_gco2e=used, hardware_gco2e=Spread.exactly(0))


@given(instances)
def test_the_energy_is_the_sum_over_instances_and_minutes(
    points: dict[str, dict[int, float | None]],
) -> None:
    (month,) = gpu_months(reading(series(points)), [OCTOBER])
    known = [value for each in points.values() for value in each.values() if value is not None]
    assert month.gpu_kwh == pytest.approx(sum(known) / 3.6e6)
    assert month.instance_hours == pytest.approx(len(known) / 60)
    seen = {at for each in points.values() for at, value in each.items() if value is not None}
    assert month.measured_minutes == len(seen)
    assert month.asked_minutes == 31 * 24 * 60
    assert month.between_minutes == (max(seen) - min(seen) + 1 if seen else 0)


@given(instances, st.sampled_from("abc"), st.integers(0, 300), st.floats(0, 1e6))
def test_more_coverage_never_lowers_anything(
    points: dict[str, dict[int, float | None]], name: str, minute: int, value: float
) -> None:
    (before,) = gpu_months(reading(series(points)), [OCTOBER])
    held = points.get(name, {})
    if held.get(minute) is not None:
        return
    (after,) = gpu_months(reading(series({**points, name: {**held, minute: value}})), [OCTOBER])
    assert after.gpu_kwh >= before.gpu_kwh
    assert after.kgco2e.mid >= before.kgco2e.mid
    assert after.coverage is not None
    assert before.coverage is not None
    assert after.coverage >= before.coverage


def test_units_from_joules_to_kilograms() -> None:
    (month,) = gpu_months(reading(series({"a": {0: 3.6e6}})), [OCTOBER])
    assert PLACE.pue is not None
    per_kwh = PLACE.pue * PLACE.grid_gco2e_per_kwh / 1000
    assert month.gpu_kwh == 1
    assert month.kgco2e.mid == pytest.approx(1.43 * per_kwh)
    assert month.kgco2e.high == pytest.approx(1.82 * per_kwh)
    assert (month.hourly_share, month.scaled_kgco2e) == (0, None)


def test_the_grid_is_that_of_the_hour_where_it_is_known() -> None:
    found = reading(series({"a": {0: 3.6e6, 59: 3.6e6, 60: 3.6e6}}))
    (yearly,) = gpu_months(found, [OCTOBER])
    (month,) = gpu_months(found, [OCTOBER], {START: 10 * PLACE.grid_gco2e_per_kwh})
    assert month.hourly_share == pytest.approx(2 / 3)
    assert month.kgco2e.mid == pytest.approx(yearly.kgco2e.mid * 21 / 3)


def test_gaps_are_told_and_filled_only_where_that_is_said() -> None:
    (month,) = gpu_months(reading(series({"a": {0: 60.0, 1: None, 3: 60.0}})), [OCTOBER])
    assert (month.measured_minutes, month.between_minutes) == (2, 4)
    assert month.has_gaps
    assert month.gpu_kwh == pytest.approx(120 / 3.6e6)
    assert month.scaled_kgco2e is not None
    assert month.scaled_kgco2e.mid == pytest.approx(2 * month.kgco2e.mid)


def test_a_gap_over_the_end_of_a_month_is_one_of_both() -> None:
    before, after = START - timedelta(minutes=2), START + timedelta(minutes=3)
    found: Series = {"a": {before: 60.0, after: 60.0}}
    asked = Asked(bounds(SEPTEMBER)[0], WHOLE.until)
    first, second = gpu_months(reading(found, asked), [SEPTEMBER, OCTOBER])
    assert (first.measured_minutes, first.between_minutes) == (1, 2)
    assert (second.measured_minutes, second.between_minutes) == (1, 4)


def test_what_is_not_kept_is_neither_zero_nor_a_gap() -> None:
    found = reading(series({"a": {0: 60.0}}))
    compared = compare([], [SEPTEMBER, OCTOBER], {DEPLOYMENT: [line(1000)]})
    gpus = measured_gpus([found], compared, {DEPLOYMENT: [line(1000)]})
    first, second = gpus.months
    assert (first.state, first.kgco2e, first.coverage) == ("not kept", None, None)
    assert (second.state, second.coverage) == ("measured", pytest.approx(1 / 44640))
    silent = measured_gpus([reading({})], compared, {})
    assert [month.state for month in silent.months] == ["not kept", "nothing measured"]
    assert silent.months[1].as_dict()["gpu_kwh"] is None


def test_beside_it_stand_the_estimate_of_the_same_minutes_and_azures_scope_2() -> None:
    lines = {DEPLOYMENT: [line(SECONDS_PER_MONTH)]}  # a gram a second
    rows = [
        Reported(DEPLOYMENT, OCTOBER, "Scope2", 3.0),
        Reported(DEPLOYMENT, OCTOBER, "Scope3", 5.0),
    ]
    compared = compare(rows, [OCTOBER], lines)
    found = reading(series({"a": {0: 3.6e6, 1: 3.6e6}, "b": {1: 3.6e6}}))
    gpus = measured_gpus([found], compared, lines, unread=[Unread("x", "no metric")])
    month = gpus.of(OCTOBER)
    assert month is not None
    assert month.gpu_kwh == pytest.approx(3)
    assert month.estimated_kg is not None
    assert month.estimated_kg.mid == pytest.approx(120 / 1000)
    assert month.reported_scope2_kg == 3
    assert month.ratio is not None
    assert month.kgco2e is not None
    assert month.ratio.mid == pytest.approx(month.kgco2e.mid / 0.12)
    assert gpus.as_dict()["not_read"] == [{"resource": "x", "why": "no metric"}]
    assert compared.months[0].resources[0].resource == WORKSPACE
    told = {each.name: each for each in reasons(compared, lines[DEPLOYMENT], gpus)}
    assert "of the year, not of the hour" in told["measured energy"].what
    unknown = measured_gpus([found], compared, {DEPLOYMENT: [line(None)]})
    assert unknown.months[0].estimated_kg is None
    assert measured_gpus([], compared, lines).months == ()


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 900))
def test_pending_months_are_over_and_follow_each_other(month: date, days: int) -> None:
    last = month.replace(day=1)
    today = last + timedelta(days=days)
    found = pending_months(last, today)
    starts = [last, *found]
    for before, after in zip(starts, found, strict=False):
        assert bounds(before)[1].date() == after
    assert bounds(starts[-1])[1].date() == bounds(starts[-1])[1].date().replace(day=1)
    assert all(bounds(each)[1].date() <= today for each in found)
    following = bounds(starts[-1])[1].date()
    assert bounds(following)[1].date() > today


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(32, 900))
def test_the_running_month_comes_after_those_that_are_over(month: date, days: int) -> None:
    last = month.replace(day=1)
    today = last + timedelta(days=days)
    over = pending_months(last, today)
    assert pending_months(last, today, running=True) == [*over, today.replace(day=1)]


def test_the_estimate_of_the_running_month_goes_to_this_moment() -> None:
    lines = {DEPLOYMENT: [line(1000)]}
    now = START + timedelta(days=7, hours=18)
    first, second = compare([], [SEPTEMBER], lines, [OCTOBER], now).months
    assert (first.elapsed, second.elapsed) == (1, 0.25)
    assert second.estimated_kg is not None
    assert second.estimated_kg.mid == pytest.approx(31 / 4 * 24 * 3600 / SECONDS_PER_MONTH)
    (early,) = compare([], [], lines, [OCTOBER], START).months
    assert (early.elapsed, early.ratio) == (0, None)


def test_a_month_that_is_not_reported_yet_says_so() -> None:
    lines = {DEPLOYMENT: [line(1000)]}
    first, second = compare([], [SEPTEMBER], lines, [OCTOBER]).months
    assert (first.is_pending, second.is_pending) == (False, True)
    assert second.estimated_kg is not None
    assert second.as_dict()["reported"] is False


def test_what_azure_does_not_report_is_named() -> None:
    lines = {DEPLOYMENT: [line(1000)], f"{WORKSPACE}2": [line(10)]}
    compared = compare([Reported(DEPLOYMENT, OCTOBER, "Scope2", 3.0)], [OCTOBER], lines)
    told = {each.name: each.what for each in reasons(compared, [line(1000)])}
    assert (
        told["not reported"] == "Azure reported nothing of main2 in 2026-10; the estimate holds it"
    )

"""A replay loses no request, keeps to its bounds, and no policy beats the oracle."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from azgreen.errors import InputError
from azgreen.estimate.scaling import (
    Case,
    Engine,
    Instance,
    Load,
    Power,
    Profile,
    Rule,
    Setting,
    autoscale,
    autoscaled,
    compare,
    from_roofline,
    oracle,
    search,
    size,
    static_least,
    static_peak,
    weeks,
)
from azgreen.estimate.scaling.policies import Autoscale, Static

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
INSTANCE = Instance(600, 30, 2, 6)
WEEK_S = 7 * 24 * 3600


def flat(per_minute, minutes, step_s=60):
    steps = minutes * 60 // step_s
    each = tuple(per_minute * step_s / 60 for _ in range(steps))
    return Load(MONDAY, step_s, each, tuple(x * 1000 for x in each), tuple(x * 200 for x in each))


def load_of(values, step_s=60):
    each = tuple(map(float, values))
    return Load(MONDAY, step_s, each, each, each)


CASE = Case(flat(6000, 60), INSTANCE)
SETTING = Setting((Profile("p", 2, 30, 5, (Rule(480, 2), Rule(540, 5), Rule(230, -2))),))
LOADS = st.lists(st.integers(0, 9000), min_size=2, max_size=90).filter(any).map(load_of)


@settings(max_examples=60, deadline=None)
@given(LOADS, st.integers(1, 20))
def test_requests_are_served_or_still_wait(load, count):
    outcome = Case(load, INSTANCE).run("static", Static(count))
    done = math.fsum(outcome.run.served) + outcome.unserved
    assert done == pytest.approx(load.total_requests)
    assert 0 <= outcome.late_requests <= load.total_requests + 1e-6
    assert 0 <= outcome.utilisation <= 1 + 1e-9


@settings(max_examples=40, deadline=None)
@given(LOADS)
def test_oracle_is_never_worse_than_the_policy(load):
    compared = compare(Case(load, INSTANCE), SETTING)
    assert compared.oracle.meets(0.01)
    if compared.autoscale.meets(0.01):
        assert compared.oracle.instance_hours <= compared.autoscale.instance_hours + 1e-9
    assert compared.oracle.instance_hours <= compared.static.instance_hours + 1e-9 or (
        not compared.static.meets(0.01)
    )


@settings(max_examples=40, deadline=None)
@given(LOADS)
def test_policy_stays_within_its_bounds(load):
    outcome = compare(Case(load, INSTANCE), SETTING).autoscale
    assert outcome.least_instances >= 2
    assert outcome.most_instances <= 30


def test_policy_sees_nothing_of_the_future():
    calm = [3000] * 30
    one = compare(Case(load_of([*calm, *[3000] * 30]), INSTANCE), SETTING).autoscale.run
    two = compare(Case(load_of([*calm, *[9000] * 30]), INSTANCE), SETTING).autoscale.run
    assert one.paid[:31] == two.paid[:31]
    assert one.paid != two.paid


def test_new_instance_serves_after_the_load_time():
    run = compare(Case(load_of([2000] * 60), INSTANCE), SETTING).autoscale.run
    assert run.paid[0] == 5
    more = next(at for at, count in enumerate(run.paid) if count > 5) if max(run.paid) > 5 else None
    busy = compare(Case(load_of([5000] * 60), INSTANCE), SETTING).autoscale.run
    grown = next(at for at, count in enumerate(busy.paid) if count > 5)
    served = next(at for at, count in enumerate(busy.ready) if count > 5)
    assert more is None
    assert served - grown == 5


def test_static_peak_serves_the_busiest_minute():
    outcome = static_peak(Case(load_of([600, 6000, 600]), INSTANCE))
    assert (outcome.most_instances, outcome.late_share) == (10, 0)


def test_static_least_is_the_smallest_within_the_budget():
    case = Case(load_of([6000] * 30), replace(INSTANCE, latency_target_s=7))
    least = static_least(case)
    assert least.meets(0.01)
    assert not case.run("fewer", Static(least.most_instances - 1)).meets(0.01)


def test_waiting_grows_latency_until_requests_are_late():
    outcome = Case(load_of([660] * 10), INSTANCE).run("one", Static(1))
    assert outcome.max_wait_s == pytest.approx(60)
    assert 0 < outcome.late_share < 1


def test_oracle_may_use_the_late_budget():
    strict = oracle(Case(CASE.load, INSTANCE, late_budget=0.0))
    assert strict.late_share == 0
    assert oracle(CASE).instance_hours <= strict.instance_hours


def test_energy_grows_with_use_and_hours():
    power = Power()
    idle, busy = power.of(10, 0, 1), power.of(10, 1, 1)
    assert idle[0].mid < busy[0].mid
    assert power.of(20, 0, 2)[1].mid == pytest.approx(4 * idle[1].mid)
    assert Power(region="swedencentral").of(10, 1, 1)[1].mid < busy[1].mid


def test_autoscale_of_an_hour_has_no_weekly_profile():
    sizing = autoscale(Case(flat(3000, 30), INSTANCE))
    assert sizing.why_no_profiles is not None
    assert "0.5 hours" in sizing.why_no_profiles
    assert len(sizing.setting.profiles) == 1
    assert sizing.learned.late_share <= 0.01


def test_load_that_outruns_the_instances_is_told():
    jump = load_of([600] * 20 + [9000] * 20)
    sizing = autoscale(Case(jump, replace(INSTANCE, latency_target_s=6)))
    assert sizing.why_too_late is not None
    assert "over the budget of 1.00%" in sizing.why_too_late


@pytest.fixture(scope="module")
def fortnight():
    return weeks(seed=3)


def test_generator_is_deterministic_and_has_a_daily_cycle(fortnight):
    assert weeks(seed=3) == fortnight
    day = fortnight.requests[: 24 * 60]
    assert max(day) > 3 * min(day)
    assert sum(fortnight.requests[5 * 1440 : 6 * 1440]) < 0.8 * sum(day)


def test_week_learned_before_reaches_the_target(fortnight):
    before, after = fortnight.between(0, WEEK_S), fortnight.between(WEEK_S, 2 * WEEK_S)
    sizing = autoscale(Case(before, INSTANCE))
    assert sizing.why_no_profiles is None
    assert 1 < len(sizing.setting.profiles) <= 20
    compared = compare(Case(after, INSTANCE), sizing.setting)
    assert compared.static.most_instances >= 10
    assert compared.autoscale.late_share <= 0.01
    assert compared.share_of_oracle is not None
    assert compared.share_of_oracle >= 0.6


def test_roofline_makes_a_plausible_instance():
    llama = Engine(8.03, 16.1, 131_072, 3350, 989, max_batch=64)
    instance = from_roofline(llama, 1155, 211, latency_target_s=30)
    assert 300 < instance.requests_per_minute < 1200
    assert 1 < instance.unloaded_latency_s < instance.full_latency_s < 15
    # Little's law at a full batch
    in_flight = instance.requests_per_second * instance.full_latency_s
    assert in_flight == pytest.approx(64)


def test_target_below_the_full_batch_limits_the_rate():
    instance = Instance(600, latency_target_s=4, unloaded_latency_s=2, full_latency_s=6)
    assert instance.latency_s(instance.usable_share) == pytest.approx(4)
    assert instance.usable_requests_per_minute == pytest.approx(450)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"requests_per_minute": 0}, "instance.requests_per_minute: 0 is not usable"),
        ({"load_time_s": math.nan}, "instance.load_time_s: nan is not usable"),
        ({"full_latency_s": 1}, "a full batch is no faster"),
        ({"latency_target_s": 2}, "cannot be met"),
    ],
)
def test_impossible_instance_is_refused(change, said):
    with pytest.raises(InputError, match=said):
        replace(INSTANCE, **change)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"step_s": 7}, "divide a minute"),
        ({"requests": (1.0,)}, "differ in length"),
        ({"requests": (0.0,) * 60}, "there is no request"),
    ],
)
def test_impossible_load_is_refused(change, said):
    with pytest.raises(InputError, match=said):
        replace(CASE.load, **change)


def test_rate_and_budget_are_checked():
    with pytest.raises(InputError, match="rate: nan"):
        CASE.load.times(math.nan)
    with pytest.raises(InputError, match="late_budget: 1"):
        replace(CASE, late_budget=1)


def test_work_counts_tokens_when_asked():
    load = Load(MONDAY, 60, (1.0, 1.0), (100.0, 300.0), (10.0, 10.0))
    assert load.work(None) == (1.0, 1.0)
    assert load.work(0.1) == pytest.approx((2 / 3, 4 / 3))


@pytest.mark.parametrize(("target_s", "load_time_s"), [(20, 540), (4.5, 60)])
def test_what_is_not_replayed_could_not_have_been_chosen(target_s, load_time_s):
    case = Case(weeks(count=1), Instance(130, target_s, 4, 18, load_time_s))
    plain = []
    for shape in size._QUICK:
        setting = size.setting_for(case, shape, weekly=True)
        learned = autoscaled(case, setting)
        late = [
            autoscaled(replace(case, load=case.load.times(factor)), setting).late_share
            for factor in search.STRESS
        ]
        plain.append((search.rank_of(learned, late, case.late_budget), setting))
        fewest = Autoscale(setting, case.load.start).least_minutes(case.load.seconds // 60) / 60
        assert fewest <= learned.instance_hours + 1e-9
    best = min(plain, key=lambda item: item[0])
    assert autoscale(case, quick=True).setting == best[1]

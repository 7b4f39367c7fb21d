"""No recommendation breaks the budget, none follows from too little, and none flutters."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from azgreen.errors import InputError
from azgreen.estimate.capacity import PEAK_FACTOR
from azgreen.estimate.rightsizing import (
    CacheUse,
    ContainerUse,
    OnlineUse,
    PtuUse,
    Samples,
    SearchUse,
    TokenUse,
    evidence,
    recommend,
)
from azgreen.estimate.rightsizing.ladder import refused_share
from azgreen.estimate.rightsizing.online import case_of, replayed, unseen
from azgreen.estimate.rightsizing.search import each_of
from azgreen.estimate.scaling import (
    Case,
    Instance,
    WeekShape,
    autoscale,
    refined,
    setting_of,
    static_least,
    weeks,
)

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
HOUR_S = 3600
INSTANCE = Instance(600, 9, 2, 6)
FEW = settings(max_examples=20, deadline=None)


def samples(values, step_s=HOUR_S, start=MONDAY):
    return Samples(
        start, step_s, tuple(None if value is None else float(value) for value in values)
    )


def by_minute(value):
    return samples([value] * 20_160, step_s=60)


def used_tokens(values, capacity=100):
    return TokenUse("chat", capacity, samples(values))


def two_weeks(day):
    """Return a day over and over, each a little higher than the one before."""
    return [value * (1 + at % 7 / 10) for at, value in enumerate((day * 336)[:336])]


TWO_WEEKS = st.lists(st.floats(1, 200_000), min_size=1, max_size=24).map(two_weeks)
CAPACITIES = st.integers(1, 600)


@FEW
@given(TWO_WEEKS, CAPACITIES)
def test_a_recommended_capacity_keeps_the_budget_and_is_the_least_that_does(values, capacity):
    found = recommend(used_tokens(values, capacity))
    peaks = [value * PEAK_FACTOR for value in values]
    if not found.changes:
        assert found.verdict == "keep"
        assert refused_share(peaks, capacity * 1000) <= 0.01
        return
    taken = found.size["capacity"]
    assert found.risk.then == refused_share(peaks, taken * 1000) <= 0.005
    assert refused_share(peaks, taken * 1000 / 1.1) <= 0.01
    less = (taken - 1) * 1000
    assert refused_share(peaks, less) > 0.005 or refused_share(peaks, less / 1.1) > 0.01


@FEW
@given(TWO_WEEKS, CAPACITIES)
def test_a_second_look_is_silent(values, capacity):
    use = used_tokens(values, capacity)
    found = recommend(use)
    assume(found.changes)
    again = recommend(replace(use, capacity=found.size["capacity"]))
    assert (again.verdict, again.size) == ("keep", None)


@FEW
@given(TWO_WEEKS, st.sets(st.integers(0, 335), min_size=1, max_size=60))
def test_a_gap_is_no_zero(values, gone):
    gapped = samples([None if at in gone else value for at, value in enumerate(values)])
    zeroed = samples([0 if at in gone else value for at, value in enumerate(values)])
    assert min(gapped.filled().known) > 0
    assert gapped.percentile(0.5) >= zeroed.percentile(0.5)
    assert evidence(gapped, "").coverage < evidence(zeroed, "").coverage == 1
    same = samples([None if at in gone else 700.0 for at in range(336)])
    assert set(same.filled().known) == {700.0}


@FEW
@given(
    st.lists(st.booleans(), min_size=1, max_size=800),
    st.sets(st.integers(0, 799)),
    st.lists(st.booleans(), max_size=200),
)
def test_more_data_never_lowers_the_confidence(known, found_later, later):
    values = [7.0 if there else None for there in known]
    more = [7.0 if at in found_later else value for at, value in enumerate(values)]
    longer = more + [7.0 if there else None for there in later]
    first, second, third = (
        evidence(samples(each), "tokens/min").confidence for each in (values, more, longer)
    )
    assert first <= second <= third <= 1


@FEW
@given(st.integers(1, 335), st.sets(st.integers(0, 334), max_size=5))
@example(335, set())
def test_too_little_data_gives_no_recommendation_but_says_how_much_is_missing(count, gone):
    values = [None if at in gone else 1e6 for at in range(count)]
    found = recommend(used_tokens(values, 1))
    assert (found.verdict, found.size, found.risk) == ("more data", None, None)
    assert "more days of samples are needed" in found.why


def test_what_is_missing_is_said_in_days():
    found = recommend(used_tokens([5.0] * 240))
    assert found.why == (
        "96 of 168 hours of the week were seen fewer than 2 times (10.0 days at 100% coverage);"
        " about 4 more days of samples are needed"
    )
    assert [recommend(used_tokens([5.0] * 24 * days)).evidence.label for days in (7, 14, 28)] == [
        "low",
        "medium",
        "high",
    ]


POINTS = ((0, 1.0), (2, 3.0), (5, 6.0), (3, None))


def test_points_become_samples_with_their_gaps():
    found = Samples.of([(MONDAY + timedelta(minutes=at), value) for at, value in POINTS], 60)
    assert found.values == (1.0, None, 3.0, None, None, 6.0)
    assert (found.coverage, found.percentile(0.5), found.percentile(1)) == (0.5, 3.0, 6.0)
    late = replace(found, start=MONDAY + timedelta(minutes=58))
    assert (late.from_hour().start.minute, late.from_hour().values) == (0, (3.0, None, None, 6.0))
    with pytest.raises(InputError, match="there is no point"):
        Samples.of([], 60)
    with pytest.raises(InputError) as caught:
        Samples(datetime(2026, 1, 5), 7, (-1.0,))  # noqa: DTZ001 - what is refused
    assert [fault.where for fault in caught.value.faults] == [
        "samples.start",
        "samples.step_s",
        "samples.values[0]",
    ]


def test_a_daily_cycle_is_seen_as_one():
    cycle = [100 * (1 + 0.5 * math.cos(2 * math.pi * (hour - 14) / 24)) for hour in range(336)]
    told = evidence(samples(cycle), "requests/min")
    assert told.seasonality == pytest.approx(1)
    assert told.busiest_hour % 24 == 14
    assert evidence(samples([5.0] * 336), "requests/min").seasonality == 0


PTUS = PtuUse(
    "chat",
    "gpt-4.1-mini",
    "GlobalProvisionedManaged",
    "swedencentral",
    100,
    by_minute(100),
    1000,
    200,
)


def test_units_of_throughput_shrink_to_what_is_used():
    # 100 x (1000 + 4 x 200) / 14,900 = 12.1 PTU, a tenth more 13.3: the least is 15
    found = recommend(PTUS)
    assert (found.size, found.risk.then) == ({"ptu": 15}, 0)
    assert found.saving.of("usd") == pytest.approx(found.saving.now.known["usd"].mid * 0.85)
    assert found.saving.of("gco2e") is None
    assert "gCO2e a month: not known; what a reserved PTU draws is not published" in found.explain()
    grown = recommend(replace(PTUS, ptu=15, requests=by_minute(300)))
    assert (grown.verdict, grown.size) == ("change", {"ptu": 40})
    assert grown.saving.of("usd") < 0
    assert json.loads(json.dumps(grown.as_dict()))["recommended"] == {"ptu": 40}
    with pytest.raises(InputError) as caught:
        replace(PTUS, ptu=0, input_tokens=-1, cache_rate=2)
    where = {fault.where for fault in caught.value.faults}
    assert where == {"ptu", "input_tokens", "cache_rate"}


def test_a_cache_takes_the_size_that_leaves_a_quarter_free():
    held = samples([2.0] * 336)
    # 2.2 GB with a tenth more: 6 GB x 80 % x 75 % = 3.6 hold them, 3 GB x 60 % = 1.8 do not
    found = recommend(CacheUse("cache", "Balanced_B20", held))
    assert (found.size, found.changes) == ({"sku": "Balanced_B5"}, True)
    assert found.notes[-1].startswith("Azure scales no cache down")
    assert found.saving.of("usd") > 0
    assert recommend(CacheUse("cache", "Balanced_B1", samples([0.8] * 336))).size == {
        "sku": "Balanced_B3"
    }
    assert recommend(CacheUse("cache", "Balanced_B5", held)).verdict == "keep"
    with pytest.raises(InputError, match="nodes: 3 is not usable; allowed: 1 or 2"):
        recommend(CacheUse("cache", "Balanced_B5", held, nodes=3))


def test_request_units_keep_azures_steps_and_least():
    use = ContainerUse("c", by_minute(900), 10_000, is_autoscaled=True)
    found = recommend(use)
    assert found.size == {"autoscale_max_ru_per_s": 1000}
    # autoscale bills a tenth of 10,000 before, the 900 that are used then, 0.012 USD for 100
    assert found.saving.of("usd") == pytest.approx(730 * 0.012 * (1000 - 900) / 100)
    assert recommend(replace(use, least_ru_per_s=4000)).size == {"autoscale_max_ru_per_s": 4000}
    manual = recommend(replace(use, is_autoscaled=False))
    assert manual.size == {"throughput_ru_per_s": 1000}
    assert manual.saving.of("usd") is None


def test_what_a_cache_evicts_or_computes_keeps_its_size():
    held = samples([2.0, 3.5] * 168)
    use = CacheUse("cache", "Balanced_B20", held)
    busy = recommend(replace(use, load_percent=samples([40.0] * 336)))
    # half of 80 %: half of the processors are enough, which come with half of the memory
    assert busy.size == {"sku": "Balanced_B10"}
    assert busy.notes[0] == (
        "processors: 40% busy at p99, Microsoft advises 80% at most; sizes under 12 GB have too few"
        " of them"
    )
    assert recommend(replace(use, load_percent=samples([95.0] * 336))).verdict == "keep"
    evicting = recommend(replace(use, evicted_keys=3.0))
    assert evicting.verdict == "keep"
    assert evicting.notes == (
        "3 keys were evicted: it was asked to hold more than it did, so no smaller size is looked"
        " at",
    )


SEARCH = SearchUse("look", "basic", 3, 1, by_minute(30))


def test_a_given_rate_of_a_replica_sizes_the_search_service():
    assert recommend(replace(SEARCH, queries_per_second_each=100)).size == {"replica_count": 2}
    assert recommend(replace(SEARCH, queries_per_second_each=5)).why == (
        "no size that can be had carries it; the largest is {'replica_count': 3}"
    )
    one = replace(SEARCH, queries_per_second_each=100, least_replicas=1)
    assert recommend(one).size == {"replica_count": 1}


def test_what_was_answered_and_how_fast_tells_what_a_replica_answers():
    idle = recommend(replace(SEARCH, queries_per_second=by_minute(0)))
    assert (idle.size, idle.notes[0]) == (
        {"replica_count": 2},
        "no query came: the replicas are those that the SLA takes",
    )
    # nothing tells that two replicas do what three did
    proven = recommend(SEARCH)
    assert (proven.verdict, proven.notes[0]) == (
        "keep",
        "a replica answered 10 queries/s without a limit; more is not proven",
    )
    # one at a time, 10 ms each, half of the time: 50 a second
    fast = recommend(replace(SEARCH, latency_s=by_minute(0.01)))
    assert fast.size == {"replica_count": 2}
    assert fast.notes[0] == (
        "a replica answers 50 queries/s or more: at 10 ms, one at a time, busy half of the time"
    )
    slow = recommend(replace(SEARCH, latency_s=by_minute(0.2)))
    assert slow.verdict == "keep"
    hourly = SearchUse("look", "standard", 3, 1, samples([30] * 336))
    assert recommend(hourly).verdict == "keep"


def test_throttled_queries_tell_all_that_a_replica_answers():
    # 30 a second, half of them refused by one replica, which so answers 15
    use = replace(SEARCH, replicas=1, throttled_percent=by_minute(50), least_replicas=1)
    found = recommend(use)
    assert found.size == {"replica_count": 3}  # 33 a second have to be carried
    assert (found.risk.now, found.risk.then) == (pytest.approx(0.5), 0)
    told = "a replica answered 15 queries/s in the minutes in which some were throttled"
    assert found.notes[0] == told
    every = recommend(replace(use, throttled_percent=by_minute(100)))
    assert every.verdict == "unknown"


@given(
    asked=st.just(0.0) | st.floats(1e-3, 1000),
    percent=st.floats(0, 100),
    latency_s=st.none() | st.floats(0, 10),
    replicas=st.integers(1, 12),
)
def test_a_replica_that_was_measured_answers_something(asked, percent, latency_s, replicas):
    def hour(value):
        return Samples(MONDAY, 60, (value,) * 60)

    latency = None if latency_s is None else hour(latency_s)
    use = SearchUse("s", "standard", replicas, 1, hour(asked), hour(percent), latency)
    each = each_of(use).queries_per_second
    assert each > 0
    answered = asked * (1 - percent / 100)
    if asked and percent > 1:  # the budget
        assert each == pytest.approx(answered / replicas) or not answered
    elif asked:
        assert each >= answered / replicas * (1 - 1e-9)


def online(values, current, step_s=60):
    machine = "Standard_NC40ads_H100_v5"
    rates = samples(values, step_s)
    return OnlineUse("blue", rates, INSTANCE, machine, "swedencentral", current, quick=True)


def test_a_steady_load_gets_the_least_constant_number():
    # 600 requests a minute each: 3.3 instances
    found = recommend(online([2000.0] * 336, 9, HOUR_S))
    assert (found.size, found.risk.then) == ({"instances": 4}, 0)
    assert found.saving.of("usd") == pytest.approx(5 / 9 * found.saving.now.known["usd"].mid)
    assert found.saving.of("gco2e") > 0
    assert found.saving.of("water_l") > 0
    assert found.notes == (
        "weak: samples of 60 minutes hide shorter peaks; read them by the minute",
    )


@pytest.mark.parametrize(("seed", "level", "current"), [(11, 4000.0, 20), (12, 1500.0, 2)])
def test_an_online_deployment_keeps_the_budget_and_is_left_alone_then(seed, level, current):
    load = weeks(WeekShape(requests_per_minute=level), count=2, seed=seed)
    use = online(load.requests, current)
    found = recommend(use)
    assert found.changes
    way = setting_of(found.size, "here") if "autoscale" in found.size else found.size["instances"]
    assert replayed(case_of(use), way).late_share == found.risk.then <= 0.005
    again = recommend(replace(use, current=way))
    assert (again.verdict, again.size) == ("keep", None)


def test_an_unseen_week_needs_what_its_oracle_says_within_a_tenth():
    shape = WeekShape(requests_per_minute=6000, swing=0.0, weekend=1.0)
    found = recommend(online(weeks(shape, count=2, seed=5).requests, 40))
    other = Case(weeks(shape, count=1, seed=6), INSTANCE)
    assert found.size["instances"] == pytest.approx(static_least(other).most_instances, rel=0.1)


def test_no_request_is_no_reason_to_shrink():
    found = recommend(online([0.0] * 336, 2, HOUR_S))
    assert (found.verdict, found.why) == (
        "unknown",
        "no request was measured: whether it is needed is not for a size to say",
    )
    with pytest.raises(InputError, match="current: 0 is not usable; allowed: 1 or more"):
        online([1.0] * 336, 0)


def flat(first, second):
    values = [float(first)] * 168 + [float(second)] * 168
    return case_of(online(values, 1, HOUR_S))


def test_the_unseen_week_is_none_that_was_learned_from():
    assert unseen(flat(1000, 1000)) == 0
    assert unseen(flat(1000, 3000)) > 0.5


def test_a_refined_setting_saves_no_less_than_a_quick_one():
    load = weeks(WeekShape(requests_per_minute=2000), count=1, seed=4)
    case = Case(load, INSTANCE)
    found = refined(case)
    assert found.learned.meets(0.005)
    assert found.learned.instance_hours < autoscale(case, quick=True).learned.instance_hours
    with pytest.raises(InputError, match=r"load: 1\.0 hours are too short"):
        refined(replace(case, load=load.between(0, HOUR_S)))


def test_fewer_instances_than_are_to_be_there_are_never_recommended():
    day = [60.0] * 12 + [3000.0] * 12
    use = replace(online(day * 14, 9, HOUR_S), least=3)
    found = recommend(use)
    free = recommend(replace(use, least=1))
    assert (found.verdict, free.verdict) == ("change", "change")
    assert min(fewest(free.size)) < 3 <= min(fewest(found.size))
    assert found.risk.then <= free.risk.then <= 0.01
    with pytest.raises(InputError, match="least: 0 is not usable; allowed: 1 or more"):
        replace(use, least=0)


def fewest(size):
    """Return the fewest instances of each part of the week."""
    if "instances" in size:
        return [size["instances"]]
    return [int(each["capacity"]["minimum"]) for each in size["autoscale"]["profiles"]]

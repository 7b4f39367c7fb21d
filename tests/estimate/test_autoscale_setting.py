"""A setting cannot flap, says what Azure wants, and is refused when it breaks a rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.errors import InputError
from azgreen.estimate.scaling import (
    Case,
    Instance,
    Load,
    Profile,
    Rule,
    Setting,
    Start,
    setting_of,
)
from azgreen.estimate.scaling.policies import Autoscale, cheapest_cover
from azgreen.estimate.scaling.size import Shape, setting_for

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)

OUT, BACK = Rule(600, 2), Rule(300, -1)
GOOD = Profile("default", 2, 10, 3, (OUT, BACK))


def test_good_setting_is_taken():
    Setting((GOOD,)).check(300)


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        (replace(GOOD, minimum=0), "out of order"),
        (replace(GOOD, default=11), "out of order"),
        (replace(GOOD, rules=(OUT, replace(BACK, cooldown_s=60))), "shorter than the load time"),
        (replace(GOOD, rules=(OUT, replace(BACK, window_s=60))), "window of 60 s"),
        (replace(GOOD, rules=(OUT, replace(BACK, threshold=401))), "over the scale-out threshold"),
        (replace(GOOD, rules=(OUT, replace(BACK, aggregation="Average"))), "aggregate differently"),
        (replace(GOOD, start=Start((0,), 8, 0)), "without a recurrence"),
    ],
)
def test_bad_setting_is_refused(profile, said):
    with pytest.raises(InputError, match=said):
        Setting((profile,)).check(300)


def test_more_than_twenty_profiles_are_refused():
    more = [replace(GOOD, name=f"{hour}", start=Start((0,), hour, 0)) for hour in range(20)]
    with pytest.raises(InputError, match="21 profiles; allowed: 1 to 20"):
        Setting((GOOD, *more)).check(300)


def test_all_faults_are_told_at_once():
    bad = replace(GOOD, minimum=0, rules=(OUT, replace(BACK, cooldown_s=60, window_s=60)))
    with pytest.raises(InputError) as told:
        Setting((bad,)).check(300)
    assert len(told.value.faults) == 3


@given(
    low=st.floats(1, 600),
    back=st.integers(1, 8),
    least=st.integers(1, 20),
    more=st.integers(0, 40),
)
def test_dead_band_is_proven_for_every_count(low, back, least, more):
    profile = Profile("p", least, least + more, least, (OUT, Rule(low, -back)))
    try:
        Setting((profile,)).check(300)
    except InputError:
        return
    for count in range(least + 1, least + more + 1):
        left = profile.after_scale_in(count)
        # the heaviest load that scales in must not scale out afterwards
        assert not OUT.fires(low * count / left)


@given(
    rate=st.floats(1, 20_000),
    first=st.integers(1, 30),
    low=st.floats(10, 600),
    back=st.integers(1, 5),
    least=st.integers(1, 10),
)
def test_constant_load_never_flaps(rate, first, low, back, least):
    profile = Profile("p", least, 30, least, (OUT, Rule(low, -back)))
    try:
        Setting((profile,)).check(300)
    except InputError:
        return
    policy = Autoscale(Setting((profile,)), MONDAY)
    counts = [max(first, least)]
    for minute in range(300):
        counts.append(policy.wanted(60 * minute, counts[-1], [rate] * minute))
    assert all(least <= count <= 30 for count in counts)
    grew = [after > before for before, after in pairwise(counts) if after != before]
    # it may settle back after a step out that was too large, but never turns out again
    assert not any(later and not earlier for earlier, later in pairwise(grew))


def test_scale_out_takes_the_largest_and_waits_for_the_cooldown():
    rules = (OUT, Rule(700, 5), BACK)
    policy = Autoscale(Setting((replace(GOOD, rules=rules),)), MONDAY)
    assert policy.wanted(0, 3, [2400]) == 8
    assert policy.wanted(60, 3, [2400]) == 3
    assert policy.wanted(300, 3, [1900]) == 5


def test_scale_in_needs_every_rule():
    rules = (OUT, BACK, Rule(100, -2))
    policy = Autoscale(Setting((replace(GOOD, rules=rules),)), MONDAY)
    assert policy.wanted(0, 5, [1000]) == 5
    assert policy.wanted(0, 5, [450]) == 4


def test_without_metrics_nothing_moves():
    assert Autoscale(Setting((GOOD,)), MONDAY).wanted(0, 5, []) == 5


def test_recurring_profile_holds_until_the_next():
    morning = replace(GOOD, name="morning", minimum=6, default=6, start=Start((0, 1), 8, 30))
    night = replace(GOOD, name="night", start=Start((0, 1), 20, 0))
    policy = Autoscale(Setting((GOOD, morning, night)), MONDAY)
    assert policy.wanted(8 * 3600, 2, [800]) == 2
    assert policy.wanted(9 * 3600, 2, [800]) == 6
    assert policy.wanted(21 * 3600, 6, [800]) == 5


@given(
    needed=st.lists(st.integers(1, 6), min_size=1, max_size=40),
    lead=st.integers(0, 8),
)
def test_cover_serves_what_is_needed_and_pays_no_more_than_always_on(needed, lead):
    paid = cheapest_cover(needed, lead)
    assert all(have >= need for have, need in zip(paid, needed, strict=True))
    assert sum(paid) <= max(needed) * len(needed)


def test_azure_form_has_text_capacities_and_reads_back():
    shape = Shape(0.8, 0.5, 2, 0.1, 0.1, 0.15)
    hour = (6000.0,) * 60
    case = Case(Load(MONDAY, 60, hour, hour, hour), Instance(600, 30, 2, 6))
    setting = setting_for(case, shape, weekly=False)
    written = setting.as_dict()
    assert written["profiles"][0]["capacity"] == {"minimum": "6", "maximum": "13", "default": "13"}
    trigger = written["profiles"][0]["rules"][0]["metric_trigger"]
    assert trigger["metric_name"] == "RequestsPerMinute"
    assert trigger["divide_per_instance"] is True
    assert setting_of(written, "here") == setting
    assert setting_of({"autoscale": written}, "here") == setting


def test_recurrence_reads_back():
    setting = Setting((GOOD, replace(GOOD, name="day", start=Start((0, 6), 7, 53))))
    written = setting.as_dict()
    assert written["profiles"][1]["recurrence"]["schedule"]["days"] == ["Monday", "Sunday"]
    assert setting_of(written, "here") == setting


@pytest.mark.parametrize(
    "change",
    [
        {"direction": "Decrease"},
        {"type": "PercentChangeCount"},
        {"cooldown": "5 minutes"},
        {"value": "many"},
    ],
)
def test_foreign_setting_is_refused(change):
    written = Setting((GOOD,)).as_dict()
    written["profiles"][0]["rules"][0]["scale_action"] |= change
    with pytest.raises(InputError, match="is no autoscale setting"):
        setting_of(written, "f.json")


@pytest.mark.parametrize("data", [[], {}, 3, {"profiles": [{}]}])
def test_other_json_is_refused(data):
    with pytest.raises(InputError, match="is no autoscale setting"):
        setting_of(data, "f.json")

"""Does AZG-R002 find settings that only grow, only shrink or flap, and only those?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.policies.reliability.scaled import METRIC, TOKEN, scaling, setting

from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge
from azgreen_policies.reliability.autoscale_opposed import rule

if TYPE_CHECKING:
    from azgreen.testing import Judgement

WHERE = "'thing', profile 'by use': "
OUT, IN = scaling(70, out=True), scaling(30, out=False)
CASES = [
    Case("compliant", (setting(OUT, IN, least="2"),)),
    Case("compliant", (setting(OUT, scaling(35, out=False)),)),
    Case("compliant", (setting(),)),
    Case(
        "violating",
        (setting(OUT),),
        (
            f"{WHERE}scales out on {METRIC} and never in, so machines stay that nobody needs; "
            "add a rule on it that decreases",
        ),
    ),
    Case(
        "violating",
        (setting(OUT, scaling(20, out=False, metric="RequestsPerMinute")),),
        (
            f"{WHERE}scales out on {METRIC} and never in, so machines stay that nobody needs; "
            "add a rule on it that decreases",
            f"{WHERE}scales in on RequestsPerMinute and never out, so requests queue once "
            "machines are gone; add a rule on it that increases",
        ),
    ),
    Case(
        "violating",
        (setting(OUT, scaling(36, out=False)),),
        (
            f"{WHERE}scaling in from 2 machines to 1 at {METRIC} below 36 leaves up to 72 "
            "by Azure's estimate, over the scale-out's 70; lower its threshold to 35 or less",
        ),
    ),
    Case(
        "violating",
        (setting(OUT, scaling(30, out=False, operator="GreaterThan")),),
        (
            f"{WHERE}adds machines at {METRIC} GreaterThan 70 and takes them away at "
            "GreaterThan 30, the same way; let one of the two look the other way",
        ),
    ),
    Case(
        "violating",
        (setting(OUT, scaling(80, out=False, kind="PercentChangeCount")),),
        (
            f"{WHERE}takes machines away at {METRIC} below 80 and adds them above 70, "
            "so it does both at once; lower its threshold to 70 or less",
        ),
    ),
    Case("missing", (Resource(TOKEN),), not_applicable="the setting has no profiles"),
    Case(
        "unknown",
        (setting(OUT, scaling(UNKNOWN, out=False)),),
        unknown="string value at .profiles.0.rules.1.metricTrigger.threshold "
        "can't be known during preview",
    ),
    Case(
        "configured",
        (setting(),),
        (f"{WHERE}has no rules, so the load changes nothing; add a pair of opposed rules",),
        around=Surroundings(settings={"fixedProfiles": False}),
    ),
    Case(
        "not applicable",
        (Resource("azure-native:monitor:ActionGroup"),),
        not_applicable="not an autoscale setting",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


def judged(one: Resource) -> Judgement:
    return judge(rule, one.token, one.inputs)


@given(
    st.integers(1, 90),
    st.integers(1, 90),
    st.integers(1, 20),
    st.integers(0, 20),
    st.integers(1, 9),
)
def test_exactly_what_azures_own_estimate_would_skip_violates(
    high: int, low: int, least: int, more: int, back: int
) -> None:
    most = least + more
    rules = (scaling(high, out=True), scaling(low, out=False, value=str(back)))
    found = judged(setting(*rules, least=str(least), most=str(most))).messages
    flaps = any(
        low * count / max(least, count - back) > high + 1e-9 for count in range(least, most + 1)
    )
    assert bool(found) is flaps


def test_what_the_message_says_mends_it() -> None:
    (message,) = judged(setting(OUT, scaling(60, out=False, value="3"), most="9")).messages
    better = float(message.rpartition(" to ")[2].removesuffix(" or less"))
    assert judged(setting(OUT, scaling(better, out=False, value="3"), most="9")).messages == ()


@pytest.mark.parametrize(
    "token",
    ["azure-native:insights:AutoscaleSetting", "azure-native:monitor/v20221001:AutoscaleSetting"],
)
def test_every_name_of_the_type_is_judged(token: str) -> None:
    assert judged(setting(OUT, token=token)).messages


def test_a_metric_whose_low_values_mean_load_is_followed_the_other_way() -> None:
    spare = (
        scaling(20, out=True, operator="LessThan"),
        scaling(30, out=False, operator="GreaterThan"),
    )
    assert judged(setting(*spare)).messages == ()


@given(st.sampled_from(["", "many", None, -3, 1e300, "nan", "inf", True, [], {}]))
def test_odd_capacities_are_no_crash(odd: object) -> None:
    for rules in ((OUT, IN), (OUT, scaling(30, out=False, value=odd))):
        found = judged(setting(*rules, least=odd, most=odd))
        assert found.unknown is None

"""Does AZG-R003 find cool-downs that end before a machine serves, and only those?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.policies.reliability.scaled import METRIC, TOKEN, scaling, setting

from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge
from azgreen_policies._scaling import seconds
from azgreen_policies.reliability.autoscale_cool_down import rule

WHERE = "'thing', profile 'by use': "


def cooling(out: Any, back: Any = "PT30M", need: str | None = None) -> Resource:
    tags = {} if need is None else {"azgreen-need": need}
    return setting(
        scaling(70, out=True, cooldown=out), scaling(30, out=False, cooldown=back), tags=tags
    )


CASES = [
    Case("compliant", (cooling("PT5M", "PT5M"),)),
    Case("compliant", (cooling("PT1H", "P1D", "load-minutes=60"),)),
    Case("compliant", (cooling("PT1M", need="load-minutes=0.5"),)),
    Case(
        "violating",
        (cooling("PT5M", need="load-minutes=7.5"),),
        (
            f"{WHERE}the cool-down PT5M of the scale-out rule on {METRIC} is under the 7.5 minutes "
            "that a machine loads (its azgreen-need load-minutes); set it to PT8M",
        ),
    ),
    Case(
        "violating",
        (cooling("PT4M", "PT299S"),),
        (
            f"{WHERE}the cool-down PT4M of the scale-out rule on {METRIC} is under the 5 minutes "
            "that a machine loads (the setting loadMinutes); set it to PT5M",
            f"{WHERE}the cool-down PT299S of the scale-in rule on {METRIC} is under the 5 minutes "
            "that a machine loads (the setting loadMinutes); set it to PT5M",
        ),
    ),
    Case(
        "violating",
        (cooling("soon"),),
        (
            f"{WHERE}the cool-down 'soon' of the scale-out rule on {METRIC} is no duration; "
            "write PT5M",
        ),
    ),
    Case(
        "violating",
        (cooling("PT5M", need="load-minute=7"),),
        (
            "cannot be judged: azgreen-need: unknown key 'load-minute'; "
            "did you mean 'load-minutes'?",
        ),
    ),
    Case("missing", (Resource(TOKEN),), not_applicable="the setting has no rules that scale"),
    Case(
        "unknown",
        (cooling(UNKNOWN),),
        unknown="string value at .profiles.0.rules.0.scaleAction.cooldown "
        "can't be known during preview",
    ),
    Case(
        "configured",
        (cooling("PT5M", "PT5M"),),
        (
            f"{WHERE}the cool-down PT5M of the scale-in rule on {METRIC} is under the 15 minutes "
            "of the setting scaleInMinutes; set it to PT15M",
        ),
        around=Surroundings(settings={"loadMinutes": 2, "scaleInMinutes": 15}),
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


@given(st.integers(1, 120), st.floats(0.1, 120))
def test_one_violation_exactly_below_the_load_time(minutes: int, load: float) -> None:
    one = cooling(f"PT{minutes}M", "P1D", f"load-minutes={load:g}")
    found = judge(rule, one.token, one.inputs).messages
    assert len(found) == (minutes < float(f"{load:g}"))


@pytest.mark.parametrize(
    ("text", "length_s"),
    [
        ("PT5M", 300),
        ("PT1H30M", 5400),
        ("P1DT2H", 93_600),
        ("P2D", 172_800),
        ("PT90S", 90),
        ("PT", None),
        ("P", None),
        ("", None),
        ("5", None),
        ("P1W", None),
        ("PT5", None),
    ],
)
def test_durations(text: str, length_s: int | None) -> None:
    assert seconds(text) == length_s

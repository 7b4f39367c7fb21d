"""Does AZG-S013 find logs that are kept too long or without a cap, and only those?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge
from azgreen_policies.size.log_retention import DAYS, rule

TOKEN = "azure-native:operationalinsights:Workspace"
NO_CAP = (
    "'thing' has no daily cap, so nothing ends a log that runs away; "
    "set workspaceCapping.dailyQuotaGb to what a busy day takes"
)


def workspace(days: Any = None, cap: Any = 1, stage: str = "dev") -> Resource:
    props: dict[str, Any] = {"tags": {"environment": stage}}
    if days is not None:
        props["retentionInDays"] = days
    if cap is not None:
        props["workspaceCapping"] = {"dailyQuotaGb": cap}
    return Resource(TOKEN, props)


CASES = [
    Case("compliant", (workspace(31),)),
    Case("compliant", (workspace(90, 0.5, "prod"),)),
    Case(
        "violating",
        (workspace(90),),
        (
            "'thing' keeps logs for 90 days, over the limit of 31 for dev; "
            "set retentionInDays to 31 or less",
        ),
    ),
    Case("violating", (workspace(30, -1),), (NO_CAP,)),
    Case("missing", (workspace(None, None),), (NO_CAP,)),
    Case("missing", (workspace(None, 1),)),
    Case(
        "unknown",
        (workspace(UNKNOWN),),
        unknown="string value at .retentionInDays can't be known during preview",
    ),
    Case(
        "configured",
        (workspace(30, None),),
        around=Surroundings(settings={"requireDailyCap": False}),
    ),
    Case(
        "configured",
        (workspace(365),),
        around=Surroundings(settings={"maxRetentionDays": {"dev": 365}}),
    ),
    Case(
        "not applicable",
        (Resource("azure-native:operationalinsights:Table"),),
        not_applicable="not a workspace of Log Analytics",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


@given(st.sampled_from(sorted(DAYS)), st.integers(1, 730), st.floats(-1, 100))
def test_each_limit_violates_by_itself(stage: str, days: int, cap: float) -> None:
    one = workspace(days, cap, stage)
    found = judge(rule, one.token, one.inputs).messages
    assert len(found) == (days > DAYS[stage]) + (cap < 0)

"""Does AZG-S001 find deployments that are larger than their stage needs, and only those?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge
from azgreen_policies.size.deployment_capacity import LIMITS, PROVISIONED_LIMITS, rule

TOKEN = "azure-native:cognitiveservices:Deployment"
PTU = "DataZoneProvisionedManaged"
LATER = "can't be known during preview"


def sized(capacity: Any, stage: str | None = None, sku: str = "Standard") -> Resource:
    tags = {} if stage is None else {"tags": {"environment": stage}}
    return Resource(TOKEN, {"sku": {"name": sku, "capacity": capacity}, **tags})


CASES = [
    Case("compliant", (sized(50, "dev"),)),
    Case("compliant", (sized(PROVISIONED_LIMITS["prod"], "prod", PTU),)),
    Case(
        "violating",
        (sized(51, "dev"),),
        (
            "'thing' has 51 k TPM of Standard, over the limit of 50 for dev; "
            "set sku.capacity to 50 or less",
        ),
    ),
    Case(
        "violating",
        (sized(15, "dev", PTU),),
        (f"'thing' has 15 PTU of {PTU}, over the limit of 0 for dev; use a pay-as-you-go SKU",),
    ),
    Case(
        "violating",
        (sized(51, "staging"),),
        (
            "'thing' has 51 k TPM of Standard, over the limit of 50 for an unknown environment "
            "(known: dev, prod, test); set sku.capacity to 50 or less",
        ),
    ),
    Case(
        "missing",
        (Resource(TOKEN, {"sku": {"name": "Standard"}}),),
        not_applicable="no capacity is stated, so Azure gives the least",
    ),
    Case("unknown", (sized(UNKNOWN),), unknown=f"string value at .sku.capacity {LATER}"),
    Case(
        "configured",
        (sized(6, "lab"),),
        (
            "'thing' has 6 k TPM of Standard, over the limit of 5 for lab; "
            "set sku.capacity to 5 or less",
        ),
        around=Surroundings(settings={"limits": {"dev": 500, "lab": 5}}),
    ),
    Case(
        "not applicable",
        (Resource("kubernetes:apps/v1:Deployment", {"sku": {"capacity": 400}}),),
        not_applicable="not a deployment of a model",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


@given(st.sampled_from(sorted(LIMITS)), st.floats(0, 2000))
def test_one_violation_exactly_above_the_limit(stage: str, capacity: float) -> None:
    one = sized(capacity, stage)
    assert len(judge(rule, one.token, one.inputs).messages) == (capacity > LIMITS[stage])


@pytest.mark.parametrize(
    ("around", "violates"),
    [
        (Surroundings("prod"), False),
        (Surroundings("dev"), True),
        (Surroundings("eu-1", config={"azgreen:environment": "prod"}), False),
        (Surroundings("eu-1"), True),
        (Surroundings("eu-1", tags={"environment": "prod"}), False),
    ],
)
def test_the_stage_comes_from_the_nearest_place(around: Surroundings, *, violates: bool) -> None:
    one = sized(1000)
    assert bool(judge(rule, one.token, one.inputs, around=around).messages) is violates


@pytest.mark.parametrize(
    "token",
    [
        "azure-native:cognitiveservices/v20250601:Deployment",
        "azure-native_cognitiveservices_v20251201:cognitiveservices:Deployment",
    ],
)
def test_every_api_version_is_judged(token: str) -> None:
    assert judge(rule, token, sized(400, "dev").inputs).messages

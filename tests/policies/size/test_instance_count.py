"""Does AZG-S006 find deployments with more machines than their stage may take, and only those?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge
from azgreen_policies.size.instance_count import LIMITS, rule

TOKEN = "azure-native:machinelearningservices:OnlineDeployment"
LATER = "can't be known during preview"


def online(count: Any, stage: str | None = None, kind: Any = "Managed") -> Resource:
    tags = {} if stage is None else {"tags": {"environment": stage}}
    inputs = {"sku": {"name": "Default", "capacity": count}, **tags}
    return Resource(TOKEN, {"properties": {"endpointComputeType": kind}, **inputs})


CASES = [
    Case("compliant", (online(1),)),
    Case("compliant", (online(10, "prod"),)),
    Case(
        "violating",
        (online(3, "test"),),
        (
            "'thing' has 3 instances, over the limit of 2 for test; "
            "set sku.capacity to 2, or let autoscale add them",
        ),
    ),
    Case(
        "violating",
        (online(2, "staging"),),
        (
            "'thing' has 2 instances, over the limit of 1 for an unknown environment "
            "(known: dev, prod, test); set sku.capacity to 1, or let autoscale add them",
        ),
    ),
    Case("missing", (online(None),), not_applicable="no number of instances is stated"),
    Case("unknown", (online(UNKNOWN),), unknown=f"string value at .sku.capacity {LATER}"),
    Case(
        "unknown",
        (online(3, None, UNKNOWN),),
        unknown=f"string value at .properties.endpointComputeType {LATER}",
    ),
    Case(
        "configured",
        (online(7, "lab"),),
        (
            "'thing' has 7 instances, over the limit of 6 for lab; "
            "set sku.capacity to 6, or let autoscale add them",
        ),
        around=Surroundings(settings={"limits": {"lab": 6}}),
    ),
    Case(
        "not applicable",
        (online(7, kind="Kubernetes"),),
        not_applicable="its machines belong to a cluster of its owner",
    ),
    Case(
        "not applicable",
        (Resource("azure-native:cognitiveservices:Deployment", {"sku": {"capacity": 7}}),),
        not_applicable="not an online deployment",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


@given(st.sampled_from(sorted(LIMITS)), st.integers(0, 60))
def test_one_violation_exactly_above_the_limit(stage: str, count: int) -> None:
    one = online(count, stage)
    assert len(judge(rule, one.token, one.inputs).messages) == (count > LIMITS[stage])

"""Does AZG-S017 find machines for training and development that run while nobody uses them?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge
from azgreen_policies.size.compute_scale_to_zero import rule

TOKEN = "azure-native:machinelearningservices:Compute"
LATER = "can't be known during preview"


def compute(kind: Any, **inner: Any) -> Resource:
    return Resource(TOKEN, {"properties": {"computeType": kind, "properties": inner}})


def cluster(least: Any, idle: Any = None) -> Resource:
    scale = {"minNodeCount": least, "maxNodeCount": 4, "nodeIdleTimeBeforeScaleDown": idle}
    return compute("AmlCompute", scaleSettings=scale)


def instance(idle: Any) -> Resource:
    return compute("ComputeInstance", idleTimeBeforeShutdown=idle)


CASES = [
    Case("compliant", (cluster(0, "PT15M"),)),
    Case("compliant", (instance("PT1H"),)),
    Case(
        "violating",
        (cluster(1),),
        (
            "'thing' never has fewer nodes than 1, over the limit of 0; "
            "set scaleSettings.minNodeCount to 0",
        ),
    ),
    Case(
        "violating",
        (cluster(0, "P1DT2H30S"),),
        (
            "'thing' lets a node idle for 1560.5 minutes, over the limit of 15; "
            "set scaleSettings.nodeIdleTimeBeforeScaleDown to PT15M",
        ),
    ),
    Case(
        "violating",
        (cluster(2, "soon"),),
        (
            "'thing' never has fewer nodes than 2, over the limit of 0; "
            "set scaleSettings.minNodeCount to 0",
            "'thing' has scaleSettings.nodeIdleTimeBeforeScaleDown 'soon', which is no duration; "
            "write PT15M",
        ),
    ),
    Case(
        "violating",
        (instance(None),),
        ("'thing' runs until somebody stops it; set idleTimeBeforeShutdown to PT60M",),
    ),
    Case(
        "violating",
        (instance("PT3H"),),
        (
            "'thing' idles for 180 minutes, over the limit of 60; "
            "set idleTimeBeforeShutdown to PT60M",
        ),
    ),
    Case("missing", (compute("AmlCompute"),)),
    Case(
        "missing",
        (Resource(TOKEN, {"properties": {"computeType": "ComputeInstance"}}),),
        ("'thing' runs until somebody stops it; set idleTimeBeforeShutdown to PT60M",),
    ),
    Case(
        "unknown",
        (cluster(UNKNOWN),),
        unknown=f"string value at .properties.properties.scaleSettings.minNodeCount {LATER}",
    ),
    # what is known is told first
    Case(
        "unknown",
        (cluster(1, UNKNOWN),),
        (
            "'thing' never has fewer nodes than 1, over the limit of 0; "
            "set scaleSettings.minNodeCount to 0",
        ),
        unknown="string value at .properties.properties.scaleSettings."
        f"nodeIdleTimeBeforeScaleDown {LATER}",
    ),
    Case(
        "configured",
        (cluster(1, "PT30M"),),
        around=Surroundings(settings={"minNodes": 1, "clusterIdleMinutes": 30}),
    ),
    # less than a quarter of an hour Azure does not take
    Case(
        "configured",
        (instance(None),),
        ("'thing' runs until somebody stops it; set idleTimeBeforeShutdown to PT15M",),
        around=Surroundings(settings={"instanceIdleMinutes": 5}),
    ),
    Case(
        "not applicable",
        (compute("Databricks"),),
        not_applicable="a compute of type Databricks is not judged",
    ),
    Case(
        "not applicable",
        (Resource("azure-native:machinelearningservices:Workspace"),),
        not_applicable="not a compute of Azure Machine Learning",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


@given(st.integers(0, 3), st.integers(1, 10_000), st.integers(0, 5), st.integers(1, 200))
def test_a_cluster_passes_exactly_within_both_limits(
    least: int, idle_s: int, most_nodes: int, most_minutes: int
) -> None:
    one = cluster(least, f"PT{idle_s}S")
    settings = {"minNodes": most_nodes, "clusterIdleMinutes": most_minutes}
    found = judge(rule, one.token, one.inputs, around=Surroundings(settings=settings)).messages
    assert len(found) == (least > most_nodes) + (idle_s > 60 * most_minutes)

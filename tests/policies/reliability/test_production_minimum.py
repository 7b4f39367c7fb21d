"""Does AZG-R004 find production that one machine or full PTUs can stop, and only that?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge_stack
from azgreen_policies.reliability.production_minimum import rule

LATER = "can't be known during preview"
PROD = Surroundings("prod")
POOLED, REGIONAL = "DataZoneProvisionedManaged", "ProvisionedManaged"
FIX = "raise it, or split the traffic over a second deployment"


def endpoint(**traffic: int) -> Resource:
    token = "azure-native:machinelearningservices:OnlineEndpoint"
    return Resource(token, {"properties": {"traffic": traffic}}, "chat")


def online(name: str, count: Any, of: str | None = None, **more: Any) -> Resource:
    properties = {"endpointComputeType": "Managed"}
    inputs = {"properties": properties, "sku": {"capacity": count}, "deploymentName": name, **more}
    token = "azure-native:machinelearningservices:OnlineDeployment"
    return Resource(token, inputs, name, {} if of is None else {"endpointName": [of]})


def autoscale(of: str, *minima: str, **more: Any) -> Resource:
    profiles = [
        {"name": f"p{at}", "capacity": {"minimum": least, "maximum": "9", "default": least}}
        for at, least in enumerate(minima)
    ]
    token = "azure-native:monitor:AutoscaleSetting"
    inputs = {"targetResourceUri": UNKNOWN, "profiles": profiles, **more}
    return Resource(token, inputs, f"{of}-follows", {"targetResourceUri": [of]})


def bought(spillover: Any = None, sku: Any = POOLED, model: str = "gpt-4.1") -> Resource:
    properties = {"model": {"name": model}, "spilloverDeploymentName": spillover}
    token = "azure-native:cognitiveservices:Deployment"
    return Resource(token, {"sku": {"name": sku}, "properties": properties})


def left(own: str, others: int = 0, least: str = "prod is 2") -> str:
    rest = f"the other deployments of its endpoint with {others}: the least for {least}"
    return f"'blue' may be left with {own}, {rest}; {FIX}"


SPILL = (
    "'thing' serves gpt-4.1 as DataZoneProvisionedManaged and nothing takes what its PTUs cannot, "
    "which prod needs; set properties.spilloverDeploymentName to a deployment of it as "
    "DataZoneStandard"
)
CASES = [
    Case("compliant", (online("blue", 2), bought("chat-by-the-token")), around=PROD),
    Case("compliant", (online("blue", 1), autoscale("blue", "3", "2")), around=PROD),
    Case(
        "compliant",
        (endpoint(), online("blue", 1, "chat"), online("green", 1, "chat")),
        around=PROD,
    ),
    Case("compliant", (online("blue", 1), bought())),
    # blue is served by nobody: a deployment that waits for its turn
    Case(
        "compliant",
        (endpoint(green=100), online("blue", 1, "chat"), online("green", 2, "chat")),
        around=PROD,
    ),
    Case("violating", (online("blue", 1),), (left("1 by sku.capacity"),), around=PROD),
    Case(
        "violating",
        (online("blue", 3), autoscale("blue", "3", "1")),
        (left("1 by the minimum of 'blue-follows'"),),
        around=PROD,
    ),
    Case(
        "violating",
        (online("blue", 1), autoscale("blue", "3", enabled=False)),
        (left("1 by sku.capacity"),),
        around=PROD,
    ),
    # the second one gets no traffic
    Case(
        "violating",
        (endpoint(blue=100, green=0), online("blue", 1, "chat"), online("green", 2, "chat")),
        (left("1 by sku.capacity"),),
        around=PROD,
    ),
    # of another workspace's endpoint
    Case(
        "violating",
        (
            online("blue", 1, endpointName="chat", workspaceName="w"),
            online("green", 2, endpointName="chat", workspaceName="other"),
        ),
        (left("1 by sku.capacity"),),
        around=PROD,
    ),
    Case(
        "violating",
        (online("blue", 1),),
        (left("1 by sku.capacity", least="an unknown environment (known: dev, prod, test) is 2"),),
        around=Surroundings("staging"),
    ),
    Case("violating", (bought(),), (SPILL,), around=PROD),
    Case("violating", (bought(""),), (SPILL,), around=PROD),
    Case(
        "violating",
        (bought(),),
        (SPILL.replace("which prod", "which an unknown environment"),),
        around=Surroundings("staging"),
    ),
    Case("missing", (online("blue", None),), around=PROD),
    # nothing could take it: the pool has no such model by the token
    Case("compliant", (bought(model="gpt-5", sku=REGIONAL),), around=PROD),
    Case(
        "unknown",
        (online("blue", UNKNOWN),),
        unknown=f"string value at .sku.capacity {LATER}",
        around=PROD,
    ),
    # some name is set
    Case("unknown", (bought(UNKNOWN),), around=PROD),
    Case(
        "unknown",
        (bought(sku=UNKNOWN),),
        unknown=f"string value at .sku.name {LATER}",
        around=PROD,
    ),
    Case(
        "configured",
        (online("blue", 2), bought()),
        (left("2 by sku.capacity", least="dev is 3"), SPILL.replace("prod", "dev")),
        around=Surroundings(settings={"instances": {"dev": 3}, "spilloverStages": ["dev"]}),
    ),
    Case(
        "not applicable",
        (endpoint(),),
        not_applicable="the stack has no machinelearningservices:OnlineDeployment and no "
        "cognitiveservices:Deployment",
        around=PROD,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=4), st.integers(0, 8))
def test_an_endpoint_passes_exactly_with_enough_machines(counts: list[int], least: int) -> None:
    stack = [endpoint(), *(online(f"d{at}", count, "chat") for at, count in enumerate(counts))]
    around = Surroundings("prod", settings={"instances": {"prod": least}})
    found = judge_stack(rule, stack, around=around).messages
    assert bool(found) == (sum(counts) < least)

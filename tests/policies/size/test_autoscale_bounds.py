"""Does AZG-S007 find bounds that cannot be, that do not scale, or that reach too far?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge_stack
from azgreen_policies.size.autoscale_bounds import LIMITS, rule

LATER = "can't be known during preview"
PHI = "azureml://registries/azureml/models/Phi-4/versions/7"
ID = "/subscriptions/1/x/workspaces/w/onlineEndpoints/e/deployments/blue"
VMSS = "/subscriptions/1/x/virtualMachineScaleSets/v"
NEED = "requests-per-second=2 input-tokens=1155 output-tokens=211"


def deployed(name: str = "blue", need: str | None = None, **more: Any) -> Resource:
    tags = {} if need is None else {"tags": {"azgreen-need": need}}
    properties = {
        "endpointComputeType": "Managed",
        "model": PHI,
        "instanceType": "Standard_NC24ads_A100_v4",
    }
    token = "azure-native:machinelearningservices:OnlineDeployment"
    return Resource(token, {"properties": {**properties, **more}, **tags}, name)


def setting(
    *capacities: tuple[Any, Any, Any],
    target: Any = ID,
    of: tuple[str, ...] = (),
    **tags: str,
) -> Resource:
    profiles = [
        {"name": f"p{at}", "capacity": {"minimum": least, "maximum": most, "default": default}}
        for at, (least, most, default) in enumerate(capacities)
    ]
    inputs = {"profiles": profiles, "targetResourceUri": target, "tags": tags}
    return Resource(
        "azure-native:monitor:AutoscaleSetting",
        inputs,
        "follow",
        {"targetResourceUri": of} if of else {},
    )


def needing(most: str, need: str, **more: Any) -> tuple[Resource, ...]:
    made = setting(("1", most, "1"), target=UNKNOWN, of=("blue",), environment="prod")
    return deployed("blue", need, **more), made


TOO_HIGH = (
    "'follow', profile 'p0': up to 7 instances, over 3 times the 2 of Standard_NC24ads_A100_v4 "
    "that its need takes; lower the maximum"
)
CASES = [
    Case("compliant", (setting(("1", "2", "1")),)),
    # a fixed weekend beside days that scale, as in Azure's own example
    Case("compliant", (setting(("1", "2", "1"), ("2", "2", "2")),)),
    Case("compliant", (setting(("1", "50", "1"), target=VMSS),)),
    Case("compliant", needing("6", NEED)),
    Case(
        "violating",
        (setting(("3", "2", "3")),),
        ("'follow', profile 'p0': the minimum 3 is over the maximum 2; lower it",),
    ),
    Case(
        "violating",
        (setting(("1", "2", "1"), ("1", "2", "4"), target=VMSS),),
        (
            "'follow', profile 'p1': the default 4 is not from 1 to 2, the minimum and the "
            "maximum; set it to one of them",
        ),
    ),
    Case(
        "violating",
        (setting(("2", "2", "2"), ("2", "2", "2")),),
        (
            "'follow' keeps 2 instances at all times, so it does not scale; "
            "lower the minimum, or take the setting out",
        ),
    ),
    Case(
        "violating",
        (setting(("1", "3", "1"), ("1", "4", "1")),),
        (
            "'follow', profile 'p1': up to 4 instances, over the limit of 2 for dev; "
            "lower the maximum",
        ),
    ),
    Case(
        "violating",
        (setting(("1", "3", "1"), environment="staging"),),
        (
            "'follow', profile 'p0': up to 3 instances, over the limit of 2 for an unknown "
            "environment (known: dev, prod, test); lower the maximum",
        ),
    ),
    Case("violating", needing("7", NEED), (TOO_HIGH,)),
    # the setting's own declaration goes before the deployment's
    Case(
        "violating",
        (
            deployed("blue", "requests-per-second=40 input-tokens=1155 output-tokens=211"),
            setting(
                ("1", "7", "1"),
                target=UNKNOWN,
                of=("blue",),
                **{"environment": "prod", "azgreen-need": NEED},
            ),
        ),
        (TOO_HIGH,),
    ),
    Case(
        "violating",
        needing("7", "requests=1"),
        (
            "cannot be judged: azgreen-need: unknown key 'requests'; "
            "did you mean 'requests-per-second'?",
        ),
    ),
    Case("missing", (setting((None, None, None)),)),
    Case("missing", needing("7", "")),
    # of two that it may scale, none is judged by its need
    Case(
        "unknown",
        (
            deployed("blue", NEED),
            deployed("green", NEED),
            setting(("1", "7", "1"), target=UNKNOWN, of=("blue", "green"), environment="prod"),
        ),
    ),
    # what contradicts itself is told before what it scales is known
    Case(
        "unknown",
        (setting(("3", "2", "3"), target=UNKNOWN),),
        ("'follow', profile 'p0': the minimum 3 is over the maximum 2; lower it",),
        unknown=f"string value at .targetResourceUri {LATER}",
    ),
    Case(
        "unknown",
        (setting(("1", UNKNOWN, "1")),),
        unknown=f"string value at .profiles.0.capacity.maximum {LATER}",
    ),
    Case(
        "configured",
        (setting(("1", "6", "1"), environment="lab"),),
        (
            "'follow', profile 'p0': up to 6 instances, over the limit of 5 for lab; "
            "lower the maximum",
        ),
        around=Surroundings(settings={"limits": {"lab": 5}}),
    ),
    Case("configured", needing("8", NEED), around=Surroundings(settings={"mostTimesNeed": 4})),
    Case(
        "not applicable",
        (deployed(),),
        not_applicable="the stack has no monitor:AutoscaleSetting and no insights:AutoscaleSetting",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


def test_a_known_id_tells_deployments_apart_that_it_may_be_of() -> None:
    stack = [
        Resource(one.token, {**one.inputs, "id": f"{ID[:-4]}{one.name}"}, one.name)
        for one in (deployed("blue", NEED), deployed("green"))
    ]
    made = setting(("1", "7", "1"), of=("blue", "green"), environment="prod")
    assert judge_stack(rule, [*stack, made]).messages == (TOO_HIGH,)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.sampled_from(sorted(LIMITS)))
def test_bounds_pass_exactly_where_they_differ_in_order_and_below_the_limit(
    least: int, most: int, default: int, stage: str
) -> None:
    made = setting((str(least), str(most), str(default)), environment=stage)
    found = judge_stack(rule, [made]).messages
    sound = least < most and least <= default <= most <= LIMITS[stage]
    assert (not found) == sound

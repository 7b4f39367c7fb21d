"""Does AZG-C005 find stacks that emit more than they may, and only those?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.estimate import Traffic, footprint
from azgreen.estimate.placement.workload import SECONDS_PER_MONTH
from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge_stack
from azgreen_policies.carbon.stack_carbon_budget import rule

CHAT = Traffic(5, 1155, 211)
NEED = "requests-per-second=5 input-tokens=1155 output-tokens=211"


def account(location: Any = "westeurope") -> Resource:
    props = {"accountName": "ai", "location": location}
    return Resource("azure-native:cognitiveservices:Account", props, "ai")


def deployment(name: str = "chat", **more: Any) -> Resource:
    props = {
        "accountName": "ai",
        "sku": {"name": "Standard", "capacity": 100},
        "properties": {"model": {"name": "gpt-4.1-mini"}},
        "tags": {"azgreen-need": NEED},
        **more,
    }
    return Resource("azure-native:cognitiveservices:Deployment", props, name)


def budget(kg: float) -> Surroundings:
    return Surroundings(settings={"maxKgco2ePerMonth": kg})


def kg_per_month(requests_per_second: float = 5) -> float:
    each = footprint("gpt-4.1-mini", "Standard", "westeurope", CHAT, 1)
    return each.gco2e.mid * requests_per_second * SECONDS_PER_MONTH / 1000


SEARCH = Resource("azure-native:search:Service", {"sku": {"name": "basic"}}, "docs")
LATER = Resource("azure-native:search:Service", {"sku": UNKNOWN}, "docs")
SECRET = "Azure publishes the power of no size of this service"


def told(count: str, tail: str) -> str:
    each = footprint("gpt-4.1-mini", "Standard", "westeurope", CHAT, 1).gco2e
    low, mid, high = (end * 5 * SECONDS_PER_MONTH / 1000 for end in (each.low, each.mid, each.high))
    assert low < mid < 1000 < high
    sum_of = f"{mid:.4g} ({low:.4g} to {high:,.0f}) kgCO2e a month"
    most = f"over the 1 of maxKgco2ePerMonth; most of it: 'chat' {mid:.4g} kg"
    return f"the stack emits {sum_of}, of {count} resources, {most}{tail}"


CASES = [
    Case("compliant", (account(), deployment()), around=budget(1e6)),
    Case("violating", (account(), deployment()), (told("2", ""),), around=budget(1)),
    Case(
        "violating",
        (account(), deployment(), SEARCH),
        (told("2 of 3", f"; not in it: 1 resource ('docs': {SECRET})"),),
        around=budget(1),
    ),
    Case(
        "missing",
        (account(), deployment()),
        not_applicable="no budget is set: maxKgco2ePerMonth, or azgreen:carbonBudget",
    ),
    Case("missing", (account(), deployment(tags={})), around=budget(0)),
    Case(
        "unknown",
        (account(), deployment(), LATER),
        (
            told(
                "2 of 3", "; not in it: 1 resource ('docs': sku is not known before the deployment)"
            ),
        ),
        around=budget(1),
    ),
    Case("unknown", (account(UNKNOWN), deployment()), around=budget(0)),
    Case("configured", (account("swedencentral"), deployment()), around=budget(200)),
    Case(
        "configured",
        (account(), deployment()),
        ("azgreen:carbonBudget '-1' is not a number from 0 on; write one",),
        around=Surroundings(config={"azgreen:carbonBudget": "-1"}),
    ),
    Case(
        "not applicable",
        (Resource("random:index:RandomId"),),
        not_applicable="the stack has no resource of Azure",
        around=budget(1),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


@given(st.floats(0.001, 100), st.floats(0, 100_000))
def test_it_violates_exactly_above_the_sum(rate: float, kg: float) -> None:
    need = NEED.replace("=5 ", f"={rate:g} ", 1)
    stack = [account(), deployment(tags={"azgreen-need": need})]
    found = judge_stack(rule, stack, around=budget(kg))
    emitted = kg_per_month(float(f"{rate:g}"))
    if emitted != pytest.approx(kg, rel=1e-9):
        assert bool(found.messages) is (emitted > kg)

"""Does AZG-S015 find stacks that cost more than they may, and only those?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge_stack
from azgreen_policies.size.stack_cost_budget import rule

HOUR_USD, MONTH_H = 0.101, 730  # of Basic search: service_prices.csv


def search(name: str = "docs", tier: Any = "basic", replicas: int = 1) -> Resource:
    props = {"sku": {"name": tier}, "replicaCount": replicas}
    return Resource("azure-native:search:Service", props, name)


def account(location: Any = "swedencentral") -> Resource:
    props = {"accountName": UNKNOWN, "location": location}
    return Resource("azure-native:cognitiveservices:Account", props, "ai")


PTUS = Resource(
    "azure-native:cognitiveservices:Deployment",
    {"accountName": UNKNOWN, "sku": {"name": "DataZoneProvisionedManaged", "capacity": 15}},
    "ptus",
    {"accountName": ["ai"]},
)
OLD = Resource("azure-native:redis:Redis", {}, "old")


def budget(usd: float) -> Surroundings:
    return Surroundings(settings={"maxUsdPerMonth": usd})


CASES = [
    Case("compliant", (search(), OLD), around=budget(74)),
    Case(
        "violating",
        (search("docs", "standard", 3), search("more"), OLD),
        (
            "the stack costs 809.6 USD a month at list price, of 2 of 3 resources, over the 100 of "
            "maxUsdPerMonth; most of it: 'docs' 735.8 USD, 'more' 73.73 USD; not in it: 1 resource "
            "('old': neither price nor power of redis:Redis is in the catalogue)",
        ),
        around=budget(100),
    ),
    Case(
        "violating",
        (account(), PTUS),
        (
            "the stack costs 12,045 USD a month at list price, of 2 resources, over the 1,000 of "
            "maxUsdPerMonth; most of it: 'ptus' 12,045 USD",
        ),
        around=budget(1000),
    ),
    Case(
        "missing",
        (search(),),
        not_applicable="no budget is set: maxUsdPerMonth, or azgreen:budget",
    ),
    Case(
        "missing",
        (search(),),
        ("azgreen:budget '5o' is not a number from 0 on; write one",),
        around=Surroundings(config={"azgreen:budget": "5o"}),
    ),
    Case(
        "unknown",
        (search("later", UNKNOWN), search(replicas=2)),
        (
            "the stack costs 147.5 USD a month at list price, of 1 of 2 resources, over the 1 of "
            "maxUsdPerMonth; most of it: 'docs' 147.5 USD; not in it: 1 resource ('later': sku.name"
            " is not known before the deployment)",
        ),
        around=budget(1),
    ),
    Case("unknown", (account(UNKNOWN), PTUS), around=budget(1)),
    Case(
        "configured",
        (search(),),
        (
            "the stack costs 73.73 USD a month at list price, of 1 resource, over the 50 of "
            "azgreen:budget; most of it: 'docs' 73.73 USD",
        ),
        around=Surroundings(config={"azgreen:budget": "50"}),
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


@given(st.lists(st.integers(1, 12), min_size=1, max_size=5), st.floats(0, 5000))
def test_it_violates_exactly_above_the_sum(replicas: list[int], usd: float) -> None:
    stack = [search(f"s{index}", replicas=count) for index, count in enumerate(replicas)]
    found = judge_stack(rule, stack, around=budget(usd))
    cost = sum(HOUR_USD * count * MONTH_H for count in replicas)
    if cost != pytest.approx(usd, rel=1e-9):
        assert bool(found.messages) is (cost > usd)

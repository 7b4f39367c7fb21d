"""Does AZG-S011 find gateways that are larger than stage and requests take, and only those?"""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.estimate.capacity import PEAK_FACTOR
from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge
from azgreen_policies.size.gateway_size import rule

TOKEN = "azure-native:apimanagement:ApiManagementService"
EAST_US_2 = "list price of East US 2, 2026-09-01"
MEASURED = {"requestsPerSecondPerUnit": 50}


def gateway(tier: Any, units: Any = 1, stage: str = "dev", rate: float | None = None) -> Resource:
    need = {} if rate is None else {"azgreen-need": f"requests-per-second={rate!r}"}
    sku = {"name": tier, "capacity": units}
    return Resource(TOKEN, {"sku": sku, "tags": {"environment": stage, **need}})


CASES = [
    Case("compliant", (gateway("BasicV2"),)),
    Case("compliant", (gateway("Consumption", 0),)),
    Case("compliant", (gateway("Premium", 3, "prod"),)),
    Case(
        "violating",
        (gateway("Premium", 2),),
        (
            f"'thing' has 2 x Premium (7.658 USD/h, {EAST_US_2}), larger than dev needs; "
            "use Developer (0.0658 USD/h)",
            f"'thing' has 2 x Premium (7.658 USD/h, {EAST_US_2}), over the limit of 1 units for "
            "dev; lower sku.capacity",
        ),
    ),
    Case(
        "violating",
        (gateway("PremiumV2", 1, "staging"),),
        (
            "'thing' has 1 x PremiumV2, larger than an unknown stage needs; "
            "use Developer (0.0658 USD/h)",
        ),
    ),
    Case("missing", (Resource(TOKEN, {"sku": {}, "tags": {"environment": "dev"}}),)),
    Case(
        "unknown",
        (gateway(UNKNOWN),),
        unknown="string value at .sku.name can't be known during preview",
    ),
    Case(
        "configured",
        (gateway("BasicV2", 4, "prod", 40.0),),
        (
            f"'thing' has 4 x BasicV2 (0.8219 USD/h, {EAST_US_2}); 2 of 50 requests/s carry the "
            "busiest minute (azgreen-need)",
        ),
        around=Surroundings(settings=MEASURED),
    ),
    Case(
        "configured",
        (gateway("Isolated", 4, "lab"),),
        around=Surroundings(settings={"tiers": {"lab": ["isolated"]}, "maxUnits": {"lab": 4}}),
    ),
    Case(
        "configured",
        (gateway("Basic", 1, "lab"),),
        (
            f"'thing' has 1 x Basic (0.2016 USD/h, {EAST_US_2}), larger than lab needs; "
            "use Consumption",
        ),
        around=Surroundings(settings={"tiers": {"lab": ["Consumption"]}}),
    ),
    Case(
        "not applicable",
        (Resource("azure-native:apimanagement:Api"),),
        not_applicable="not a service of API Management",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


@given(st.floats(0.001, 400), st.integers(1, 10))
def test_more_units_than_the_busiest_minute_takes_violate(rate: float, units: int) -> None:
    one = gateway("BasicV2", units, "prod", rate)
    found = judge(rule, one.token, one.inputs, around=Surroundings(settings=MEASURED))
    assert bool(found.messages) is (units > max(1, math.ceil(rate * PEAK_FACTOR / 50)))


@given(st.floats(0, 1e308, exclude_min=True), st.floats(0, 1e308, exclude_min=True))
def test_no_rate_and_no_measure_breaks_it(rate: float, each: float) -> None:
    one = gateway("BasicV2", 1, "prod", rate)
    settings = {"requestsPerSecondPerUnit": each}
    assert judge(rule, one.token, one.inputs, around=Surroundings(settings=settings)).messages == ()

"""Does AZG-S003 find PTUs that a declared need does not take, or that cost more than its tokens?"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.estimate.capacity import PEAK_FACTOR
from azgreen.estimate.sizing import PtuLoad, size_ptu
from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge_stack
from azgreen_policies.size.provisioned_units_needed import rule

POOLED = "DataZoneProvisionedManaged"
ACCOUNT = Resource("azure-native:cognitiveservices:Account", {"location": "swedencentral"}, "home")
LATER = "can't be known during preview"
MUCH = "requests-per-second=2 input-tokens=1155 output-tokens=211"
LITTLE = "requests-per-second=0.1 input-tokens=1155 output-tokens=211"
DEARER = (
    "'thing' serves gpt-4.1 as DataZoneProvisionedManaged in 'swedencentral': 15 PTU cost 3,614 "
    "USD a month reserved a year, 3.1 times the 1,156 USD of the tokens that they carry of 0.1 "
    "requests/s of 1155 + 211 tokens under DataZoneStandard, over the limit of 2; pay by the token"
)


def bought(
    capacity: Any, need: str | None = MUCH, sku: Any = POOLED, model: Any = "gpt-4.1"
) -> tuple[Resource, ...]:
    tags = {} if need is None else {"tags": {"azgreen-need": need}}
    inputs = {"sku": {"name": sku, "capacity": capacity}, "properties": {"model": {"name": model}}}
    made_from = {"accountName": [ACCOUNT.name]}
    one = Resource(
        "azure-native:cognitiveservices:Deployment", {**inputs, **tags}, "thing", made_from
    )
    return ACCOUNT, one


CASES = [
    Case("compliant", bought(60)),
    Case("compliant", bought(15, LITTLE, "DataZoneStandard")),
    Case("violating", bought(15, LITTLE), (DEARER,)),
    Case(
        "violating",
        bought(100, LITTLE),
        (
            "'thing' serves gpt-4.1 as DataZoneProvisionedManaged in 'swedencentral' with 100 PTU, "
            "and the busiest minute of 0.1 requests/s of 1155 + 211 tokens takes 15; "
            "set sku.capacity to 15",
            DEARER,
        ),
    ),
    # an account that is not in the stack: the dearest region's prices count
    Case(
        "violating",
        (replace(bought(15, LITTLE)[1], made_from={}),),
        (
            DEARER.replace(" in 'swedencentral'", "")
            .replace("3,614", "3,942")
            .replace("3.1", "3.4"),
        ),
    ),
    Case(
        "violating",
        bought(15, "requests=1"),
        (
            "cannot be judged: azgreen-need: unknown key 'requests'; "
            "did you mean 'requests-per-second'?",
        ),
    ),
    Case("missing", bought(100, None)),
    Case("missing", bought(None, LITTLE)),
    Case("unknown", bought(UNKNOWN, LITTLE), unknown=f"string value at .sku.capacity {LATER}"),
    Case(
        "unknown",
        bought(15, LITTLE, UNKNOWN),
        unknown=f"string value at .sku.name {LATER}",
    ),
    Case(
        "configured",
        bought(60),
        (
            "'thing' serves gpt-4.1 as DataZoneProvisionedManaged in 'swedencentral': 60 PTU cost "
            "48,180 USD a month by the hour, 2.8 times the 17,345 USD of the tokens that they "
            "carry of 2 requests/s of 1155 + 211 tokens under DataZoneStandard, over the limit of "
            "2; pay by the token",
        ),
        around=Surroundings(settings={"reservation": "none"}),
    ),
    Case(
        "configured",
        bought(155, model="gpt-5"),
        around=Surroundings(settings={"spareShare": 0.4}),
    ),
    Case(
        "configured",
        bought(15, LITTLE),
        around=Surroundings(settings={"mostTimesDearer": 4}),
    ),
    # nobody publishes what an answer of it counts
    Case("compliant", bought(400, LITTLE, POOLED, "FW-GLM-5.1")),
    Case("compliant", bought(400, LITTLE, POOLED, "gpt-9")),
    Case(
        "not applicable",
        (ACCOUNT,),
        not_applicable="the stack has no cognitiveservices:Deployment",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


@given(st.floats(0.001, 50), st.integers(1, 400))
def test_more_than_the_busiest_minute_takes_is_too_much(rate: float, lots: int) -> None:
    load = PtuLoad(60 * PEAK_FACTOR * rate, 1155, 211)
    size = size_ptu("gpt-4.1", POOLED, load, "swedencentral")
    units = size.lot.min_ptu + (lots - 1) * size.lot.increment_ptu
    need = f"requests-per-second={rate!r} input-tokens=1155 output-tokens=211"
    found = judge_stack(rule, bought(units, need)).messages
    assert any("set sku.capacity" in text for text in found) == (units > size.ptu)


@given(st.floats(0.001, 50), st.integers(3, 400))
def test_a_message_on_price_names_two_that_are_so_far_apart(rate: float, lots: int) -> None:
    need = f"requests-per-second={rate!r} input-tokens=1155 output-tokens=211"
    for text in judge_stack(rule, bought(5 * lots, need)).messages:
        if text.endswith("pay by the token"):
            ptu, tokens = (int(usd.replace(",", "")) for usd in re.findall(r"([\d,]+) USD", text))
            assert 2 * tokens <= ptu + 1

"""Does AZG-S002 find numbers of PTUs that Azure does not sell, and only those?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen import catalog
from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge
from azgreen_policies.size.provisioned_units_valid import rule

TOKEN = "azure-native:cognitiveservices:Deployment"
POOLED, REGIONAL = "DataZoneProvisionedManaged", "ProvisionedManaged"
LATER = "can't be known during preview"
ROWS = [(row, sku) for row in catalog.ptu_rows() for sku in (POOLED, REGIONAL)]


def bought(capacity: Any, model: Any = "gpt-4.1", sku: str = POOLED) -> Resource:
    properties = {"model": {"name": model}}
    return Resource(TOKEN, {"sku": {"name": sku, "capacity": capacity}, "properties": properties})


CASES = [
    Case("compliant", (bought(15),)),
    Case("compliant", (bought(100, sku=REGIONAL),)),
    Case(
        "violating",
        (bought(40, sku=REGIONAL),),
        (
            "'thing' has 40 PTU of gpt-4.1 as ProvisionedManaged: 40 PTU are not on sale: "
            "a deployment starts at 50 and grows by 50; write 50 or 100",
        ),
    ),
    Case(
        "violating",
        (bought(17),),
        (
            "'thing' has 17 PTU of gpt-4.1 as DataZoneProvisionedManaged: 17 PTU are not on sale: "
            "a deployment starts at 15 and grows by 5; write 15 or 20",
        ),
    ),
    Case(
        "violating",
        (bought(20.5),),
        (
            "'thing' has 20.5 PTU of gpt-4.1 as DataZoneProvisionedManaged: PTUs are whole; "
            "write 20 or 25",
        ),
    ),
    Case(
        "violating",
        (bought(100, "Llama-3.3-70B-Instruct", REGIONAL),),
        (
            "'thing' has 100 PTU of Llama-3.3-70B-Instruct as ProvisionedManaged: "
            "'Llama-3.3-70B-Instruct' is not offered as 'ProvisionedManaged'; "
            "allowed: DataZoneProvisionedManaged, GlobalProvisionedManaged",
        ),
    ),
    Case(
        "violating",
        (bought(15, "gpt-5-nano"),),
        (
            "'thing' has 15 PTU of gpt-5-nano as DataZoneProvisionedManaged: the table of PTUs "
            "does not list it; did you mean 'gpt-4.1-nano'?",
        ),
    ),
    Case(
        "missing",
        (Resource(TOKEN, {"sku": {"name": POOLED}, "properties": {"model": {"name": "gpt-4.1"}}}),),
        not_applicable="no capacity is stated, so Azure gives its default",
    ),
    Case("unknown", (bought(UNKNOWN),), unknown=f"string value at .sku.capacity {LATER}"),
    Case(
        "unknown",
        (bought(15, UNKNOWN),),
        unknown=f"string value at .properties.model.name {LATER}",
    ),
    Case(
        "configured",
        (bought(17, "gpt-7"),),
        (
            "'thing' has 17 PTU of gpt-7 as DataZoneProvisionedManaged: 17 PTU are not on sale: "
            "a deployment starts at 20 and grows by 10; write 20 or 30",
        ),
        around=Surroundings(settings={"lots": {"GPT-7": {"minimum": 20, "increment": 10}}}),
    ),
    Case(
        "configured",
        (bought(40, sku=REGIONAL),),
        around=Surroundings(settings={"lots": {"gpt-4.1": {"minimum": 40, "increment": 40}}}),
    ),
    Case(
        "not applicable",
        (bought(40, sku="Standard"),),
        not_applicable="Standard is not sold in PTUs",
    ),
    Case(
        "not applicable",
        (bought(7, "gpt-7"),),
        not_applicable="the catalogue does not know the model 'gpt-7'",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


@given(st.sampled_from(ROWS), st.integers(0, 2000))
def test_a_number_passes_exactly_where_it_is_on_sale(
    sold: tuple[catalog.PtuRow, str], units: int
) -> None:
    row, sku = sold
    lot = row.regional if sku == REGIONAL else row.pooled
    one = bought(units, row.model, sku)
    steps = range(0) if lot is None else range(lot.min_ptu, 2001, lot.increment_ptu)
    assert bool(judge(rule, one.token, one.inputs).messages) == (units not in steps)

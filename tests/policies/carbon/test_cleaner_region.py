"""Does AZG-C003 name a region that would serve the same with far less carbon, and only then?"""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen import catalog
from azgreen.estimate import Traffic, footprint
from azgreen.estimate.placement.workload import SECONDS_PER_MONTH
from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge_stack
from azgreen_policies.carbon.cleaner_region import rule

ACCOUNT = "azure-native:cognitiveservices:Account"
TOKEN = "azure-native:cognitiveservices:Deployment"
LATER = "can't be known during preview"
NEED = "requests-per-second=5.53 input-tokens=1155 output-tokens=211"
MODEL = "gpt-4.1-mini"


def account(location: Any) -> Resource:
    return Resource(ACCOUNT, {"location": location}, "assistant")


def chat(model: Any = MODEL, sku: str = "Standard", **more: Any) -> Resource:
    inputs = {"properties": {"model": {"name": model}}, "sku": {"name": sku}}
    return Resource(TOKEN, {**inputs, **more}, "chat", {"accountName": ["assistant"]})


def grid(region: str) -> float:
    return catalog.region(region).grid_gco2e_per_kwh


def told(home: str, there: str, scope: str, carbon: str = "", least: str = "50%") -> tuple[str]:
    share = 1 - grid(there) / grid(home)
    return (
        f"'chat' serves {MODEL} as Standard in {home!r}: {grid(home):.0f} gCO2e/kWh; {there!r}"
        f"{scope} offers the same at {grid(there):.0f}, {share:.0%} less (told from {least} on)"
        f"{carbon}; set the account's location to {there!r}",
    )


def month(region: str) -> str:
    each = footprint(MODEL, "Standard", region, Traffic(5.53, 1155, 211), 1).gco2e.mid
    return f"{each * 5.53 * SECONDS_PER_MONTH:,.0f}"


EU = " of the same data zone (eu)"
CARBON = f", {month('swedencentral')} instead of {month('westeurope')} gCO2e a month for its "
MOVED = told("westeurope", "swedencentral", EU)
CASES = [
    Case("compliant", (account("swedencentral"), chat())),
    Case("compliant", (account("francecentral"), chat(sku="GlobalStandard"))),
    Case("violating", (account("westeurope"), chat()), MOVED),
    Case("violating", (account("West Europe"), chat()), MOVED),
    Case(
        "violating",
        (account("westeurope"), chat(tags={"azgreen-need": NEED})),
        told("westeurope", "swedencentral", EU, f"{CARBON}declared traffic"),
    ),
    Case(
        "violating",
        (
            Resource(ACCOUNT, {"location": "westeurope", "accountName": "shop"}, "assistant"),
            Resource(TOKEN, {**chat().inputs, "accountName": "shop"}, "chat"),
        ),
        MOVED,
    ),
    Case("missing", (account("westeurope"), Resource(TOKEN, {}, "chat"))),
    Case("missing", (Resource(TOKEN, chat().inputs, "chat"),)),
    Case("missing", (account("global"), chat())),
    Case("missing", (account("westeurope"), chat(model="my-own"))),
    Case(
        "unknown",
        (account(UNKNOWN), chat()),
        unknown=f"string value at .location {LATER}",
    ),
    Case(
        "configured",
        (account("westeurope"), chat()),
        around=Surroundings(settings={"leastShareSaved": 0.99}),
    ),
    Case(
        "configured",
        (account("westeurope"), chat()),
        around=Surroundings(settings={"within": "geography"}),
    ),
    Case(
        "configured",
        (account("uksouth"), chat()),
        told("uksouth", "swedencentral", ""),
        around=Surroundings(settings={"within": "anywhere"}),
    ),
    Case(
        "configured",
        (account("westeurope"), chat()),
        around=Surroundings(
            config={"azgreen:placement": json.dumps({"region": "westeurope", "sku": "Standard"})}
        ),
    ),
    Case(
        "not applicable",
        (account("westeurope"),),
        not_applicable="the stack has no cognitiveservices:Deployment",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


REGIONS = [item.name for item in catalog.regions() if item.grid_gco2e_per_kwh_by_year]


@given(st.sampled_from(REGIONS), st.floats(0, 1))
def test_it_names_the_cleanest_of_those_that_save_enough(region: str, least: float) -> None:
    around = Surroundings(settings={"leastShareSaved": least, "within": "anywhere"})
    found = judge_stack(rule, (account(region), chat()), around=around).messages
    offered = {item.region for item in catalog.offers(MODEL, "Standard")}
    best = min(offered, key=grid)
    saved = 1 - grid(best) / grid(region)
    expected = region in offered and saved > 0 and saved >= least
    assert len(found) == expected
    assert all(message.endswith(f"location to {best!r}") for message in found)


def test_a_tag_that_cannot_be_read_is_told() -> None:
    found = judge_stack(rule, (account("westeurope"), chat(tags={"azgreen-need": "x=1"})))
    (message,) = found.messages
    assert message.startswith("cannot be judged: azgreen-need: unknown key 'x'; ")

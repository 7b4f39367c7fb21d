"""Does AZG-C004 find SKUs that make tokens elsewhere than residency or carbon pins them?"""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen import catalog
from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge_stack
from azgreen_policies.carbon.pinned_region_sku import rule

ACCOUNT = Resource(
    "azure-native:cognitiveservices:Account", {"location": "swedencentral"}, "assistant"
)
TOKEN = "azure-native:cognitiveservices:Deployment"
NOWHERE = "neither azgreen:placement nor a residency pins the stack"
LATER = "can't be known during preview"
PLACED = "azgreen:placement"


def chat(sku: Any = "GlobalStandard", model: str = "gpt-4.1-mini", **more: Any) -> Resource:
    inputs = {"properties": {"model": {"name": model}}, "sku": {"name": sku}}
    return Resource(TOKEN, {**inputs, **more}, "chat", {"accountName": ["assistant"]})


def placed(sku: str) -> Surroundings:
    record = json.dumps({"region": "swedencentral", "sku": sku})
    return Surroundings(config={"azgreen:placement": record})


def resident(stack: str = "dev", **residency: str) -> Surroundings:
    return Surroundings(stack, settings={"residency": residency})


def told(sku: str, source: str, limit: str, fix: str, model: str = "gpt-4.1-mini") -> tuple[str]:
    anywhere = "Azure" if sku.startswith("Global") else "the data zone"
    return (
        f"'chat' serves {model} as {sku} in 'swedencentral': its tokens may be made in any region "
        f"of {anywhere}, but {source} keeps them within the {limit}; {fix}",
    )


STANDARD = "use Standard, which 'swedencentral' offers for it"
CASES = [
    Case("compliant", (ACCOUNT, chat("Standard")), around=placed("Standard")),
    Case("compliant", (ACCOUNT, chat("DataZoneStandard")), around=placed("DataZoneBatch")),
    Case("compliant", (ACCOUNT, chat()), around=placed("GlobalStandard")),
    Case(
        "violating",
        (ACCOUNT, chat()),
        told("GlobalStandard", PLACED, "region", STANDARD),
        around=placed("Standard"),
    ),
    Case(
        "violating",
        (ACCOUNT, chat("DataZoneStandard")),
        told("DataZoneStandard", PLACED, "region", STANDARD),
        around=placed("Standard"),
    ),
    Case(
        "violating",
        (ACCOUNT, chat("GlobalProvisionedManaged")),
        told(
            "GlobalProvisionedManaged",
            PLACED,
            "region",
            "use ProvisionedManaged, which 'swedencentral' offers for it",
        ),
        around=placed("ProvisionedManaged"),
    ),
    Case(
        "violating",
        (ACCOUNT, chat("GlobalBatch")),
        told(
            "GlobalBatch",
            PLACED,
            "dataZone",
            "use DataZoneBatch, which 'swedencentral' offers for it",
        ),
        around=placed("DataZoneStandard"),
    ),
    Case(
        "violating",
        (ACCOUNT, chat("GlobalStandard", "o3-mini")),
        told(
            "GlobalStandard",
            PLACED,
            "region",
            "no region offers it as Standard: choose another model",
            "o3-mini",
        ),
        around=placed("Standard"),
    ),
    Case(
        "violating",
        (
            Resource(ACCOUNT.token, {"location": "francecentral"}, "assistant"),
            chat("GlobalStandard", "gpt-5.1"),
        ),
        (
            "'chat' serves gpt-5.1 as GlobalStandard in 'francecentral': its tokens may be made "
            "in any region of Azure, but azgreen:placement keeps them within the region; use "
            "Standard, with the account in 'swedencentral', the cleanest that offers it so",
        ),
        around=placed("Standard"),
    ),
    Case(
        "missing",
        (Resource(TOKEN, chat().inputs, "chat"),),
        (
            "'chat' serves gpt-4.1-mini as GlobalStandard: its tokens may be made in any region "
            "of Azure, but azgreen:placement keeps them within the region; use Standard, where "
            "the account's region offers it",
        ),
        around=placed("Standard"),
    ),
    Case("missing", (ACCOUNT, Resource(TOKEN)), around=placed("Standard")),
    Case(
        "unknown",
        (ACCOUNT, chat(UNKNOWN)),
        unknown=f"string value at .sku.name {LATER}",
        around=placed("Standard"),
    ),
    Case(
        "configured",
        (ACCOUNT, chat()),
        told(
            "GlobalStandard",
            "residency of prod",
            "dataZone",
            "use DataZoneStandard, which 'swedencentral' offers for it",
        ),
        around=resident("prod", prod="dataZone", dev="anywhere"),
    ),
    Case(
        "configured",
        (ACCOUNT, chat()),
        told("GlobalStandard", "residency of an unknown stage", "region", STANDARD),
        around=resident("lab", prod="region", dev="anywhere"),
    ),
    Case("configured", (ACCOUNT, chat()), around=resident(prod="region", dev="anywhere")),
    Case(
        "configured",
        (ACCOUNT, chat(tags={"environment": "prod"})),
        told("GlobalStandard", "residency of prod", "region", STANDARD),
        around=resident(prod="region", dev="anywhere"),
    ),
    Case("not applicable", (ACCOUNT, chat()), not_applicable=NOWHERE),
    Case(
        "not applicable",
        (ACCOUNT,),
        not_applicable="the stack has no cognitiveservices:Deployment",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


SKUS = st.sampled_from(catalog.deployable_skus())


@given(SKUS, SKUS)
def test_a_sku_violates_exactly_where_it_reaches_further(sku: str, pinned: str) -> None:
    reaches = [
        each.startswith("Global") * 2 + each.startswith("DataZone") for each in (sku, pinned)
    ]
    found = judge_stack(rule, (ACCOUNT, chat(sku)), around=placed(pinned)).messages
    assert len(found) == (reaches[0] > reaches[1])

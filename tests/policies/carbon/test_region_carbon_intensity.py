"""Does AZG-C001 find what sits on a dirty grid, and only that?"""

from __future__ import annotations

from typing import Any

import pytest
from pulumi_policy import EnforcementLevel

from azgreen import catalog
from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge
from azgreen_policies.carbon.region_carbon_intensity import LIMITS, rule

TOKEN = "azure-native:cognitiveservices:Account"
LATER = "can't be known during preview"
NO_REGION = "the resource has no Azure region"
POLAND = catalog.region("polandcentral")
SWEDEN = catalog.region("swedencentral")
CLEANEST = ", ".join(
    f"{name} ({catalog.region(name).grid_gco2e_per_kwh:.0f})"
    for name in ("swedencentral", "francecentral", "norwayeast")
)


def located(location: str, **more: Any) -> tuple[Resource]:
    return (Resource(TOKEN, {"location": location, **more}),)


def told(region: catalog.Region, limit: float, remedy: str) -> tuple[str]:
    grid = f"{region.grid_gco2e_per_kwh:.0f} gCO2e/kWh ({region.grid_source})"
    return (f"'thing' is in {region.name!r}: {grid}, over the limit of {limit:.0f}; {remedy}",)


def limited(limit: float) -> Surroundings:
    return Surroundings(settings={"maxGridGco2ePerKwh": limit})


CASES = [
    Case("compliant", located("swedencentral")),
    Case("violating", located("polandcentral"), told(POLAND, 100, f"move it to {CLEANEST}")),
    Case("violating", located("Poland Central"), told(POLAND, 100, f"move it to {CLEANEST}")),
    Case(
        "violating",
        located("swedncentral"),
        (
            "'thing' is in a region whose carbon is not known: unknown region 'swedncentral'; "
            "did you mean 'swedencentral'?",
        ),
    ),
    Case("missing", (Resource(TOKEN),), not_applicable=NO_REGION),
    Case("unknown", located(UNKNOWN), unknown=f"string value at .location {LATER}"),
    Case(
        "configured",
        located("swedencentral"),
        told(SWEDEN, 5, "no region of the catalogue is below it"),
        around=limited(5),
    ),
    Case("configured", located("polandcentral"), around=limited(2000)),
    Case("not applicable", located("Global"), not_applicable=NO_REGION),
    Case(
        "not applicable",
        (Resource("gcp:compute:Instance", {"location": "polandcentral"}),),
        not_applicable=NO_REGION,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


def test_the_remedy_begins_in_the_same_data_zone_and_keeps_below_the_limit() -> None:
    (message,) = judge(rule, TOKEN, {"location": "polandcentral"}).messages
    names = [item.partition(" ")[0] for item in message.partition("move it to ")[2].split(", ")]
    assert catalog.region(names[0]).data_zone == POLAND.data_zone
    assert all(catalog.region(name).grid_gco2e_per_kwh <= LIMITS["dev"] for name in names)


def test_a_violation_stops() -> None:
    assert rule.enforcement_level is EnforcementLevel.MANDATORY


@pytest.mark.parametrize(
    "token",
    [
        "azure-native:resources:ResourceGroup",
        "azure-native:cognitiveservices/v20250601:Account",
        "azure-native_cognitiveservices_v20251201:cognitiveservices:Account",
    ],
)
def test_every_type_and_api_version_is_judged(token: str) -> None:
    assert len(judge(rule, token, {"location": "polandcentral"}).messages) == 1


def test_limit_follows_the_stage() -> None:
    between = next(
        region.name
        for region in catalog.regions()
        if region.grid_gco2e_per_kwh_by_year
        and LIMITS["dev"] < region.grid_gco2e_per_kwh <= LIMITS["prod"]
    )
    inputs = {"location": between}
    assert len(judge(rule, TOKEN, inputs, around=Surroundings("dev")).messages) == 1
    assert judge(rule, TOKEN, inputs, around=Surroundings("prod")).messages == ()
    tagged = {**inputs, "tags": {"environment": "prod"}}
    assert judge(rule, TOKEN, tagged, around=Surroundings("dev")).messages == ()


@pytest.mark.parametrize("region", catalog.regions(), ids=lambda region: region.name)
def test_every_region_of_the_catalogue_is_decided(region: catalog.Region) -> None:
    messages = judge(rule, TOKEN, {"location": region.name}).messages
    known = bool(region.grid_gco2e_per_kwh_by_year)
    clean = known and region.grid_gco2e_per_kwh <= LIMITS["dev"]
    assert len(messages) == (0 if clean else 1)

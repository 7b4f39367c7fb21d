"""Does AZG-C001 find what sits on a dirty grid, and only that?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE

from azgreen import catalog
from azgreen_policies.carbon.region_carbon_intensity import LIMITS, rule

if TYPE_CHECKING:
    from collections.abc import Callable

NAME = rule.name
ACCOUNT = "azure-native:cognitiveservices:Account"


def test_a_clean_grid_holds(pack: Any) -> None:
    assert pack.messages(NAME, ACCOUNT, {"location": "swedencentral"}) == []
    assert pack.not_applicable(NAME, ACCOUNT, {"location": "swedencentral"}) is None


@pytest.mark.parametrize("location", ["polandcentral", "Poland Central"])
def test_a_dirty_grid_violates_and_names_the_remedy(pack: Any, location: str) -> None:
    (message,) = pack.messages(NAME, ACCOUNT, {"location": location})
    region = catalog.region("polandcentral")
    assert message.startswith(
        f"'thing' is in 'polandcentral': {region.grid_gco2e_per_kwh:.0f} gCO2e/kWh "
        f"({region.grid_source}), over the limit of 100; move it to "
    )
    names = [item.partition(" ")[0] for item in message.partition("move it to ")[2].split(", ")]
    assert names[0] == "swedencentral"  # of the same data zone, and the cleanest there
    assert all(catalog.region(name).grid_gco2e_per_kwh <= 100 for name in names)


def test_a_violation_is_mandatory(pack: Any) -> None:
    found = pack.analyze(ACCOUNT, {"location": "polandcentral"}).diagnostics
    assert [(item.policyName, item.enforcementLevel) for item in found] == [(NAME, 1)]


def test_an_unknown_region_violates(pack: Any) -> None:
    (message,) = pack.messages(NAME, ACCOUNT, {"location": "swedncentral"})
    assert message == (
        "'thing' is in a region whose carbon is not known: unknown region 'swedncentral'; "
        "did you mean 'swedencentral'?"
    )


@pytest.mark.parametrize(
    ("token", "inputs"),
    [
        (ACCOUNT, {}),
        (ACCOUNT, {"location": "Global"}),
        ("gcp:compute:Instance", {"location": "polandcentral"}),
    ],
)
def test_what_has_no_azure_region_is_not_judged(
    pack: Any, token: str, inputs: dict[str, Any]
) -> None:
    assert pack.messages(NAME, token, inputs) == []
    assert pack.not_applicable(NAME, token, inputs) == "the resource has no Azure region"


def test_an_unknown_location_is_left_to_the_update(pack: Any) -> None:
    (found,) = pack.analyze(ACCOUNT, {"location": UNKNOWN_STRING_VALUE}).diagnostics
    assert found.policyName == NAME
    assert found.enforcementLevel == 0  # advisory
    assert found.message.endswith(
        "during preview: string value at .location can't be known during preview"
    )


@pytest.mark.parametrize(
    "token",
    [
        "azure-native:resources:ResourceGroup",
        "azure-native:cognitiveservices/v20250601:Account",
        "azure-native_cognitiveservices_v20251201:cognitiveservices:Account",
    ],
)
def test_every_api_version_is_judged(pack: Any, token: str) -> None:
    assert len(pack.messages(NAME, token, {"location": "polandcentral"})) == 1


def test_limit_follows_the_stage(packs: Callable[..., Any]) -> None:
    between = next(
        region.name
        for region in catalog.regions()
        if region.grid_gco2e_per_kwh_by_year
        and LIMITS["dev"] < region.grid_gco2e_per_kwh <= LIMITS["prod"]
    )
    inputs = {"location": between}
    assert len(packs("dev").messages(NAME, ACCOUNT, inputs)) == 1
    assert packs("prod").messages(NAME, ACCOUNT, inputs) == []
    tagged = {**inputs, "tags": {"environment": "prod"}}
    assert packs("dev").messages(NAME, ACCOUNT, tagged) == []


def test_limit_can_be_configured(pack: Any) -> None:
    pack.configure({NAME: {"maxGridGco2ePerKwh": 5}})
    (message,) = pack.messages(NAME, ACCOUNT, {"location": "swedencentral"})
    assert message.endswith("over the limit of 5; no region of the catalogue is below it")
    pack.configure({NAME: {"maxGridGco2ePerKwh": 2000}})
    assert pack.messages(NAME, ACCOUNT, {"location": "polandcentral"}) == []


@pytest.mark.parametrize("region", catalog.regions(), ids=lambda region: region.name)
def test_every_region_of_the_catalogue_is_decided(pack: Any, region: catalog.Region) -> None:
    messages = pack.messages(NAME, ACCOUNT, {"location": region.name})
    known = bool(region.grid_gco2e_per_kwh_by_year)
    clean = known and region.grid_gco2e_per_kwh <= LIMITS["dev"]
    assert len(messages) == (0 if clean else 1)

"""Do the rules decide every input, whatever it holds? In process, where many can be tried."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pulumi_policy import PolicyResourceOptions, ResourceValidationArgs, StackValidationPolicy
from pulumi_policy.policy import PolicyCustomTimeouts, _NotApplicableError
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE, UnknownValueError, unknown_checking_proxy

from azgreen import catalog
from azgreen.testing import Resource, judge_stack
from azgreen_policies import load_rules
from azgreen_policies._reading import is_azure, is_type

RULES = {rule.name: rule for rule in load_rules()}
DEPLOYMENT = "azure-native:cognitiveservices:Deployment"
STAGES = st.sampled_from(["dev", "test", "prod", "staging", "", None])


@pytest.fixture(autouse=True)
def stack() -> None:
    pulumi.runtime.settings._set_stack("dev")
    pulumi.runtime.settings._set_project("shop")


def judge(name: str, inputs: dict[str, Any], token: str = DEPLOYMENT, **config: Any) -> Any:
    """Return the messages of a rule, or why it did not judge."""
    options = PolicyResourceOptions(
        protect=False,
        ignore_changes=[],
        delete_before_replace=None,
        aliases=[],
        custom_timeouts=PolicyCustomTimeouts(0, 0, 0),
        additional_secret_outputs=[],
    )
    args = ResourceValidationArgs(
        token, unknown_checking_proxy(inputs), "urn", "thing", options, None, config
    )
    found: list[str] = []
    rule: Any = RULES[name]
    try:
        rule.validate(args, lambda message, _: found.append(message))
    except _NotApplicableError as error:
        return error.reason
    return found


@given(
    st.sampled_from([region.name for region in catalog.regions()]),
    STAGES,
    st.none() | st.floats(0, 1000),
)
def test_region_violates_exactly_above_the_limit(
    region: str, stage: str | None, limit: float | None
) -> None:
    config = {} if limit is None else {"maxGridGco2ePerKwh": limit}
    inputs = {"location": region, "tags": {"environment": stage}}
    found = judge("region-carbon-intensity", inputs, **config)
    place = catalog.region(region)
    allowed = (200 if stage == "prod" else 100) if limit is None else limit
    known = bool(place.grid_gco2e_per_kwh_by_year)
    assert len(found) == (0 if known and place.grid_gco2e_per_kwh <= allowed else 1)


@given(st.floats(0, 2000), STAGES, st.sampled_from(["Standard", "ProvisionedManaged"]))
def test_capacity_violates_exactly_above_the_limit(
    capacity: float, stage: str | None, sku: str
) -> None:
    limits = {"dev": 50, "test": 150, "prod": 1000}
    if sku != "Standard":
        limits = {"dev": 0, "test": 15, "prod": 100}
    inputs = {"sku": {"name": sku, "capacity": capacity}, "tags": {"environment": stage}}
    found = judge("deployment-capacity", inputs)
    limit = limits.get(stage or "dev", min(limits.values()))
    assert len(found) == (1 if capacity > limit else 0)


@pytest.mark.parametrize("name", RULES)
def test_what_is_not_of_azure_is_not_judged(name: str) -> None:
    if isinstance(RULES[name], StackValidationPolicy):
        assert judge_stack(RULES[name], (Resource("random:index:RandomId"),)).not_applicable
        assert judge_stack(RULES[name], (Resource(DEPLOYMENT),)).messages == ()
        return
    assert isinstance(judge(name, {}, "random:index:RandomId"), str)
    assert isinstance(judge(name, {}, DEPLOYMENT), str)


def test_a_region_that_is_not_known_is_told() -> None:
    (message,) = judge("region-carbon-intensity", {"location": "atlantis"})
    assert message.startswith("'thing' is in a region whose carbon is not known")


def test_the_remedy_names_only_regions_that_serve_models() -> None:
    (message,) = judge("region-carbon-intensity", {"location": "polandcentral"})
    names = [item.partition(" ")[0] for item in message.partition("move it to ")[2].split(", ")]
    assert names[0] == "swedencentral"
    assert set(names) <= {offer.region for offer in catalog.offers()}


def test_no_region_below_the_limit_is_told() -> None:
    inputs = {"location": "swedencentral"}
    (message,) = judge("region-carbon-intensity", inputs, maxGridGco2ePerKwh=0)
    assert message.endswith("no region of the catalogue is below it")


def test_unknown_values_are_left_to_the_sdk() -> None:
    with pytest.raises(UnknownValueError):
        judge("region-carbon-intensity", {"location": UNKNOWN_STRING_VALUE})


@pytest.mark.parametrize(
    ("token", "azure", "deployment"),
    [
        ("azure-native:cognitiveservices:Deployment", True, True),
        ("azure-native:cognitiveservices/v20250601:Deployment", True, True),
        ("azure-native:cognitiveservices/v20250401preview:Deployment", True, True),
        ("azure-native_cognitiveservices_v20251201:cognitiveservices:Deployment", True, True),
        ("azure-native:cognitiveservices:Account", True, False),
        ("azure-native:resources:Deployment", True, False),
        ("azure-nativex:cognitiveservices:Deployment", False, False),
        ("azgreen:index:ModelDeployment", False, False),
    ],
)
def test_tokens(token: str, *, azure: bool, deployment: bool) -> None:
    assert is_azure(token) is azure
    assert is_type(token, "cognitiveservices", "Deployment") is deployment

"""Does the plan fill in what is left out, and name everything that is wrong in full?"""
# ruff: noqa: E501  # a row of a table holds its message in full

from __future__ import annotations

import asyncio
import math
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pulumi_azure_native.cognitiveservices import DeploymentModelVersionUpgradeOption

from azgreen import catalog
from azgreen.estimate import Traffic
from azgreen_components._inputs import camel
from azgreen_components._models import DEFAULT_VERSION_UPGRADE, VERSION_UPGRADES
from azgreen_components._naming import Scope, derived_name
from azgreen_components._sizing import PEAK_FACTOR, capacity_ktpm
from azgreen_components.model_deployment.args import (
    DEFAULT_SKU,
    ModelArgs,
    ModelDeploymentArgs,
    TrafficArgs,
)
from azgreen_components.model_deployment.plan import Plan, plan

if TYPE_CHECKING:
    from collections.abc import Iterator

SCOPE = Scope("contoso", "shop", "dev")
TODAY = date(2026, 11, 23)
CHAT = {"model": "gpt-4.1-mini", "capacity": 20}
TRAFFIC = {"requests_per_second": 1.0, "input_tokens": 1155.0, "output_tokens": 211.0}
REGIONS = sorted({offer.region for offer in catalog.offers(sku=DEFAULT_SKU)})


@pytest.fixture
def output() -> Iterator[pulumi.Output[str]]:
    """Make an output, which needs a loop, and wait for it, or the next program would wait for it."""
    own = asyncio.new_event_loop()
    asyncio.set_event_loop(own)
    made = pulumi.Output.from_input("rg")
    yield made
    own.run_until_complete(made.future())
    own.close()
    asyncio.set_event_loop(None)


def planned(*deployments: Any, name: str = "ai", **more: Any) -> Plan:
    given: Any = {
        "location": "swedencentral",
        "resource_group_name": "rg",
        "deployments": list(deployments) or [CHAT],
    }
    return plan(name, {**given, **more}, TODAY)


def faults(*deployments: Any, **more: Any) -> list[tuple[str, str]]:
    with pytest.raises(pulumi.InputPropertiesError) as caught:
        planned(*deployments, **more)
    assert caught.value.errors is not None
    return [(error["property_path"], error["reason"]) for error in caught.value.errors]


def test_every_default_is_filled_in() -> None:
    (deployment,) = planned().deployments
    assert deployment.name == "gpt-4.1-mini"
    assert deployment.sku == DEFAULT_SKU
    assert DEFAULT_SKU in catalog.skus()
    assert deployment.version == catalog.offer("gpt-4.1-mini", DEFAULT_SKU, "swedencentral").version
    assert deployment.version_upgrade_option == DEFAULT_VERSION_UPGRADE
    assert not planned().common.public_network_access
    assert planned().common.tags == {"azgreen-carbon-data": catalog.CARBON_DATA_VERSION}


def test_version_upgrades_are_those_of_azure() -> None:
    assert sorted(item.value for item in DeploymentModelVersionUpgradeOption) == list(
        VERSION_UPGRADES
    )


def test_capacity_carries_the_busiest_minute_of_the_traffic() -> None:
    (deployment,) = planned({"model": "gpt-4.1-mini", "traffic": TRAFFIC}).deployments
    assert deployment.capacity == math.ceil(507 / 335 * 60 * (1155 + 211) / 1000) == 125


def test_given_capacity_wins_over_traffic() -> None:
    (deployment,) = planned({**CHAT, "traffic": TRAFFIC}).deployments
    assert deployment.capacity == 20
    assert deployment.traffic == Traffic(1, 1155, 211)


def test_a_batch_takes_the_input_tokens_of_a_day() -> None:
    batch = {"model": "gpt-4.1-mini", "sku": "GlobalBatch", "traffic": TRAFFIC}
    (deployment,) = planned(batch).deployments
    assert deployment.capacity == math.ceil(86_400 * 1155 / 1000) == 99_792
    (given,) = planned({**batch, "capacity": 7}).deployments
    assert given.capacity == 7


def test_batches_share_a_quota_of_their_own() -> None:
    batch = {**CHAT, "sku": "DataZoneBatch", "capacity": 60_000}
    pair = [{**batch, "name": name} for name in ("one", "two")]
    what = "the capacities of 'gpt-4.1-mini' as DataZoneBatch add up to 120000"
    assert faults(*pair) == [
        ("deployments", f"{what}, over the default quota of 100000; lower them")
    ]
    assert len(planned(batch, {**CHAT, "name": "now"}).deployments) == 2


@given(
    st.floats(0.001, 100), st.floats(1, 10_000), st.floats(1, 10_000), st.sampled_from([1, 2, 5])
)
def test_capacity_is_enough_whole_and_grows_with_traffic(
    rate: float, tokens_in: float, tokens_out: float, factor: int
) -> None:
    traffic = Traffic(rate, tokens_in, tokens_out)
    capacity = capacity_ktpm(traffic)
    assert capacity >= 1
    assert capacity * 1000 >= PEAK_FACTOR * traffic.tokens_per_minute * (1 - 1e-9)
    assert capacity <= capacity_ktpm(Traffic(rate * factor, tokens_in, tokens_out))


@given(
    st.text(max_size=80),
    st.sampled_from(REGIONS),
    st.from_regex(r"[\w.()-]{0,89}[\w()-]", fullmatch=True),
    st.none() | st.from_regex(r"[a-z0-9]{1,12}", fullmatch=True),
)
def test_derived_names_are_valid_and_do_not_change(
    name: str, location: str, group: str, suffix: str | None
) -> None:
    first, again = (derived_name(name, SCOPE, location, group, suffix) for _ in range(2))
    assert first == again
    assert re.fullmatch(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])", first)
    assert first.endswith(suffix or "")


def test_derived_names_differ_where_clashes_would_be() -> None:
    names = [
        derived_name(name, scope, location, group, suffix)
        for name, scope, location, group, suffix in [
            ("ai", SCOPE, "swedencentral", "rg", None),
            ("bot", SCOPE, "swedencentral", "rg", None),
            ("ai", Scope("contoso", "shop", "prod"), "swedencentral", "rg", None),
            ("ai", Scope("contoso", "blog", "dev"), "swedencentral", "rg", None),
            ("ai", Scope("fabrikam", "shop", "dev"), "swedencentral", "rg", None),
            ("ai", Scope("contoso", "shop", "dev", "a-subscription"), "swedencentral", "rg", None),
            ("ai", SCOPE, "francecentral", "rg", None),
            ("ai", SCOPE, "swedencentral", "other", None),
            ("ai", SCOPE, "swedencentral", "rg", "b"),
        ]
    ]
    assert len(set(names)) == len(names)


def test_own_names_are_used_as_they_are() -> None:
    own = planned(account_name="Contoso_AI", sub_domain="contoso-ai", name_suffix="b")
    assert (own.names.account, own.names.sub_domain) == ("Contoso_AI", "contoso-ai")


def test_model_and_region_take_the_catalogue_spelling() -> None:
    own = planned({"model": "GPT-4.1-Mini", "capacity": 2.0}, location="Sweden Central")
    assert own.common.location == "swedencentral"
    assert own.deployments[0].model == "gpt-4.1-mini"
    assert own.deployments[0].capacity == 2


UNREADABLE = "is not a number above 0; write one, or leave the traffic out"
WHOLE = "is not a whole number of thousands of tokens per minute; write 1 or more"
PROVISIONED = "is provisioned throughput, which ProvisionedDeployment deploys; use that, or one of DataZoneBatch, DataZoneStandard, GlobalBatch, GlobalStandard, Standard"
DEPLOYMENT_RULE = (
    "is not a deployment name; use 1 to 64 letters, digits, '_', '.' or '-', starting with a letter "
    "or digit"
)
BAD_DEPLOYMENTS: list[tuple[Any, str, str]] = [
    ("gpt", "", "'gpt' is not an object with named fields"),
    ({"capacity": 1}, ".model", "missing; it has no default, so write it"),
    ({**CHAT, "modle": 1}, ".modle", "unknown input 'modle'; did you mean 'model'?"),
    ({**CHAT, "model": "gpt-4.1-mni"}, ".model", "unknown model 'gpt-4.1-mni'; did you mean 'gpt-4.1-mini'?"),
    ({**CHAT, "model": 4}, ".model", "4 is not a text; write a string that is not empty"),
    ({**CHAT, "sku": ""}, ".sku", "'' is not a text; write a string that is not empty"),
    ({**CHAT, "sku": "standrd"}, ".sku", "'standrd' is not a choice; did you mean 'Standard'?"),
    ({**CHAT, "sku": "ProvisionedManaged"}, ".sku", f"'ProvisionedManaged' {PROVISIONED}"),
    ({**CHAT, "sku": "globalprovisionedmanaged"}, ".sku", f"'globalprovisionedmanaged' {PROVISIONED}"),
    ({**CHAT, "version": "2025-04-15"}, ".version", "version '2025-04-15' of 'gpt-4.1-mini' is not offered as Standard in swedencentral; did you mean '2025-04-14'?"),
    ({**CHAT, "capacity": 0}, ".capacity", f"0 {WHOLE}"),
    ({**CHAT, "capacity": -3}, ".capacity", f"-3 {WHOLE}"),
    ({**CHAT, "capacity": 1.5}, ".capacity", f"1.5 {WHOLE}"),
    ({**CHAT, "capacity": "20"}, ".capacity", f"'20' {WHOLE}"),
    ({**CHAT, "capacity": True}, ".capacity", f"True {WHOLE}"),
    ({**CHAT, "capacity": math.inf}, ".capacity", f"inf {WHOLE}"),
    ({**CHAT, "capacity": 6001}, ".capacity", "6001 is over the default quota of 6000 for Standard; write 6000 or less, or split the traffic"),
    ({**CHAT, "sku": "GlobalBatch", "capacity": 0.5}, ".capacity", "0.5 is not a whole number of thousands of enqueued tokens; write 1 or more"),
    ({**CHAT, "sku": "DataZoneBatch", "capacity": 100001}, ".capacity", "100001 is over the default quota of 100000 for DataZoneBatch; write 100000 or less, or split the traffic"),
    ({"model": "gpt-4.1-mini", "sku": "DataZoneBatch", "traffic": {**TRAFFIC, "input_tokens": 2000}}, ".capacity", "172800, computed from traffic, is over the default quota of 100000 for DataZoneBatch; write 100000 or less, or split the traffic"),
    ({"model": "gpt-4.1-mini", "sku": "GlobalBatch"}, ".capacity", "missing; write it, or the traffic from which it is computed"),
    ({"model": "gpt-5-nano", "sku": "GlobalBatch", "capacity": 1}, ".model", "'gpt-5-nano' is not offered as GlobalBatch in 'swedencentral', nor in any other region; offered there as DataZoneStandard or GlobalStandard"),
    ({"model": "gpt-4.1-mini"}, ".capacity", "missing; write it, or the traffic from which it is computed"),
    ({"model": "gpt-4.1-mini", "traffic": 5}, ".traffic", "5 is not an object with named fields"),
    ({**CHAT, "traffic": 5}, ".traffic", "5 is not an object with named fields"),
    ({**CHAT, "traffic": {**TRAFFIC, "input_tokens": -1}}, ".traffic.inputTokens", f"-1 {UNREADABLE}"),
    ({**CHAT, "traffic": {**TRAFFIC, "output_tokens": None}}, ".traffic.outputTokens", "missing; it has no default, so write it"),
    ({**CHAT, "traffic": {**TRAFFIC, "requests_per_second": math.nan}}, ".traffic.requestsPerSecond", f"nan {UNREADABLE}"),
    ({**CHAT, "name": "-a"}, ".name", f"'-a' {DEPLOYMENT_RULE}"),
    ({**CHAT, "name": "a" * 65}, ".name", f"{'a' * 65!r} {DEPLOYMENT_RULE}"),
    ({**CHAT, "content_filter": 1}, ".contentFilter", "1 is not a text; write a string that is not empty"),
    ({**CHAT, "version_upgrade_option": "Never"}, ".versionUpgradeOption", "'Never' is not a choice; allowed: NoAutoUpgrade, OnceCurrentVersionExpired, OnceNewDefaultVersionAvailable"),
]  # fmt: skip


@pytest.mark.parametrize(("deployment", "path", "reason"), BAD_DEPLOYMENTS)
def test_a_wrong_deployment_is_named_in_full(deployment: Any, path: str, reason: str) -> None:
    assert faults(CHAT | {"name": "fine"}, deployment) == [(f"deployments[1]{path}", reason)]


ACCOUNT_RULE = "is not an account name; use 2 to 64 letters, digits, '_', '.' or '-', starting with a letter or digit"
DOMAIN_RULE = (
    "is not a sub-domain; use 2 to 64 lower case letters, digits or '-', with no '-' at either end"
)
TAG_RULE = "is not a tag name; use 1 to 512 characters without % & / < > ? \\"
BAD_ACCOUNTS: list[tuple[str, Any, str, str]] = [
    ("location", "swedncentral", "location", "unknown region 'swedncentral'; did you mean 'swedencentral'?"),
    ("location", None, "location", "missing; it has no default, so write it"),
    ("location", "", "location", "'' is not a text; write a string that is not empty"),
    ("resource_group_name", "rg.", "resourceGroupName", "'rg.' is not a resource group name; use 1 to 90 letters, digits, '_', '.', '-' or brackets, not ending with '.'"),
    ("account_name", "a", "accountName", f"'a' {ACCOUNT_RULE}"),
    ("account_name", "a" * 65, "accountName", f"{'a' * 65!r} {ACCOUNT_RULE}"),
    ("sub_domain", "Upper", "subDomain", f"'Upper' {DOMAIN_RULE}"),
    ("sub_domain", "a-", "subDomain", f"'a-' {DOMAIN_RULE}"),
    ("name_suffix", "A!", "nameSuffix", "'A!' is not a suffix; use 1 to 12 lower case letters or digits"),
    ("public_network_access", "yes", "publicNetworkAccess", "'yes' is not true or false; write one of the two"),
    ("public_network_access", 0, "publicNetworkAccess", "0 is not true or false; write one of the two"),
    ("deployments", None, "deployments", "missing; it has no default, so write it"),
    ("deployments", [], "deployments", "[] is not a list of models; write at least one"),
    ("deployments", "gpt", "deployments", "'gpt' is not a list of models; write at least one"),
    ("content_safety", 3, "contentSafety", "3 is not an object with named fields"),
    ("callers", "me", "callers", "'me' is not a list of callers; write a list"),
    ("environment", "", "environment", "'' is not a text; write a string that is not empty"),
    ("workload", [], "workload", "[] is not a text; write a string that is not empty"),
    ("owner", 5, "owner", "5 is not a text; write a string that is not empty"),
    ("owner", "x" * 257, "owner", "257 characters; a tag's value has 256 at most"),
    ("tags", [], "tags", "[] is not an object with named fields"),
    ("tags", {"a/b": "c"}, "tags.a/b", f"'a/b' {TAG_RULE}"),
    ("tags", {"a": 1}, "tags.a", "1 is not a text; write a string"),
    ("tags", {"a": "1", "A": "2"}, "tags.A", "Azure ignores case in tag names, so this one is there twice"),
    ("tags", {"Owner": "me"}, "tags.Owner", "azgreen writes the tag 'owner' itself; use 'owner'"),
    ("tags", {"Azgreen-Need": "entries=1"}, "tags.Azgreen-Need", "azgreen writes the tag 'azgreen-need' itself; its value is what the resource is declared to need"),
    ("tags", {f"t{index}": "" for index in range(49)}, "tags", "51 tags, azgreen's own included; Azure takes 50"),
    ("acount_name", "x", "acountName", "unknown input 'acount_name'; did you mean 'account_name'?"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value", "path", "reason"), BAD_ACCOUNTS)
def test_a_wrong_input_is_named_in_full(field: str, value: Any, path: str, reason: str) -> None:
    assert faults(**{field: value}) == [(path, reason)]


def test_every_input_has_a_wrong_value() -> None:
    tried = {path.partition(".")[0] for _, _, path, _ in BAD_ACCOUNTS}
    assert tried >= {camel(key) for key in ModelDeploymentArgs.__annotations__}
    of_a_model = {path.removeprefix(".") for _, path, _ in BAD_DEPLOYMENTS}
    wanted = {camel(key) for key in ModelArgs.__annotations__}
    wanted |= {f"traffic.{camel(key)}" for key in TrafficArgs.__annotations__}
    assert wanted - of_a_model == set()


def test_an_output_cannot_decide_what_is_built(output: pulumi.Output[str]) -> None:
    reason = "an output is not known before the deployment; write the text itself"
    assert faults(account_name=output) == [("accountName", reason)]


def test_two_deployments_of_one_name_are_refused() -> None:
    reason = "'GPT-4.1-mini' is the name of deployments[0] too; give one of the two another name"
    assert faults(CHAT, {**CHAT, "name": "GPT-4.1-mini"}) == [
        ("deployments[1].name", f"{reason} (Azure ignores case)")
    ]


def test_deployments_share_the_quota_of_their_model() -> None:
    pair = [{**CHAT, "name": name, "capacity": 3500} for name in ("one", "two")]
    what = "the capacities of 'gpt-4.1-mini' as Standard add up to 7000"
    assert faults(*pair) == [("deployments", f"{what}, over the default quota of 6000; lower them")]


def test_a_retired_model_is_refused() -> None:
    retired = next(
        item
        for item in catalog.models()
        if item.retires_on and item.retires_on <= TODAY and not item.successor
    )
    region = catalog.offers(retired.name, DEFAULT_SKU)[0].region
    day = f"{retired.retires_on:%Y-%m-%d}"
    assert faults({"model": retired.name, "capacity": 1}, location=region) == [
        ("deployments[0].model", f"'{retired.name}' was retired on {day}; use another model")
    ]


def test_a_retired_model_names_its_successor() -> None:
    old = next(item for item in catalog.models() if item.successor and item.retires_on)
    given: Any = {
        "location": catalog.offers(old.name, DEFAULT_SKU)[0].region,
        "resource_group_name": "rg",
        "deployments": [{"model": old.name, "capacity": 1}],
    }
    with pytest.raises(pulumi.InputPropertiesError, match=f"use its successor '{old.successor}'"):
        plan("ai", given, old.retires_on or TODAY)


def test_a_model_that_is_not_offered_names_a_cleaner_region() -> None:
    ((path, reason),) = faults(CHAT, location="polandcentral")
    assert path == "deployments[0].model"
    assert reason == (
        "'gpt-4.1-mini' is not offered as Standard in 'polandcentral'; the nearest region with less "
        "carbon is 'swedencentral' (20 gCO2e/kWh)"
    )


def test_a_model_without_a_cleaner_region_names_the_least_carbon() -> None:
    ((_, reason),) = faults(
        {"model": "text-embedding-3-small", "capacity": 1}, location="swedencentral"
    )
    assert reason == (
        "'text-embedding-3-small' is not offered as Standard in 'swedencentral'; the region with the "
        "least carbon is 'canadaeast' (41 gCO2e/kWh)"
    )


def test_a_model_that_is_nowhere_offered_so_names_the_skus_to_take() -> None:
    what = "is not offered as Standard in 'swedencentral', nor in any other region"
    assert faults({"model": "gpt-5-nano", "capacity": 1}) == [
        (
            "deployments[0].model",
            f"'gpt-5-nano' {what}; offered there as DataZoneStandard or GlobalStandard",
        )
    ]
    assert faults({"model": "Phi-4-mini-instruct", "capacity": 1}) == [
        ("deployments[0].model", f"'Phi-4-mini-instruct' {what}; choose another model")
    ]


@pytest.mark.parametrize("region", catalog.regions(), ids=lambda region: region.name)
def test_every_region_is_planned_or_refused(region: catalog.Region) -> None:
    offered = catalog.offers("gpt-4.1-mini", DEFAULT_SKU, region.name)
    if offered:
        assert planned(location=region.name).common.location == region.name
    else:
        assert "is not offered" in faults(location=region.name)[0][1]


def test_the_exception_tells_every_fault() -> None:
    with pytest.raises(pulumi.InputPropertiesError) as caught:
        planned({"model": "gpt-4.1-mini", "capacity": 0}, owner=5)
    assert str(caught.value).splitlines() == [
        "ModelDeployment 'ai': 2 inputs cannot be used",
        "  owner: 5 is not a text; write a string that is not empty",
        f"  deployments[0].capacity: 0 {WHOLE}",
    ]

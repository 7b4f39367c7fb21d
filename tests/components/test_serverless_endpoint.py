"""Does a ServerlessEndpoint serve only what no deployment offers, where it is and not too much?"""
# ruff: noqa: E501  # a row of a table holds its message in full

from __future__ import annotations

import re
import runpy
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen import catalog
from azgreen_components._inputs import camel
from azgreen_components._sizing import PEAK_FACTOR
from azgreen_components.serverless_endpoint import (
    ServerlessEndpoint,
    ServerlessEndpointArgs,
    ServerlessTrafficArgs,
)
from azgreen_components.serverless_endpoint.args import (
    MOST_KILOTOKENS_PER_MINUTE,
    MOST_REQUESTS_PER_MINUTE,
)
from azgreen_components.serverless_endpoint.plan import Plan, plan
from azgreen_components.serverless_endpoint.report import explain, footprint

if TYPE_CHECKING:
    from collections.abc import Callable

TODAY = date(2026, 11, 24)
EXAMPLES = Path(__file__).parents[2] / "components/examples/serverless_endpoint"
NATIVE = "azure-native:machinelearningservices:"
WORKSPACE = f"{NATIVE}Workspace"
ENDPOINT = f"{NATIVE}ServerlessEndpoint"
SUBSCRIPTION = f"{NATIVE}MarketplaceSubscription"
TRAFFIC = {"requests_per_second": 0.5, "input_tokens": 1155, "output_tokens": 211}
OTHERS = "mistral-small-2503"
REGIONS = "eastus, eastus2, northcentralus, southcentralus, swedencentral, westus, westus3"


def args(**more: Any) -> Any:
    given_args: dict[str, Any] = {
        "location": "swedencentral",
        "resource_group_name": "rg",
        "model": "Phi-4-mini-instruct",
    }
    return {key: item for key, item in {**given_args, **more}.items() if item is not None}


def planned(**more: Any) -> Plan:
    return plan("small", args(**more), TODAY)


def faults(**more: Any) -> list[tuple[str, str]]:
    with pytest.raises(pulumi.InputPropertiesError) as caught:
        planned(**more)
    assert caught.value.errors is not None
    return [(error["property_path"], error["reason"]) for error in caught.value.errors]


SERVED = [item for item in catalog.serverless_models() if item.model != "Llama-3.3-70B-Instruct"]


@given(
    st.sampled_from(SERVED), st.sampled_from(sorted(region.name for region in catalog.regions()))
)
def test_a_model_goes_only_where_it_is_served(item: catalog.ServerlessModel, place: str) -> None:
    wanted: dict[str, Any] = {"model": item.model.upper(), "location": place}
    if item.needs_subscription:
        wanted["accept_marketplace_terms"] = True
    if place in item.regions:
        made = planned(**wanted)
        assert (made.model, made.common.location) == (item, place)
        assert made.subscribes == item.needs_subscription
    else:
        assert [path for path, _ in faults(**wanted)] == ["location"]


RATE = st.floats(0.001, 30)
TOKENS = st.floats(1, 20_000)


@given(RATE, TOKENS, TOKENS)
def test_traffic_is_taken_as_far_as_azure_answers_it(
    rate: float, tokens_in: float, tokens_out: float
) -> None:
    load = {"requests_per_second": rate, "input_tokens": tokens_in, "output_tokens": tokens_out}
    if PEAK_FACTOR * 60 * rate * max(1 / 1000, (tokens_in + tokens_out) / 200_000) > 1:
        assert {path for path, _ in faults(traffic=load)} == {"traffic"}
        return
    made = planned(traffic=load).load
    assert made is not None
    assert made.kilotokens_per_minute <= MOST_KILOTOKENS_PER_MINUTE
    assert made.requests_per_minute <= MOST_REQUESTS_PER_MINUTE
    assert made.requests_per_minute >= 60 * rate


def test_what_any_deployment_offers_is_refused_here() -> None:
    for item in catalog.serverless_models():
        offered = item.model in {offer.model for offer in catalog.deployable_offers()}
        assert offered == (item not in SERVED)


TERMS = "and a new project has subscribed to nothing; read its terms and write true, or workspaceName of a project that has"


WRONG: list[tuple[dict[str, Any], str, str]] = [
    (
        {"location": "sweden"},
        "location",
        "unknown region 'sweden'; did you mean 'swedencentral' or 'swedensouth'?",
    ),
    ({"location": None}, "location", "missing; it has no default, so write it"),
    (
        {"location": "westeurope"},
        "location",
        f"'westeurope' has no serverless 'Phi-4-mini-instruct'; allowed: {REGIONS}. The least carbon has 'swedencentral' (20 gCO2e/kWh)",
    ),
    (
        {"resource_group_name": "a."},
        "resourceGroupName",
        "'a.' is not a resource group name; use 1 to 90 letters, digits, '_', '.', '-' or brackets, not ending with '.'",
    ),
    ({"model": None}, "model", "missing; it has no default, so write it"),
    ({"model": ""}, "model", "'' is not a text; write a string that is not empty"),
    (
        {"model": "Phi-4-mini"},
        "model",
        "unknown serverless model 'Phi-4-mini'; did you mean 'Phi-4-mini-instruct'?",
    ),
    (
        {"model": "Llama-3.3-70B-Instruct"},
        "model",
        "'Llama-3.3-70B-Instruct' can be deployed without a hub and without keys, as GlobalStandard; use ModelDeployment",
    ),
    (
        {"model": "gpt-5-nano"},
        "model",
        "'gpt-5-nano' can be deployed without a hub and without keys, as DataZoneStandard or GlobalStandard; use ModelDeployment",
    ),
    (
        {"model": "DeepSeek-R1"},
        "model",
        "'DeepSeek-R1' was retired on 2026-08-13; use its successor 'DeepSeek-V4-Pro'",
    ),
    (
        {"model": "Qwen3-8B"},
        "model",
        "unknown serverless model 'Qwen3-8B'; allowed: Codestral-2501, Cohere-embed-v3-english, Cohere-embed-v3-multilingual, Llama-3.3-70B-Instruct, Ministral-3B and 5 more",
    ),
    (
        {"model": OTHERS},
        "acceptMarketplaceTerms",
        f"'{OTHERS}' is sold in Azure Marketplace, {TERMS}",
    ),
    (
        {"model": OTHERS, "accept_marketplace_terms": False},
        "acceptMarketplaceTerms",
        f"'{OTHERS}' is sold in Azure Marketplace, {TERMS}",
    ),
    (
        {"accept_marketplace_terms": True},
        "acceptMarketplaceTerms",
        "'Phi-4-mini-instruct' is Microsoft's own and not sold in Azure Marketplace; leave it out",
    ),
    (
        {"accept_marketplace_terms": "yes"},
        "acceptMarketplaceTerms",
        "'yes' is not true or false; write one of the two",
    ),
    ({"filter_content": 0}, "filterContent", "0 is not true or false; write one of the two"),
    (
        {"traffic": {**TRAFFIC, "requests_per_second": 2}},
        "traffic",
        "249,000 tokens in the busiest minute are over Azure's 200,000 an endpoint; lower it, or split it over projects",
    ),
    (
        {"traffic": {"requests_per_second": 12, "input_tokens": 10, "output_tokens": 1}},
        "traffic",
        "1090 requests in the busiest minute are over Azure's 1000 an endpoint; lower it, or split it over projects",
    ),
    (
        {"traffic": {"requests_per_second": 1, "output_tokens": 1}},
        "traffic.inputTokens",
        "missing; it has no default, so write it",
    ),
    (
        {"traffic": {**TRAFFIC, "requests_per_second": -1}},
        "traffic.requestsPerSecond",
        "-1 is not a number above 0; write one, or leave the traffic out",
    ),
    (
        {"traffic": {**TRAFFIC, "output_tokens": 0}},
        "traffic.outputTokens",
        "0 is not a number above 0; write one, or leave the traffic out",
    ),
    ({"traffic": 3}, "traffic", "3 is not an object with named fields"),
    (
        {"endpoint_name": "1st"},
        "endpointName",
        "'1st' is not the name of a serverless endpoint; use 1 to 52 letters, digits or '-', starting with a letter",
    ),
    (
        {"workspace_name": "a"},
        "workspaceName",
        "'a' is not a workspace name; use 3 to 33 letters, digits, '_' or '-', starting with a letter or digit",
    ),
    (
        {"name_suffix": "B"},
        "nameSuffix",
        "'B' is not a suffix; use 1 to 12 lower case letters or digits",
    ),
    (
        {"public_network_access": "no"},
        "publicNetworkAccess",
        "'no' is not true or false; write one of the two",
    ),
    ({"owner": 3}, "owner", "3 is not a text; write a string that is not empty"),
    ({"environment": ""}, "environment", "'' is not a text; write a string that is not empty"),
    ({"workload": ""}, "workload", "'' is not a text; write a string that is not empty"),
    (
        {"tags": {"a<": "b"}},
        "tags.a<",
        "'a<' is not a tag name; use 1 to 512 characters without % & / < > ? \\",
    ),
    (
        {"instances": 2},
        "instances",
        "unknown input 'instances'; allowed: accept_marketplace_terms, endpoint_name, environment, filter_content, location and 9 more",
    ),
]


@pytest.mark.parametrize(("given_args", "path", "message"), WRONG)
def test_what_cannot_be_used_is_told_where_it_stands(
    given_args: Any, path: str, message: str
) -> None:
    found = faults(**given_args)
    assert found == [(path, message)]


def test_every_input_has_a_wrong_value() -> None:
    tried = {re.sub(r"tags\..*", "tags", path) for _, path, _ in WRONG}
    wanted = {camel(key) for key in ServerlessEndpointArgs.__annotations__}
    wanted |= {f"traffic.{camel(key)}" for key in ServerlessTrafficArgs.__annotations__}
    assert wanted - tried == set()


def test_all_faults_are_told_at_once() -> None:
    found = faults(model=OTHERS, location="westeurope", filter_content=1, endpoint_name="-")
    assert [path for path, _ in found] == [
        "location",
        "acceptMarketplaceTerms",
        "endpointName",
        "filterContent",
    ]


def test_a_project_that_is_there_may_have_subscribed_already() -> None:
    made = planned(model=OTHERS, workspace_name="main")
    assert (made.subscribes, made.workspace_name) == (False, "main")
    assert "Azure Marketplace: the project has subscribed already" in explain(made)


def test_what_one_should_know_is_told() -> None:
    assert explain(planned(model=OTHERS, accept_marketplace_terms=True, traffic=TRAFFIC)) == [
        "legacy: Microsoft prefers deployments of Foundry resources",
        "runs in swedencentral alone: 20 gCO2e/kWh, Electricity Maps, yearly average 2025 of zone SE-SE3 (ODbL)",
        "keys: this route has no other authentication; listKeys tells them",
        "content safety: enabled",
        "Azure Marketplace: the project subscribes, and its terms are accepted",
        "busiest minute: 63,000 of 200,000 tokens, 46 of 1000 requests",
    ]
    assert "content safety: weak: disabled" in explain(planned(filter_content=False))


def test_the_footprint_is_that_of_the_region() -> None:
    clean = footprint(planned(traffic=TRAFFIC))
    dirty = footprint(planned(traffic=TRAFFIC, location="southcentralus"))
    assert clean["region_is_pinned"] is True
    assert clean["energy_wh"] == dirty["energy_wh"]
    assert clean["embodied_gco2e"] == dirty["embodied_gco2e"]
    assert clean["operational_gco2e"]["mid"] < dirty["operational_gco2e"]["mid"] / 5
    total = clean["operational_gco2e"]["mid"] + clean["embodied_gco2e"]["mid"]
    assert clean["gco2e"]["mid"] == pytest.approx(total)


def test_a_figure_that_is_not_known_is_said_to_be_so() -> None:
    assert footprint(planned()) == {"not_known": "no traffic is written"}
    others = planned(model=OTHERS, accept_marketplace_terms=True, traffic=TRAFFIC)
    assert footprint(others) == {
        "not_known": "the catalogue does not list the size of 'mistral-small-2503'"
    }


def test_a_subscription_comes_before_the_endpoint(run: Callable[..., Any]) -> None:
    path = str(EXAMPLES / "max/__main__.py")
    made = run(lambda: runpy.run_path(path, run_name="__main__") and None)
    subscriptions, endpoints = (
        sorted(made.of(token), key=lambda item: item.name) for token in (SUBSCRIPTION, ENDPOINT)
    )
    assert [item.name for item in subscriptions] == ["chat-subscription", "search-subscription"]
    assert [item.inputs["name"] for item in subscriptions] == [
        "mistral-small-2503",
        "Cohere-embed-v3-multilingual",
    ]
    asked = {item.name: item for item in made.requested(ENDPOINT)}
    for who in ("chat", "search"):
        urn = made.urns[SUBSCRIPTION, f"{who}-subscription"]
        assert urn in asked[f"{who}-endpoint"].dependencies
    first, second = (item.inputs for item in endpoints)
    assert first["name"] == "contoso-support-chat"
    assert first["properties"] == {
        "authMode": "Key",
        "contentSafety": {"contentSafetyStatus": "Enabled"},
        "modelSettings": {
            "modelId": "azureml://registries/azureml-mistral/models/mistral-small-2503"
        },
    }
    assert first["sku"] == {"name": "Consumption"}
    need = "requests-per-second=0.5 input-tokens=1155 output-tokens=211"
    assert first["tags"]["azgreen-need"] == need
    assert "azgreen-need" not in second["tags"]
    assert second["workspaceName"] == first["workspaceName"]
    kinds = {item.inputs["kind"]: item.inputs for item in made.of(WORKSPACE)}
    assert set(kinds) == {"Hub", "Project"}
    assert kinds["Project"]["hubResourceId"].endswith(kinds["Hub"]["workspaceName"])
    assert all(item["publicNetworkAccess"] == "Enabled" for item in kinds.values())


def test_microsofts_own_model_in_a_project_of_ones_own_is_one_resource(
    run: Callable[..., Any],
) -> None:
    given_args = args(workspace_name="main", filter_content=False)
    made = run(lambda: ServerlessEndpoint("small", given_args) and None)
    (only,) = (item for item in made.made if item.typ.startswith("azure-native:"))
    assert (only.typ, only.inputs["workspaceName"]) == (ENDPOINT, "main")
    assert only.inputs["properties"]["contentSafety"] == {"contentSafetyStatus": "Disabled"}
    assert only.inputs["name"].startswith("small-")

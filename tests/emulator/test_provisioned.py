"""Can Azure's own clients deploy PTUs and batches, and are both refused where Azure would?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from azure.core.exceptions import HttpResponseError

from azgreen import catalog

if TYPE_CHECKING:
    from conftest import Clients

GPT_41 = {"format": "OpenAI", "name": "gpt-4.1", "version": "2025-04-14"}
MINI = {"format": "OpenAI", "name": "gpt-4.1-mini", "version": "2025-04-14"}


@pytest.fixture
def ready(sdk: Clients) -> Clients:
    """An account in Sweden Central, where every SKU of gpt-4.1 is offered."""
    sdk.resources.resource_groups.create_or_update("rg", {"location": "swedencentral"})
    account(sdk, "acc", "swedencentral")
    return sdk


def account(sdk: Clients, name: str, location: str) -> None:
    body = {"location": location, "kind": "AIServices", "sku": {"name": "S0"}}
    sdk.cognitive.accounts.begin_create("rg", name, body).result()


def deploy(
    sdk: Clients,
    name: str,
    sku: str,
    capacity: int,
    model: dict[str, str] | None = None,
    *,
    into: str = "acc",
    **properties: Any,
) -> Any:
    body = {
        "sku": {"name": sku, "capacity": capacity},
        "properties": {"model": model or GPT_41, **properties},
    }
    return sdk.cognitive.deployments.begin_create_or_update("rg", into, name, body).result()


def refused(*wanted: Any, **more: Any) -> tuple[str, str]:
    with pytest.raises(HttpResponseError) as caught:
        deploy(*wanted, **more)
    error = caught.value.error
    assert error is not None
    return str(error.code), str(error.message)


@pytest.mark.parametrize(
    ("sku", "units"),
    [
        ("ProvisionedManaged", 50),
        ("ProvisionedManaged", 150),
        ("DataZoneProvisionedManaged", 15),
        ("GlobalProvisionedManaged", 35),
    ],
)
def test_ptus_are_deployed_in_whole_steps(ready: Clients, sku: str, units: int) -> None:
    made = deploy(ready, "ptu", sku, units)
    assert (made.sku.name, made.sku.capacity) == (sku, units)
    assert made.properties.current_capacity == units
    assert not made.properties.rate_limits
    assert ready.cognitive.deployments.get("rg", "acc", "ptu").as_dict() == made.as_dict()


@pytest.mark.parametrize(
    ("sku", "units", "least", "step"),
    [
        ("ProvisionedManaged", 49, 50, 50),
        ("ProvisionedManaged", 75, 50, 50),
        ("DataZoneProvisionedManaged", 10, 15, 5),
        ("GlobalProvisionedManaged", 17, 15, 5),
    ],
)
def test_ptus_off_the_step_are_refused(
    ready: Clients, sku: str, units: int, least: int, step: int
) -> None:
    assert refused(ready, "ptu", sku, units) == (
        "InvalidResourceProperties",
        f"The specified capacity '{units}' of account deployment should be at least {least} and"
        f" grow by {step}.",
    )
    assert list(ready.cognitive.deployments.list("rg", "acc")) == []


def test_a_ptu_deployment_grows_by_steps_too(ready: Clients) -> None:
    deploy(ready, "ptu", "GlobalProvisionedManaged", 15)
    grown = deploy(ready, "ptu", "GlobalProvisionedManaged", 20)
    assert grown.sku.capacity == 20
    said = refused(ready, "ptu", "GlobalProvisionedManaged", 21)
    assert "should be at least 15 and grow by 5" in said[1]


@pytest.mark.parametrize(
    ("model", "sku", "units"),
    [(MINI, "ProvisionedManaged", 25), (GPT_41, "DataZoneBatch", 10), (MINI, "GlobalBatch", 10)],
    ids=["regional PTU", "zone batch", "global batch"],
)
def test_what_a_region_lacks_is_refused_there(
    ready: Clients, model: dict[str, str], sku: str, units: int
) -> None:
    here = {item.region for item in catalog.deployable_offers(model["name"], sku)}
    away = min({item.region for item in catalog.offers("gpt-4.1", "GlobalStandard")} - here)
    account(ready, "away", away)
    assert refused(ready, "it", sku, units, model, into="away") == (
        "InvalidResourceProperties",
        f"The specified SKU '{sku}' for model '{model['name']} {model['version']}' is not supported"
        f" in this region '{away}'.",
    )
    assert deploy(ready, "it", sku, units, model).sku.name == sku


def test_a_model_that_is_not_sold_so_is_refused(ready: Clients) -> None:
    newer = {"format": "OpenAI", "name": "gpt-5.2", "version": "2025-12-11"}
    assert refused(ready, "late", "GlobalBatch", 1, newer)[1] == (
        "The specified SKU 'GlobalBatch' of account deployment is not supported by the model"
        " 'gpt-5.2' version: '2025-12-11'."
    )


def test_spillover_goes_to_a_standard_deployment_of_the_same_zone(ready: Clients) -> None:
    deploy(ready, "zone", "DataZoneStandard", 10)
    deploy(ready, "wide", "GlobalStandard", 10)
    deploy(ready, "here", "Standard", 10)
    deploy(ready, "late", "DataZoneBatch", 10)
    deploy(ready, "more", "DataZoneProvisionedManaged", 15)
    for name, sku in (
        ("wide", "GlobalStandard"),
        ("here", "Standard"),
        ("late", "DataZoneBatch"),
        ("more", "DataZoneProvisionedManaged"),
    ):
        said = refused(ready, "ptu", "DataZoneProvisionedManaged", 15, spilloverDeploymentName=name)
        assert said == (
            "InvalidResourceProperties",
            f"The spillover deployment '{name}' has the SKU '{sku}'; it has to be a standard"
            " deployment with the same data processing location.",
        )
    made = deploy(ready, "ptu", "DataZoneProvisionedManaged", 15, spilloverDeploymentName="zone")
    assert made.properties.spillover_deployment_name == "zone"
    regional = deploy(ready, "own", "ProvisionedManaged", 50, spilloverDeploymentName="here")
    assert regional.properties.spillover_deployment_name == "here"


def test_batches_draw_on_their_own_quota(ready: Clients) -> None:
    deploy(ready, "late", "DataZoneBatch", 29_000)
    assert refused(ready, "more", "DataZoneBatch", 1_001) == (
        "InsufficientQuota",
        "This operation require 1001 new capacity in quota Enqueued tokens (thousands) - gpt-4.1 -"
        " DataZoneBatch, which is bigger than the current available capacity 1000. The current"
        " quota usage is 29000 and the quota limit is 30000 for quota Enqueued tokens (thousands)"
        " - gpt-4.1 - DataZoneBatch.",
    )
    usages = {item.name.value: item for item in ready.cognitive.usages.list("swedencentral")}
    used = usages["OpenAI.DataZoneBatch.gpt-4.1"]
    assert (used.current_value, used.limit) == (29_000, 30_000)
    assert usages["OpenAI.DataZoneStandard.gpt-4.1"].current_value == 0
    assert not [name for name in usages if "Provisioned" in name]  # no default is published
    mine = {item.name.value for item in ready.cognitive.accounts.list_usages("rg", "acc").value}
    assert mine == {"OpenAI.DataZoneBatch.gpt-4.1"}


def test_lists_agree_with_what_can_be_deployed(ready: Clients) -> None:
    models = {
        (item.model.name, item.model.version): item.model
        for item in ready.cognitive.models.list("swedencentral")
    }
    shown = {
        (name, version, sku.name) for (name, version), model in models.items() for sku in model.skus
    }
    assert shown == {
        (item.model, item.version, item.sku)
        for item in catalog.deployable_offers(region="swedencentral")
    }
    skus = {sku.name: sku for sku in models["gpt-4.1", "2025-04-14"].skus}
    regional = skus["ProvisionedManaged"]
    assert regional.usage_name == "OpenAI.ProvisionedManaged"
    lot = regional.capacity
    assert (lot.minimum, lot.step, lot.default, lot.maximum) == (50, 50, 50, None)
    assert skus["GlobalBatch"].usage_name == "OpenAI.GlobalBatch.gpt-4.1"
    assert skus["GlobalBatch"].capacity.maximum == 200_000
    deploy(ready, "ptu", "ProvisionedManaged", 50)
    could = ready.cognitive.deployments.list_skus("rg", "acc", "ptu")
    assert {item.sku.name for item in could} == skus.keys()


def test_free_capacity_is_told_where_a_quota_is_known(ready: Clients) -> None:
    deploy(ready, "late", "GlobalBatch", 500)
    found = ready.cognitive.location_based_model_capacities.list(
        "swedencentral", "OpenAI", "gpt-4.1", "2025-04-14"
    )
    free = {item.properties.sku_name: item.properties.available_capacity for item in found}
    assert free["GlobalBatch"] == 199_500
    assert free["ProvisionedManaged"] is None
    load = {
        "requestPerMinute": 1000,
        "requestParameters": {"avgPromptTokens": 200, "avgGeneratedTokens": 20},
    }
    wanted = ready.cognitive.calculate_model_capacity(GPT_41, "ProvisionedManaged", [load])
    units = wanted.estimated_capacity.deployable_value
    assert deploy(ready, "ptu", "ProvisionedManaged", int(units)).sku.capacity == 100

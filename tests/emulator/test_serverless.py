"""Do serverless endpoints and Marketplace subscriptions live, refuse and leave as Azure's do?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from azgreen_emulator.arm.identity import tenant_id
from azgreen_emulator.server import LocalAzure

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Answer, Clients, Raw

    from azgreen_emulator.clock import ManualClock

SUBSCRIPTION = "11111111-2222-3333-4444-555555555555"
PLACE = "swedencentral"
API = "2025-12-01"
PROVIDERS = "/resourceGroups/rg/providers"
STORE = f"{PROVIDERS}/Microsoft.Storage/storageAccounts/mlstore"
SAFE = f"{PROVIDERS}/Microsoft.KeyVault/vaults/mlsafe"
SYSTEM = {"type": "SystemAssigned"}
PHI = "azureml://registries/azureml/models/Phi-4"
MINISTRAL = "azureml://registries/azureml-mistral/models/Ministral-3B"
REGIONS = "eastus, eastus2, northcentralus, southcentralus, swedencentral, westus, westus3"
TYPE = "Microsoft.MachineLearningServices/workspaces"
INVALID = "The request content was invalid: "


def at(path: str, workspace: str = "project") -> str:
    return f"{PROVIDERS}/{TYPE}/{workspace}{path}"


def whole(path: str) -> str:
    return f"/subscriptions/{SUBSCRIPTION}{path}"


def endpoint(model_id: str | None = PHI, **more: Any) -> dict[str, Any]:
    settings = {} if model_id is None else {"modelSettings": {"modelId": model_id}}
    return {"location": PLACE, "properties": {"authMode": "Key", **settings, **more}}


def put(raw: Raw, name: str = "phi", body: Any = None, workspace: str = "project") -> Answer:
    path = at(f"/serverlessEndpoints/{name}", workspace)
    return raw.put(path, body or endpoint(), api=API)


def subscribe(raw: Raw, model_id: str = MINISTRAL, workspace: str = "project") -> Answer:
    path = at("/marketplaceSubscriptions/offer", workspace)
    return raw.put(path, {"properties": {"modelId": model_id}}, api=API)


def send(raw: Raw, action: str, body: Any = None) -> Answer:
    return raw.send("POST", at(f"/serverlessEndpoints/phi/{action}"), body, api=API)


def put_workspace(raw: Raw, name: str, kind: str, place: str = PLACE, **more: str) -> None:
    parts = {"storageAccount": whole(STORE), "keyVault": whole(SAFE), **more}
    if kind == "Project":
        parts = {"hubResourceId": whole(at("", "hub"))}
    body = {"location": place, "kind": kind, "identity": SYSTEM, "properties": parts}
    assert raw.put(at("", name), body, api=API).status == 202


def prepare(raw: Raw) -> None:
    """Make what a workspace depends on."""
    assert raw.group().status == 201
    store = {"location": PLACE, "kind": "StorageV2", "sku": {"name": "Standard_LRS"}}
    raw.put(STORE, store, api="2024-01-01")
    sku = {"family": "A", "name": "standard"}
    vault = {"tenantId": tenant_id(SUBSCRIPTION), "sku": sku, "enableRbacAuthorization": True}
    raw.put(SAFE, {"location": PLACE, "properties": vault}, api="2024-11-01")


@pytest.fixture
def ml(raw: Raw) -> Raw:
    """A local Azure with a hub and a project."""
    prepare(raw)
    put_workspace(raw, "hub", "Hub")
    put_workspace(raw, "project", "Project")
    return raw


def test_an_endpoint_of_microsofts_own_model(ml: Raw) -> None:
    first, again = put(ml), put(ml)
    assert (first.status, again.status) == (201, 200)
    shown = ml.get(at("/serverlessEndpoints/phi"), api=API).json
    assert (shown["type"], shown["sku"]) == (
        f"{TYPE}/serverlessEndpoints",
        {"name": "Consumption"},
    )
    assert shown["properties"] == {
        "authMode": "Key",
        "contentSafety": {"contentSafetyStatus": "Enabled"},
        "endpointState": "Online",
        "inferenceEndpoint": {"uri": "https://phi.swedencentral.models.ai.azure.com"},
        "modelSettings": {"modelId": PHI},
        "provisioningState": "Succeeded",
    }
    settled = {**again.json["properties"], "provisioningState": "Succeeded"}
    assert settled == shown["properties"]
    listed = ml.get(at("/serverlessEndpoints"), api=API).json["value"]
    assert [item["name"] for item in listed] == ["phi"]


def test_a_model_of_others_needs_a_subscription_first(ml: Raw) -> None:
    answer = put(ml, "mini", endpoint(MINISTRAL))
    assert (answer.status, answer.code, answer.message) == (
        400,
        "UserError",
        f"The workspace has no Marketplace subscription to '{MINISTRAL}': make one, of the type"
        f" '{TYPE}/marketplaceSubscriptions', before the endpoint.",
    )
    assert subscribe(ml).status == 201
    assert subscribe(ml).status == 200
    assert ml.get(at("/marketplaceSubscriptions/offer"), api=API).json["properties"] == {
        "marketplaceSubscriptionStatus": "Subscribed",
        "modelId": MINISTRAL,
        "provisioningState": "Succeeded",
    }
    made = put(ml, "mini", endpoint(MINISTRAL.upper().replace("AZUREML://", "azureml://")))
    assert made.status == 201
    held = made.json["properties"]["marketplaceSubscriptionId"]
    assert held == whole(at("/marketplaceSubscriptions/offer"))


def test_each_workspace_subscribes_for_itself(ml: Raw) -> None:
    assert subscribe(ml, workspace="hub").status == 201
    assert put(ml, "mini", endpoint(MINISTRAL)).code == "UserError"
    assert put(ml, "mini", endpoint(MINISTRAL), "hub").status == 201


NO_MODEL = "azureml://registries/azureml-mistral/models/Mistral-large"
OTHER_REGISTRY = "azureml://registries/azureml/models/Ministral-3B"
VERSIONED = f"{PHI}/versions/7"
NO_VERSION = (
    f"The given model_id {VERSIONED} points to a specific model version, which is not supported."
    " Please provide a model_id without the version information."
)


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        (endpoint(VERSIONED), "UserError", NO_VERSION),
        (
            endpoint(NO_MODEL),
            "UserError",
            f"The model '{NO_MODEL}' cannot be deployed to a serverless endpoint.",
        ),
        (
            endpoint(OTHER_REGISTRY),
            "UserError",
            f"The model '{OTHER_REGISTRY}' cannot be deployed to a serverless endpoint.",
        ),
        (
            endpoint(None),
            "InvalidRequestContent",
            f"{INVALID}properties.modelSettings.modelId: required: the id of a model, without a"
            " version",
        ),
        (
            {**endpoint(), "location": "westeurope"},
            "InvalidRequestContent",
            f"{INVALID}location: 'westeurope' is not allowed; expected that of its workspace,"
            " 'swedencentral'",
        ),
        (
            endpoint(authMode="Token"),
            "InvalidRequestContent",
            f"{INVALID}properties.authMode: 'Token' is not allowed; expected one of 'Key', 'AAD',"
            " 'KeyAndAAD'",
        ),
    ],
)
def test_endpoints_that_are_refused(ml: Raw, body: Any, code: str, message: str) -> None:
    answer = put(ml, body=body)
    assert (answer.status, answer.code, answer.message) == (400, code, message)


@pytest.mark.parametrize(
    ("model_id", "code", "message"),
    [
        (VERSIONED, "UserError", NO_VERSION),
        (
            PHI,
            "MarketplacePlanNotRequiredForModel",
            f"Marketplace plan is not required for ModelId {PHI}",
        ),
        (
            NO_MODEL,
            "UserError",
            "Error occurred when subscribing to Marketplace: Model mapping properties not found for"
            f" modelId: '{NO_MODEL}' publisherId: .",
        ),
    ],
)
def test_subscriptions_that_are_refused(ml: Raw, model_id: str, code: str, message: str) -> None:
    answer = subscribe(ml, model_id)
    assert (answer.status, answer.code, answer.message) == (400, code, message)


def test_a_model_is_not_everywhere(ml: Raw) -> None:
    put_workspace(ml, "far", "Hub", "westeurope")
    answer = put(ml, "far", {**endpoint(), "location": "westeurope"}, "far")
    assert (answer.status, answer.code, answer.message) == (
        400,
        "UserError",
        f"Phi-4 is not available in westeurope: it is in {REGIONS}.",
    )
    assert subscribe(ml, workspace="far").message == (
        "Marketplace Subscription purchase eligibility check failed, error message [Ministral-3B is"
        f" not available in westeurope: it is in {REGIONS}]."
    )


def test_where_no_models_are_served(ml: Raw) -> None:
    insights = f"{PROVIDERS}/Microsoft.Insights/components/ml"
    web = {"location": PLACE, "kind": "web", "properties": {"Application_Type": "web"}}
    assert ml.put(insights, web, api="2020-02-02").status == 200
    put_workspace(ml, "features", "FeatureStore", applicationInsights=whole(insights))
    message = (
        "A workspace of the kind 'FeatureStore' serves no models; expected 'Project', 'Hub',"
        " 'Default'."
    )
    for answer in (put(ml, workspace="features"), subscribe(ml, workspace="features")):
        assert (answer.status, answer.code, answer.message) == (400, "UserError", message)


@pytest.mark.parametrize("name", ["1phi", "ph_i", "p" * 53])
def test_names_of_endpoints(ml: Raw, name: str) -> None:
    assert put(ml, name).code == "InvalidResourceName"


def test_names_of_subscriptions(ml: Raw) -> None:
    body = {"properties": {"modelId": MINISTRAL}}
    path = at("/marketplaceSubscriptions/ministral.3b")
    assert ml.put(path, body, api=API).code == "InvalidResourceName"


def test_a_name_is_one_regions_and_a_model_one_endpoints(ml: Raw) -> None:
    assert put(ml).status == 201
    taken = put(ml, workspace="hub")
    assert (taken.status, taken.code, taken.message) == (
        400,
        "UserError",
        "Serverless endpoint name 'phi' is not available. Please select a different name.",
    )
    second = put(ml, "other")
    assert (second.status, second.code, second.message) == (
        400,
        "UserError",
        f"The workspace has an endpoint of '{PHI}' already: 'phi'.",
    )


def test_keys_are_told_and_made_anew(ml: Raw) -> None:
    put(ml)
    first = send(ml, "listKeys").json
    assert set(first) == {"primaryKey", "secondaryKey"}
    fresh = send(ml, "regenerateKeys", {"keyType": "Secondary"})
    assert fresh.status == 200
    assert fresh.json == send(ml, "listKeys").json
    assert fresh.json["primaryKey"] == first["primaryKey"]
    assert fresh.json["secondaryKey"] != first["secondaryKey"]
    assert first["primaryKey"] not in ml.get(at("/serverlessEndpoints/phi"), api=API).raw.decode()


def test_an_endpoint_of_entra_id_alone_has_no_keys(ml: Raw) -> None:
    put(ml, body=endpoint(authMode="AAD"))
    answer = send(ml, "listKeys")
    assert (answer.status, answer.message) == (
        400,
        "'listKeys' is for endpoints with the authMode 'Key' or 'KeyAndAAD', not 'AAD'.",
    )


def test_tags_change_by_a_patch(ml: Raw) -> None:
    put(ml)
    path = at("/serverlessEndpoints/phi")
    answer = ml.send("PATCH", path, {"tags": {"owner": "chat"}}, api=API)
    assert (answer.status, answer.json["tags"]) == (200, {"owner": "chat"})
    assert answer.json["properties"]["modelSettings"] == {"modelId": PHI}


def test_a_subscription_has_to_be_made_before_it_counts(
    clock: ManualClock, speak: Callable[[str], Raw]
) -> None:
    with LocalAzure(None, clock=clock, latency_s=60) as slow:
        raw = speak(slow.url)
        prepare(raw)
        for name, kind in (("hub", "Hub"), ("project", "Project")):
            clock.advance(60)
            put_workspace(raw, name, kind)
        clock.advance(60)
        assert subscribe(raw).json["properties"]["provisioningState"] == "Creating"
        clock.advance(59)
        assert put(raw, "mini", endpoint(MINISTRAL)).code == "UserError"
        clock.advance(1)
        made = put(raw, "mini", endpoint(MINISTRAL))
        assert made.json["properties"]["endpointState"] == "Creating"
        clock.advance(60)
        state = raw.get(at("/serverlessEndpoints/mini"), api=API).json["properties"]
        assert (state["endpointState"], state["provisioningState"]) == ("Online", "Succeeded")


def test_nothing_is_left_behind(ml: Raw) -> None:
    subscribe(ml)
    put(ml, "mini", endpoint(MINISTRAL))
    for path in ("/serverlessEndpoints/mini", "/marketplaceSubscriptions/offer"):
        assert ml.delete(at(path), api=API).status == 202
        assert ml.get(at(path), api=API).status == 404
    assert put(ml, "mini").status == 201


def test_microsofts_client_of_all_resources_makes_and_deletes_them(ml: Raw, sdk: Clients) -> None:
    client: Any = sdk.resources.resources
    offer, mini = (
        whole(at("/marketplaceSubscriptions/offer")),
        whole(at("/serverlessEndpoints/mini")),
    )
    body = {"properties": {"modelId": MINISTRAL}}
    client.begin_create_or_update_by_id(offer, body, api_version=API).result()
    made = client.begin_create_or_update_by_id(mini, endpoint(MINISTRAL), api_version=API).result()
    assert made.properties["endpointState"] == "Online"
    assert made.properties["marketplaceSubscriptionId"] == offer
    assert (
        client.get_by_id(offer, api_version=API).properties["marketplaceSubscriptionStatus"]
        == "Subscribed"
    )
    for resource_id in (mini, offer):
        client.begin_delete_by_id(resource_id, api_version=API).result()
        assert (
            ml.get(resource_id.removeprefix(f"/subscriptions/{SUBSCRIPTION}"), api=API).status
            == 404
        )

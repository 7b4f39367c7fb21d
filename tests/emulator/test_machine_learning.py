"""Do workspaces, endpoints and deployments live, refuse and leave as Azure's do?"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen import catalog
from azgreen_emulator.arm.durations import seconds
from azgreen_emulator.arm.identity import tenant_id
from azgreen_emulator.server import LocalAzure
from azgreen_emulator.services.machinelearning.endpoint_rules import NAME
from azgreen_emulator.services.machinelearning.families import VARIABLE, family_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Answer, Raw

    from azgreen_emulator.clock import ManualClock

SUBSCRIPTION = "11111111-2222-3333-4444-555555555555"
PLACE = "swedencentral"
API = "2025-12-01"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"
STORE = f"{GROUP}/providers/Microsoft.Storage/storageAccounts/mlstore"
SAFE = f"{GROUP}/providers/Microsoft.KeyVault/vaults/mlsafe"
INSIGHTS = f"{GROUP}/providers/Microsoft.Insights/components/mlinsights"
NEEDED = {"storageAccount": STORE, "keyVault": SAFE, "applicationInsights": INSIGHTS}
SYSTEM = {"type": "SystemAssigned"}
MODEL = "azureml://registries/azureml/models/Phi-3-mini-4k-instruct/versions/14"
A100 = "Standard_NC24ads_A100_v4"
INVALID = "The request content was invalid: "


def at(path: str = "", workspace: str = "main") -> str:
    """Write the path of a workspace or of what is in it."""
    place = "/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces"
    return f"{place}/{workspace}{path}"


def workspace_body(properties: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    properties = {**NEEDED, **(properties or {})}
    kept = {key: item for key, item in properties.items() if item is not None}
    return {"location": PLACE, "identity": SYSTEM, "properties": kept, **changes}


def endpoint_body(traffic: dict[str, int] | None = None, **more: Any) -> dict[str, Any]:
    properties = {"authMode": "Key", **more}
    if traffic is not None:
        properties["traffic"] = traffic
    return {"location": PLACE, "identity": SYSTEM, "properties": properties}


def deployment_body(
    instances: int = 1, instance_type: str = A100, sku: Any = None, **more: Any
) -> dict[str, Any]:
    properties = {
        "endpointComputeType": "Managed",
        "model": MODEL,
        "instanceType": instance_type,
        **more,
    }
    return {
        "location": PLACE,
        "sku": {"name": "Default", "capacity": instances} if sku is None else sku,
        "properties": {key: item for key, item in properties.items() if item is not None},
    }


def put_endpoint(raw: Raw, name: str = "chat", **changes: Any) -> Answer:
    return raw.put(at(f"/onlineEndpoints/{name}"), endpoint_body(**changes), api=API)


def put_deployment(raw: Raw, name: str = "blue", **changes: Any) -> Answer:
    path = at(f"/onlineEndpoints/chat/deployments/{name}")
    return raw.put(path, deployment_body(**changes), api=API)


def send(raw: Raw, action: str, body: Any = None, endpoint: str = "chat") -> Answer:
    return raw.send("POST", at(f"/onlineEndpoints/{endpoint}/{action}"), body, api=API)


def prepare(raw: Raw) -> None:
    """Make what a workspace depends on."""
    assert raw.group().status == 201
    store = {"location": PLACE, "kind": "StorageV2", "sku": {"name": "Standard_LRS"}}
    assert raw.put(short(STORE), store, api="2024-01-01").status == 200
    sku = {"family": "A", "name": "standard"}
    vault = {"tenantId": tenant_id(SUBSCRIPTION), "sku": sku, "enableRbacAuthorization": True}
    safe = {"location": PLACE, "properties": vault}
    assert raw.put(short(SAFE), safe, api="2024-11-01").status == 201
    insights = {"location": PLACE, "kind": "web", "properties": {"Application_Type": "web"}}
    assert raw.put(short(INSIGHTS), insights, api="2020-02-02").status == 200


def short(resource_id: str) -> str:
    return resource_id.removeprefix(f"/subscriptions/{SUBSCRIPTION}")


@pytest.fixture
def needed(raw: Raw) -> Raw:
    """A local Azure with what a workspace depends on."""
    prepare(raw)
    return raw


@pytest.fixture
def ml(needed: Raw) -> Raw:
    """A local Azure with a workspace and an endpoint."""
    assert needed.put(at(), workspace_body(), api=API).status == 202
    assert put_endpoint(needed).status == 201
    return needed


def without_dates(answer: Answer) -> dict[str, Any]:
    body = {key: item for key, item in answer.json.items() if key != "systemData"}
    properties = {
        key: item for key, item in body["properties"].items() if key != "provisioningState"
    }
    return {**body, "properties": properties}


def test_a_workspace_has_its_ids_and_addresses(needed: Raw) -> None:
    first = needed.put(at(), workspace_body(), api=API)
    again = needed.put(at(), workspace_body(), api=API)
    assert (first.status, again.status) == (202, 200)
    assert without_dates(first) == without_dates(again)
    shown = needed.get(at(), api=API).json
    properties = shown["properties"]
    assert (shown["kind"], shown["sku"]) == ("Default", {"name": "Basic", "tier": "Basic"})
    assert set(shown["identity"]) == {"type", "principalId", "tenantId"}
    assert properties["provisioningState"] == "Succeeded"
    assert properties["discoveryUrl"] == "https://swedencentral.api.azureml.ms/discovery"
    tracking = "azureml://swedencentral.api.azureml.ms/mlflow/v1.0"
    assert properties["mlFlowTrackingUri"] == f"{tracking}{shown['id']}"
    assert properties["workspaceId"] in properties["notebookInfo"]["fqdn"]
    assert properties["tenantId"] == tenant_id(SUBSCRIPTION)
    patch = {"properties": {"description": "d"}, "tags": {"a": "b"}}
    changed = needed.send("PATCH", at(), patch, api=API).json
    assert (changed["properties"]["description"], changed["tags"]) == ("d", {"a": "b"})
    assert changed["properties"]["keyVault"] == SAFE
    everywhere = "/providers/Microsoft.MachineLearningServices/workspaces"
    assert [item["name"] for item in needed.get(everywhere, api=API).json["value"]] == ["main"]


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        ("Default", ["storageAccount", "keyVault", "applicationInsights"]),
        ("FeatureStore", ["storageAccount", "keyVault", "applicationInsights"]),
        ("hub", ["storageAccount", "keyVault"]),
    ],
)
def test_what_a_workspace_depends_on(needed: Raw, kind: str, missing: list[str]) -> None:
    body = workspace_body(dict.fromkeys(NEEDED), kind=kind)
    answer = needed.put(at(), body, api=API)
    assert (answer.status, answer.code, answer.message) == (
        400,
        "Invalid",
        "Missing dependent resources in workspace json",
    )
    details = answer.json["error"]["details"]
    assert [item["target"] for item in details] == [f"properties.{name}" for name in missing]
    assert details[0]["message"] == (
        "properties.storageAccount: required: the id of a resource of type"
        " 'Microsoft.Storage/storageAccounts'"
    )


IDENTITY = f"{GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/me"
USER = {"type": "UserAssigned", "userAssignedIdentities": {IDENTITY: {}}}


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        (
            {"kind": "Lean"},
            [
                "kind: 'Lean' is not allowed; expected one of 'Default', 'Hub', 'Project',"
                " 'FeatureStore'"
            ],
        ),
        (
            {"identity": {"type": "None"}},
            [
                "identity.type: required: 'SystemAssigned', 'UserAssigned' or"
                " 'SystemAssigned,UserAssigned'"
            ],
        ),
        (
            {"identity": USER},
            [
                "properties.primaryUserAssignedIdentity: required for an identity of type"
                " 'UserAssigned': the id of one of its identities"
            ],
        ),
        (
            {"properties": {**NEEDED, "primaryUserAssignedIdentity": IDENTITY}},
            [
                f"properties.primaryUserAssignedIdentity: '{IDENTITY}' is none of"
                " 'identity.userAssignedIdentities'"
            ],
        ),
        (
            {"properties": {**NEEDED, "keyVault": STORE, "storageAccount": f"{STORE}2"}},
            [
                f"properties.storageAccount: '{STORE}2' was not found",
                f"properties.keyVault: '{STORE}' is not allowed; expected the id of a"
                " 'Microsoft.KeyVault/vaults'",
            ],
        ),
        (
            {"kind": "Project", "properties": {"keyVault": SAFE}},
            [
                "properties.hubResourceId: required for the kind 'Project': the id of a workspace"
                " of the kind 'Hub'",
                "properties.keyVault: not allowed for the kind 'Project': it has that of its hub",
            ],
        ),
    ],
)
def test_workspaces_that_are_refused(
    needed: Raw, changes: dict[str, Any], faults: list[str]
) -> None:
    answer = needed.put(at(), {**workspace_body(), **changes}, api=API)
    assert (answer.status, answer.message) == (400, INVALID + "; ".join(faults))


@pytest.mark.parametrize("name", ["ab", "a" * 34, "-ml", "m.l"])
def test_names_that_no_workspace_has(needed: Raw, name: str) -> None:
    answer = needed.put(at(workspace=name), workspace_body(), api=API)
    assert (answer.status, answer.code) == (400, "InvalidResourceName")


@pytest.mark.parametrize(
    ("account", "reason"),
    [
        (
            {"kind": "StorageV2", "sku": {"name": "Premium_LRS"}},
            "an account of kind 'StorageV2' and SKU 'Premium_LRS' cannot be a workspace's own",
        ),
        (
            {
                "kind": "StorageV2",
                "sku": {"name": "Standard_LRS"},
                "properties": {"isHnsEnabled": True},
            },
            "an account with a hierarchical namespace cannot be a workspace's own",
        ),
    ],
)
def test_storage_that_a_workspace_cannot_use(
    needed: Raw, account: dict[str, Any], reason: str
) -> None:
    other = f"{STORE}2"
    needed.put(short(other), {"location": PLACE, **account}, api="2024-01-01")
    answer = needed.put(at(), workspace_body({"storageAccount": other}), api=API)
    assert answer.message == f"{INVALID}properties.storageAccount: {reason}"


def test_a_hub_stays_while_it_has_projects(needed: Raw) -> None:
    needed.put(at(workspace="hub"), workspace_body(kind="Hub"), api=API)
    needed.put(at(), workspace_body(), api=API)
    hub = f"/subscriptions/{SUBSCRIPTION}{at(workspace='hub')}"
    body = {**workspace_body(kind="Project"), "properties": {"hubResourceId": hub}}
    made = needed.put(at(workspace="project"), body, api=API)
    assert (made.status, made.json["properties"]["hubResourceId"]) == (202, hub)
    body["properties"] = {"hubResourceId": hub.replace("/hub", "/main")}
    answer = needed.put(at(workspace="other"), body, api=API)
    assert answer.message.endswith("/main' is of the kind 'Default'; expected 'Hub'")
    refused = needed.delete(at(workspace="hub"), api=API)
    assert (refused.status, refused.message) == (400, "AI hub still has associated AI projects")
    assert needed.delete(at(workspace="project"), api=API).status == 202
    assert needed.delete(at(workspace="hub"), api=API).status == 202


def test_changes_that_a_workspace_does_not_take(needed: Raw) -> None:
    needed.put(at(), workspace_body(), api=API)
    other = f"{STORE}2"
    account = {"location": PLACE, "kind": "StorageV2", "sku": {"name": "Standard_LRS"}}
    needed.put(short(other), account, api="2024-01-01")
    body = workspace_body({"storageAccount": other}, kind="Hub")
    assert needed.put(at(), body, api=API).message == (
        f"{INVALID}kind: 'Default' cannot be changed to 'Hub'; make another workspace;"
        f" properties.storageAccount: '{STORE}' cannot be changed to '{other}'; make another"
        " workspace"
    )
    same = workspace_body({"storageAccount": STORE.upper().replace("MLSTORE", "mlstore")})
    assert needed.put(at(), {**same, "kind": "default"}, api=API).status == 200


def test_a_deleted_workspace_holds_its_name_until_it_is_purged(ml: Raw, clock: ManualClock) -> None:
    assert ml.delete(at(), api=API).status == 202
    assert ml.get(at(), api=API).status == 404
    refused = ml.put(at(), workspace_body(), api=API)
    assert (refused.status, refused.message) == (
        400,
        "Soft-deleted workspace exists. Please purge or recover it. https://aka.ms/wsoftdelete",
    )
    assert ml.delete(f"{at()}?forceToPurge=true", api=API).status == 204
    assert ml.put(at(), workspace_body(), api=API).status == 202
    assert ml.get(at("/onlineEndpoints"), api=API).json["value"] == []
    assert ml.delete(at(), api=API).status == 202
    assert ml.get(at(), api=API).status == 404
    clock.advance(timedelta(days=14).total_seconds() - 1)
    assert ml.put(at(), workspace_body(), api=API).status == 400
    clock.advance(1)
    assert ml.put(at(), workspace_body(), api=API).status == 202
    assert ml.delete(f"{at()}?forceToPurge=true", api=API).status == 202
    assert ml.put(at(), workspace_body(), api=API).status == 202


def test_an_endpoint_has_its_address_and_its_keys(ml: Raw) -> None:
    assert put_endpoint(ml).status == 200
    shown = ml.get(at("/onlineEndpoints/chat"), api=API).json
    assert shown["kind"] == "Managed"
    assert shown["properties"] == {
        "authMode": "Key",
        "publicNetworkAccess": "Enabled",
        "traffic": {},
        "mirrorTraffic": {},
        "scoringUri": "https://chat.swedencentral.inference.ml.azure.com/score",
        "swaggerUri": "https://chat.swedencentral.inference.ml.azure.com/swagger.json",
        "provisioningState": "Succeeded",
    }
    keys = send(ml, "listKeys").json
    assert set(keys) == {"primaryKey", "secondaryKey"}
    assert send(ml, "regenerateKeys", {"keyType": "Secondary"}).status == 200
    fresh = send(ml, "listKeys").json
    assert fresh["primaryKey"] == keys["primaryKey"]
    assert fresh["secondaryKey"] != keys["secondaryKey"]
    send(ml, "regenerateKeys", {"keyType": "primary", "keyValue": "mine"})
    assert send(ml, "listKeys").json["primaryKey"] == "mine"
    refused = send(ml, "token")
    assert (refused.status, refused.message) == (
        400,
        "'token' is for endpoints with the authMode 'AMLToken', not 'Key'.",
    )


def test_keys_that_are_given_are_kept_and_not_shown(ml: Raw) -> None:
    keys = {"primaryKey": "one", "secondaryKey": "two"}
    made = put_endpoint(ml, "mine", keys=keys)
    assert (made.status, "keys" in made.json["properties"]) == (201, False)
    assert send(ml, "listKeys", endpoint="mine").json == keys


def test_a_token_lasts_an_hour(ml: Raw, clock: ManualClock) -> None:
    put_endpoint(ml, "secret", authMode="AMLToken")
    first = send(ml, "token", endpoint="secret").json
    assert first["tokenType"] == "Bearer"
    assert first["expiryTimeUtc"] - first["refreshAfterTimeUtc"] == 1800
    clock.advance(3600)
    second = send(ml, "token", endpoint="secret").json
    assert second["accessToken"] != first["accessToken"]
    refused = send(ml, "listKeys", endpoint="secret")
    assert refused.message == "'listKeys' is for endpoints with the authMode 'Key', not 'AMLToken'."


@pytest.mark.parametrize("name", ["ab", "a" * 33, "1chat", "ch--at", "chat-", "ch_at"])
def test_names_that_no_endpoint_has(ml: Raw, name: str) -> None:
    answer = put_endpoint(ml, name)
    assert (answer.status, answer.message) == (
        400,
        f"The name '{name}' is invalid: expected 3 to 32 letters, digits and single hyphens, the"
        " first of them a letter.",
    )


@given(st.text("aB1-_é", max_size=34))
def test_the_rule_of_names(text: str) -> None:
    parts = text.split("-")
    good = all(part.isascii() and part.isalnum() for part in parts) and text[0].isalpha()
    assert bool(NAME.fullmatch(text)) == (3 <= len(text) <= 32 and good)


def test_an_endpoint_has_its_name_alone_in_its_region(ml: Raw) -> None:
    ml.put(at(workspace="other"), workspace_body(), api=API)
    answer = ml.put(at("/onlineEndpoints/CHAT", "other"), endpoint_body(), api=API)
    assert (answer.status, answer.code, answer.message) == (
        400,
        "UserError",
        "An endpoint with this name already exists. If you are trying to create a new endpoint,"
        " use a different name.",
    )
    there = {**workspace_body(), "location": "westeurope"}
    ml.put(at(workspace="west"), there, api=API)
    body = {**endpoint_body(), "location": "westeurope"}
    assert ml.put(at("/onlineEndpoints/chat", "west"), body, api=API).status == 201


def test_an_endpoint_is_where_its_workspace_is(ml: Raw) -> None:
    body = {**endpoint_body(), "location": "westeurope"}
    answer = ml.put(at("/onlineEndpoints/far-away"), body, api=API)
    assert answer.message == (
        f"{INVALID}location: 'westeurope' is not allowed; expected that of its workspace,"
        " 'swedencentral'"
    )


def test_an_old_workspace_has_no_endpoints(ml: Raw) -> None:
    ml.put(at(workspace="old"), workspace_body({"v1LegacyMode": True}), api=API)
    answer = ml.put(at("/onlineEndpoints/new-one", "old"), endpoint_body(), api=API)
    assert answer.message == "Online endpoints need a workspace whose 'v1LegacyMode' is false."


def missing(key: str, name: str) -> str:
    return (
        f"properties.{key}.{name}: the endpoint has no deployment '{name}'; make it first, then"
        " write the endpoint again with its traffic"
    )


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"traffic": {"green": 100}}, [missing("traffic", "green")]),
        ({"mirrorTraffic": {"green": 10}}, [missing("mirrorTraffic", "green")]),
        (
            {"traffic": {"blue": 99}},
            ["properties.traffic: its values sum to 99; expected 0 or 100"],
        ),
        (
            {"traffic": {"blue": 101}},
            [
                "properties.traffic.blue: 101 is not allowed; expected 0 to 100",
                "properties.traffic: its values sum to 101; expected 0 or 100",
            ],
        ),
        (
            {"mirrorTraffic": {"blue": 51}},
            ["properties.mirrorTraffic.blue: 51 is not allowed; expected 0 to 50"],
        ),
        (
            {"traffic": {"blue": 100}, "mirrorTraffic": {"BLUE": 10}},
            [
                "properties.mirrorTraffic.BLUE: a deployment takes either live or mirrored traffic,"
                " and this one takes both"
            ],
        ),
        (
            {"mirrorTraffic": {"blue": 10, "teal": 10}},
            [
                "properties.mirrorTraffic: 2 deployments are named; traffic is mirrored to one at"
                " most"
            ],
        ),
        (
            {"compute": "k8s", "authMode": "AADToken", "keys": {"primaryKey": "one"}},
            [
                "properties.compute: not allowed: the local Azure serves managed endpoints alone,"
                " not Kubernetes",
                "properties.keys: not allowed for the authMode 'AADToken': only 'Key' has keys",
            ],
        ),
    ],
)
def test_endpoints_that_are_refused(ml: Raw, changes: dict[str, Any], faults: list[str]) -> None:
    assert put_deployment(ml).status == 201
    assert put_deployment(ml, "teal").status == 201
    answer = put_endpoint(ml, **changes)
    assert (answer.status, answer.message) == (400, INVALID + "; ".join(faults))


def test_traffic_comes_after_deployments_and_goes_before_them(ml: Raw) -> None:
    path = at("/onlineEndpoints/chat")
    put_deployment(ml)
    put_deployment(ml, "green")
    body = endpoint_body({"blue": 90, "green": 10})
    assert ml.put(path, body, api=API).json["properties"]["traffic"] == {"blue": 90, "green": 10}
    patch = {"tags": {"a": "b"}}
    kept = ml.send("PATCH", path, patch, api=API).json
    assert (kept["properties"]["traffic"], kept["tags"]) == (
        {"blue": 90, "green": 10},
        patch["tags"],
    )
    refused = ml.delete(f"{path}/deployments/green", api=API)
    assert (refused.status, refused.message) == (
        400,
        "Can't delete deployment [green] with non-zero traffic weight",
    )
    ml.put(path, endpoint_body({"blue": 100, "green": 0}), api=API)
    assert ml.delete(f"{path}/deployments/green", api=API).status == 202
    # a PUT without traffic takes it away
    assert put_endpoint(ml).json["properties"]["traffic"] == {}
    assert ml.delete(f"{path}/deployments/blue", api=API).status == 202
    assert ml.get(f"{path}/deployments", api=API).json["value"] == []


def test_a_deleted_endpoint_takes_its_deployments_with_it(ml: Raw) -> None:
    put_deployment(ml)
    put_endpoint(ml, traffic={"blue": 100})
    assert ml.delete(at("/onlineEndpoints/chat"), api=API).status == 202
    assert put_endpoint(ml).status == 201
    path = at("/onlineEndpoints/chat/deployments")
    assert ml.get(path, api=API).json["value"] == []


def test_a_deployment_has_azures_defaults(ml: Raw) -> None:
    body: dict[str, Any] = {
        "instance_type": A100.upper(),
        "sku": {"name": "default", "capacity": 2},
    }
    first, again = put_deployment(ml, **body), put_deployment(ml, **body)
    assert (first.status, again.status) == (201, 200)
    shown = ml.get(at("/onlineEndpoints/chat/deployments/blue"), api=API).json
    probe = {
        "initialDelay": "PT10S",
        "period": "PT10S",
        "timeout": "PT2S",
        "successThreshold": 1,
        "failureThreshold": 30,
    }
    assert shown["sku"] == {"name": "Default", "capacity": 2}
    assert shown["properties"] == {
        "endpointComputeType": "Managed",
        "model": MODEL,
        "instanceType": A100,
        "appInsightsEnabled": False,
        "egressPublicNetworkAccess": "Enabled",
        "scaleSettings": {"scaleType": "Default"},
        "requestSettings": {
            "requestTimeout": "PT5S",
            "maxConcurrentRequestsPerInstance": 1,
            "maxQueueWait": "PT0.5S",
        },
        "livenessProbe": probe,
        "readinessProbe": probe,
        "provisioningState": "Succeeded",
    }
    path = at("/onlineEndpoints/chat/deployments/blue")
    scaled = ml.send("PATCH", path, {"sku": {"capacity": 3}}, api=API)
    assert (scaled.status, scaled.json["sku"]) == (200, {"name": "Default", "capacity": 3})
    assert scaled.json["properties"]["model"] == MODEL


ASSET = (
    "'{0}' is not allowed; expected 'azureml://registries/<registry>/{1}/<name>/versions/<version>'"
    " or the ARM id of a version in a workspace"
)


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        (
            {"endpointComputeType": "Kubernetes"},
            [
                "properties.endpointComputeType: 'Kubernetes' is not served by the local Azure; use"
                " 'Managed'"
            ],
        ),
        (
            {"scaleSettings": {"scaleType": "TargetUtilization"}},
            [
                "properties.scaleSettings.scaleType: 'TargetUtilization' is not allowed for a"
                " managed deployment; expected 'Default', and scale with an autoscale setting"
            ],
        ),
        (
            {"sku": {"name": "Standard_NC6s_v3", "capacity": 51}},
            [
                "sku.name: 'Standard_NC6s_v3' is no SKU; use 'Default'",
                "sku.capacity: 51 is not allowed; expected 1 to 50",
            ],
        ),
        ({"sku": {"name": "Default"}}, ["sku.capacity: required: how many instances, 1 to 50"]),
        (
            {"instance_type": "Standard_NC6s_v3"},
            ["properties.instanceType: 'Standard_NC6s_v3' was retired on 2025-09-30"],
        ),
        (
            {"instance_type": "Standard_D4s_v5"},
            [
                "properties.instanceType: 'Standard_D4s_v5' is not listed for managed online"
                " endpoints"
            ],
        ),
        (
            {"model": "azureml:phi:3", "environmentId": "azureml:vllm@latest"},
            [
                "properties.model: " + ASSET.format("azureml:phi:3", "models"),
                "properties.environmentId: " + ASSET.format("azureml:vllm@latest", "environments"),
            ],
        ),
        (
            {"model": None},
            ["properties.model: required where no 'environmentId' is given: what is to be served"],
        ),
        (
            {
                "requestSettings": {
                    "requestTimeout": "PT181S",
                    "maxConcurrentRequestsPerInstance": 0,
                }
            },
            [
                "properties.requestSettings.requestTimeout: ScoringTimeoutMs must be between 50 and"
                " 180000",
                "properties.requestSettings.maxConcurrentRequestsPerInstance: 0 is not allowed;"
                " expected 1 or more",
            ],
        ),
        (
            {
                "livenessProbe": {"initialDelay": "PT0S", "successThreshold": 2},
                "startupProbe": {"timeout": "PT0.5S", "failureThreshold": 0},
            },
            [
                "properties.livenessProbe.initialDelay: 'PT0S' is not allowed; expected 'PT1S' or"
                " more",
                "properties.livenessProbe.successThreshold: 2 is not allowed for a liveness probe;"
                " expected 1",
                "properties.startupProbe.timeout: 'PT0.5S' is not allowed; expected 'PT1S' or more",
                "properties.startupProbe.failureThreshold: 0 is not allowed; expected 1 or more",
            ],
        ),
    ],
)
def test_deployments_that_are_refused(ml: Raw, changes: dict[str, Any], faults: list[str]) -> None:
    answer = put_deployment(ml, **changes)
    assert (answer.status, answer.message) == (400, INVALID + "; ".join(faults))


def test_an_instance_type_that_there_is_not(ml: Raw) -> None:
    answer = put_deployment(ml, instance_type="Standard_NC24ads_A100_v5")
    assert (answer.status, answer.code) == (400, "InvalidRequestContent")
    assert answer.message.startswith(
        f"{INVALID}properties.instanceType: unknown instance type 'Standard_NC24ads_A100_v5'"
    )


@pytest.mark.parametrize(
    "model",
    [
        "azureml://registries/azureml-meta/models/Meta-Llama-3.1-8B-Instruct/labels/latest",
        f"azureml:/subscriptions/{SUBSCRIPTION}{at('/models/phi/versions/1')}",
        f"/subscriptions/{SUBSCRIPTION}{at('/models/phi/versions/1')}",
    ],
)
def test_ways_to_name_a_model(ml: Raw, model: str) -> None:
    environment = f"/subscriptions/{SUBSCRIPTION}{at('/environments/vllm/versions/1')}"
    made = put_deployment(ml, model=model, environmentId=environment)
    assert (made.status, made.json["properties"]["model"]) == (201, model)


def used(raw: Raw, family: str) -> tuple[int, int]:
    path = f"/providers/Microsoft.MachineLearningServices/locations/{PLACE}/usages"
    (usage,) = [
        item for item in raw.get(path, api=API).json["value"] if item["name"]["value"] == family
    ]
    return usage["currentValue"], usage["limit"]


def test_a_fifth_more_quota_is_taken_for_upgrades(ml: Raw) -> None:
    # 3 x 1.2 = 3.6, so 4 instances of 16 vCPUs; the A100 skips the reserve
    assert put_deployment(ml, instances=3, instance_type="Standard_NC16as_T4_v3").status == 201
    assert used(ml, "standard NCASv3_T4 Family") == (64, 300)
    assert put_deployment(ml, "green", instances=12).status == 201
    assert used(ml, "standardNCADSA100v4Family") == (288, 300)
    answer = put_deployment(ml, "red", instances=1)
    assert (answer.status, answer.code, answer.message) == (
        400,
        "OutOfQuota",
        f"Not enough quota available for {A100} in SubscriptionId {SUBSCRIPTION}. Current"
        " usage/limit: 288/300. Additional needed: 24 Please see troubleshooting guide, available"
        " here: https://aka.ms/oe-tsg#error-outofquota",
    )
    path = at("/onlineEndpoints/chat/deployments/green")
    grown = ml.send("PATCH", path, {"sku": {"capacity": 13}}, api=API)
    assert grown.message.startswith("Not enough quota available")
    assert ml.send("PATCH", path, {"sku": {"capacity": 1}}, api=API).status == 200
    assert put_deployment(ml, "red").status == 201
    assert used(ml, "standardNCADSA100v4Family") == (48, 300)


def test_the_quota_is_what_the_environment_says(ml: Raw, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "0")
    answer = put_deployment(ml)
    assert (answer.code, "usage/limit: 0/0. Additional needed: 24" in answer.message) == (
        "OutOfQuota",
        True,
    )
    monkeypatch.setenv(VARIABLE, "24")
    assert put_deployment(ml).status == 201
    monkeypatch.setenv(VARIABLE, "many")
    answer = put_deployment(ml, "green")
    assert (answer.status, answer.message) == (
        500,
        "AZGREEN_ML_VCPU_QUOTA is 'many'; expected a whole number of vCPUs from 0 up.",
    )


def test_every_type_that_serves_endpoints_has_a_family() -> None:
    families = {family_of(item.name) for item in catalog.instances(serves_endpoints=True)}
    assert len(families) == 12


def test_how_many_there_can_be(ml: Raw, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "1000")
    for number in range(20):
        assert put_deployment(ml, f"blue{number}").status == 201
    answer = put_deployment(ml, "one-more")
    assert (answer.status, answer.message) == (400, "The endpoint has 20 deployments: the most.")
    assert put_deployment(ml, "blue0", instances=2).status == 200


def test_counts_of_a_region(ml: Raw, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = "azgreen_emulator.services.machinelearning"
    monkeypatch.setattr(f"{rules}.endpoint_rules._ENDPOINTS", 1)
    monkeypatch.setattr(f"{rules}.deployment_rules._PER_REGION", 1)
    answer = put_endpoint(ml, "second")
    assert answer.message == "The subscription has 1 endpoints in swedencentral: the most."
    put_deployment(ml)
    answer = put_deployment(ml, "green")
    assert answer.message == "The subscription has 1 deployments in swedencentral: the most."


def test_one_write_at_a_time(clock: ManualClock, speak: Callable[[str], Raw]) -> None:
    with LocalAzure(None, clock=clock, latency_s=60) as azure:
        raw = speak(azure.url)
        prepare(raw)
        parent = f"/subscriptions/{SUBSCRIPTION}{at()}"
        busy = "Another operation is being performed on the parent resource '{}'. Please try again"
        raw.put(at(), workspace_body(), api=API)
        answer = put_endpoint(raw)
        assert (answer.status, answer.code) == (409, "RequestConflict")
        assert answer.message == f"{busy.format(parent)} later."
        clock.advance(60)
        assert put_endpoint(raw).json["properties"]["provisioningState"] == "Creating"
        assert put_deployment(raw).status == 409
        clock.advance(60)
        made = put_deployment(raw)
        assert (made.status, made.json["properties"]["provisioningState"]) == (201, "Creating")
        for answer in (put_deployment(raw, "green"), put_endpoint(raw)):
            assert (answer.status, answer.message) == (
                409,
                f"{busy.format(parent + '/onlineEndpoints/chat')} later.",
            )
        clock.advance(60)
        operation = raw.get(made.headers["Azure-AsyncOperation"], api="")
        assert operation.json["status"] == "Succeeded"
        assert put_deployment(raw, "green").status == 201


@pytest.mark.parametrize(
    ("text", "length_s"),
    [("PT5M", 300), ("PT0.5S", 0.5), ("P1DT1H", 90000), ("PT1H1M1S", 3661), ("P1Y", -1)],
)
def test_how_long_a_duration_is(text: str, length_s: float) -> None:
    assert seconds(text) == length_s


def test_nothing_is_left_behind(ml: Raw, azure: LocalAzure) -> None:
    put_deployment(ml)
    ml.delete(f"{at()}?forceToPurge=true", api=API)
    for resource_id, api in ((STORE, "2024-01-01"), (INSIGHTS, "2020-02-02"), (SAFE, "2024-11-01")):
        assert ml.delete(short(resource_id), api=api).status == 200
    grave = f"/providers/Microsoft.KeyVault/locations/{PLACE}/deletedVaults/mlsafe/purge"
    assert ml.send("POST", grave, api="2024-11-01").status == 200
    ml.delete("/resourceGroups/rg", api="2024-03-01")
    assert ml.get("/resourceGroups/rg", api="2024-03-01").status == 404
    assert azure.store.is_empty()

"""Does the local Azure answer in the shape in which Azure does?"""

from __future__ import annotations

import http.client
import json
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from tests.recorded.player import INDEX, reply
from tests.recorded.shapes import lacking, shape

from azgreen_emulator.arm.identity import tenant_id
from azgreen_emulator.clock import ManualClock
from azgreen_emulator.server import LocalAzure

SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"
BELOW = f"/subscriptions/{SUBSCRIPTION}"
RG = f"{BELOW}/resourceGroups/rg"
OPENAI = f"{RG}/providers/Microsoft.CognitiveServices/accounts"
ML = f"{RG}/providers/Microsoft.MachineLearningServices/workspaces/main"
NOW = datetime(2026, 11, 24, tzinfo=UTC)
VAULT = {
    "tenantId": tenant_id(SUBSCRIPTION),
    "sku": {"family": "A", "name": "standard"},
    "enableRbacAuthorization": True,
    "enablePurgeProtection": True,
}
PROBE = {
    "failureThreshold": 1,
    "successThreshold": 1,
    "timeout": "PT5M",
    "period": "PT5M",
    "initialDelay": "PT5M",
}
DEPLOYMENT = {
    "sku": {"name": "Default", "capacity": 1},
    "tags": {"a": "b"},
    "identity": {"type": "SystemAssigned"},
    "properties": {
        "description": "a",
        "properties": {"a": "b"},
        "environmentVariables": {"A": "b"},
        "livenessProbe": PROBE,
        "readinessProbe": PROBE,
        "modelMountPath": "/m",
        "appInsightsEnabled": False,
        "scaleSettings": {"scaleType": "Default"},
        "endpointComputeType": "Managed",
        "model": "azureml://registries/azureml/models/Phi-3-mini-4k-instruct/versions/14",
        "instanceType": "Standard_NC24ads_A100_v4",
    },
}


class Local:
    """Asks the local Azure as it is written."""

    def __init__(self, url):
        self.url = url

    def send(self, method, path, api=None, body=None, token="x"):
        connection = http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=10)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        version = "" if api is None else f"{'&' if '?' in path else '?'}api-version={api}"
        connection.request(
            method, path + version, None if body is None else json.dumps(body), headers
        )
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, json.loads(text) if text else None

    def made(self, path, api, body, method="PUT"):
        has_place = method == "PUT" and "/accounts/acc/" not in path
        place = {"location": "swedencentral"} if has_place else {}
        status, told = self.send(method, path, api, place | body)
        assert status < 300, told


@pytest.fixture(scope="module")
def local():
    with LocalAzure(None, clock=ManualClock(NOW)) as running:
        azure = Local(running.url)
        azure.made(RG, "2024-03-01", {})
        make_models(azure)
        make_machines(azure)
        make_graves(azure)
        yield azure


def make_models(azure):
    sku = {"sku": {"name": "S0"}, "kind": "OpenAI", "tags": {"a": "b"}}
    for name in ("acc", "gone"):
        own = {"properties": {"customSubDomainName": name}}
        azure.made(f"{OPENAI}/{name}", "2025-06-01", sku | own)
    azure.send("DELETE", f"{OPENAI}/gone", "2025-06-01")
    model = {"format": "OpenAI", "name": "gpt-4.1-mini", "version": "2025-04-14"}
    body = {"sku": {"name": "Standard", "capacity": 10}, "properties": {"model": model}}
    azure.made(f"{OPENAI}/acc/deployments/chat", "2025-06-01", body)
    generated = {"weeks": 1, "requests_per_minute": 10}
    load = {"resource": f"{OPENAI}/acc/deployments/chat", "generate": generated}
    azure.made("/azgreen/load", None, load, method="POST")
    kg = {"kgco2e": {"Scope1": 0.1, "Scope2": 1}}
    azure.made(f"{OPENAI}/other", "2025-06-01", sku)
    for name, month in (("acc", "2026-09"), ("acc", "2026-10"), ("other", "2026-10")):
        emitted = kg | {"resource": f"{OPENAI}/{name}", "month": month}
        azure.made("/azgreen/carbon", None, emitted, method="POST")


def make_machines(azure):
    system = {"identity": {"type": "SystemAssigned"}}
    provider = f"{RG}/providers/Microsoft"
    needed = {
        "storageAccount": f"{provider}.Storage/storageAccounts/mlstore",
        "keyVault": f"{provider}.KeyVault/vaults/mlsafe",
        "applicationInsights": f"{provider}.Insights/components/mlinsights",
    }
    insights = {"kind": "web", "properties": {"Application_Type": "web"}}
    azure.made(needed["applicationInsights"], "2020-02-02", insights)
    store = {"kind": "StorageV2", "sku": {"name": "Standard_LRS"}}
    azure.made(needed["storageAccount"], "2024-01-01", store)
    azure.made(needed["keyVault"], "2024-11-01", {"properties": VAULT})
    azure.made(ML, "2025-12-01", system | {"properties": needed})
    endpoint = {"properties": {"authMode": "Key"}}
    azure.made(f"{ML}/onlineEndpoints/talk", "2025-12-01", system | endpoint)
    azure.made(f"{ML}/onlineEndpoints/talk/deployments/blue", "2025-12-01", DEPLOYMENT)
    cluster = {"vmSize": "Standard_NC24ads_A100_v4", "scaleSettings": {"maxNodeCount": 2}}
    cluster = {"computeType": "AmlCompute", "properties": cluster}
    azure.made(f"{ML}/computes/gpus", "2025-12-01", {"properties": cluster})


def make_graves(azure):
    vault = f"{RG}/providers/Microsoft.KeyVault/vaults/gone"
    azure.made(vault, "2024-11-01", {"properties": VAULT})
    azure.send("DELETE", vault, "2024-11-01")
    gateway = f"{RG}/providers/Microsoft.ApiManagement/service/gone"
    publisher = {"publisherEmail": "ops@example.com", "publisherName": "Contoso"}
    sku = {"sku": {"name": "BasicV2", "capacity": 1}, "properties": publisher}
    azure.made(gateway, "2024-05-01", sku)
    azure.send("DELETE", gateway, "2024-05-01")


CAPACITY = {"modelFormat": "OpenAI", "modelName": "gpt-4.1-mini", "modelVersion": "2025-04-14"}
COGNITIVE = f"{BELOW}/providers/Microsoft.CognitiveServices"
SPAN = "timespan=2026-11-23T00:00:00Z/2026-11-23T05:00:00Z&interval=PT1H&aggregation=average"
NAMED = (
    "metricnames=AzureOpenAIAvailabilityRate&metricnamespace=Microsoft.CognitiveServices/accounts"
)
METRICS = f"{OPENAI}/acc/providers/Microsoft.Insights/metrics?{SPAN}&{NAMED}"
BY_DIMENSION = "&$filter=ModelDeploymentName eq '*'".replace(" ", "%20")
WORKLOAD = {"requestParameters": {"avgPromptTokens": 30, "avgGeneratedTokens": 50}}
ITEMS = {
    "reportType": "ItemDetailsReport",
    "subscriptionList": [SUBSCRIPTION],
    "carbonScopeList": ["Scope1"],
    "dateRange": {"start": "2026-10-01", "end": "2026-10-01"},
    "categoryType": "Resource",
    "orderBy": "ItemName",
    "sortDirection": "Asc",
    "pageSize": 1,
}
ASKED = {
    "accounts": (f"{COGNITIVE}/accounts", "2025-06-01"),
    "calculated_capacity": (
        f"{COGNITIVE}/calculateModelCapacity",
        "2025-06-01",
        {
            "model": {"format": "OpenAI", "name": "gpt-4.1-mini", "version": "2025-04-14"},
            "skuName": "ProvisionedManaged",
            "workloads": [{"requestPerMinute": 10, **WORKLOAD}],
        },
    ),
    "cluster": (f"{ML}/computes/gpus", "2025-12-01"),
    "deleted_accounts": (f"{COGNITIVE}/deletedAccounts", "2025-06-01"),
    "deleted_gateways": (
        f"{BELOW}/providers/Microsoft.ApiManagement/deletedservices",
        "2024-05-01",
    ),
    "deleted_vaults": (f"{BELOW}/providers/Microsoft.KeyVault/deletedVaults", "2024-11-01"),
    "domain": (
        f"{COGNITIVE}/checkDomainAvailability",
        "2025-06-01",
        {"subdomainName": "acc", "type": "Microsoft.CognitiveServices/accounts"},
    ),
    "emission_months": (
        "/providers/Microsoft.Carbon/queryCarbonEmissionDataAvailableDateRange",
        "2025-04-01",
        {},
    ),
    "emissions": ("/providers/Microsoft.Carbon/carbonEmissionReports", "2025-04-01", ITEMS),
    "emissions_next_page": (
        "/providers/Microsoft.Carbon/carbonEmissionReports",
        "2025-04-01",
        ITEMS | {"pageSize": 100},
    ),
    "error_grain": (METRICS.replace("PT1H", "PT2M"), "2024-02-01"),
    "error_no_role": (METRICS, "2024-02-01"),
    "gateway_name": (
        f"{BELOW}/providers/Microsoft.ApiManagement/checkNameAvailability",
        "2024-05-01",
        {"name": "apimService1"},
    ),
    "machine_usages": (
        f"{BELOW}/providers/Microsoft.MachineLearningServices/locations/eastus/usages",
        "2025-12-01",
    ),
    "metrics": (METRICS.replace("average", "average,minimum,maximum") + BY_DIMENSION, "2024-02-01"),
    "metrics_batch": (
        f"{BELOW}/metrics:getBatch?{NAMED}&interval=PT1H&aggregation=average,minimum,maximum"
        f"&starttime=2026-11-23T00:00:00Z&endtime=2026-11-23T05:00:00Z{BY_DIMENSION[:1]}"
        f"{BY_DIMENSION[2:]}",
        "2024-02-01",
        {"resourceids": [f"{OPENAI}/acc"]},
    ),
    "metrics_with_an_error": (METRICS, "2024-02-01"),
    "model_capacities": (
        f"{COGNITIVE}/locations/swedencentral/modelCapacities?{urlencode(CAPACITY)}",
        "2025-06-01",
    ),
    "model_deployment": (f"{OPENAI}/acc/deployments/chat", "2025-06-01"),
    "model_usages": (f"{COGNITIVE}/locations/swedencentral/usages", "2025-06-01"),
    "models": (f"{COGNITIVE}/locations/swedencentral/models", "2025-06-01"),
    "online_deployment": (f"{ML}/onlineEndpoints/talk/deployments/blue", "2025-12-01"),
    "permissions": (f"{BELOW}/providers/Microsoft.Authorization/permissions", "2022-04-01"),
    "provider": (f"{BELOW}/providers/Microsoft.Storage", "2025-04-01"),
    "search_name": (
        f"{BELOW}/providers/Microsoft.Search/checkNameAvailability",
        "2025-05-01",
        {"name": "a", "type": "searchServices"},
    ),
    "storage_name": (
        f"{BELOW}/providers/Microsoft.Storage/checkNameAvailability",
        "2024-01-01",
        {"name": "sto3363", "type": "Microsoft.Storage/storageAccounts"},
    ),
    "subscription": (BELOW, "2022-12-01"),
    "subscriptions": ("/subscriptions", "2022-12-01"),
    "vault_name": (
        f"{BELOW}/providers/Microsoft.KeyVault/checkNameAvailability",
        "2024-11-01",
        {"name": "sample-vault", "type": "Microsoft.KeyVault/vaults"},
    ),
}
"""The question of each recording, put to the local Azure: path, API version, body."""

NO_BODY = {"cosmos_name"}
ONE_PAGE = "only where another page follows"
NOT_SENT = "shown only where it was sent"
DENIED = "only of a subscription that is denied"
OWN_SUBSCRIPTION = "the local Azure's subscription belongs to nobody else and has no tags"
NO_DESCRIPTION = "the catalogue keeps no descriptions"
SKU = "Azure shows what was sent of a SKU; a managed deployment's has a name and a capacity"
LISTED = "the catalogue does not know when Azure listed a model"
LACKS = {
    "cluster": {
        "properties.description": NOT_SENT,
        "properties.properties.isolatedNetwork": NOT_SENT,
        "properties.properties.subnet": NOT_SENT,
    },
    "deleted_vaults": {"nextLink": ONE_PAGE},
    "emissions": {"subscriptionAccessDecisionList[].denialReason": DENIED},
    "emissions_next_page": {"subscriptionAccessDecisionList[].denialReason": DENIED},
    "metrics": {"value[].displayDescription": NO_DESCRIPTION},
    "metrics_batch": {"values[].value[].displayDescription": NO_DESCRIPTION},
    "metrics_with_an_error": {
        "value[].displayDescription": NO_DESCRIPTION,
        "value[].errorMessage": "only of a metric that could not be read",
    },
    "model_capacities": {
        "value[].properties.availableFinetuneCapacity": "no fine-tuned model is deployed here"
    },
    "models": {
        "value[].model.deprecation.fineTune": "the catalogue keeps the end of inference only",
        "value[].model.finetuneCapabilities": "no model is fine-tuned here",
        "value[].model.maxCapacity": "told of each SKU: skus[].capacity.maximum",
        **{
            f"value[].model.systemData.{key}": LISTED
            for key in ("createdAt", "createdBy", "lastModifiedAt", "lastModifiedBy")
        },
    },
    "online_deployment": {
        "identity.userAssignedIdentities": NOT_SENT,
        "kind": NOT_SENT,
        "properties.codeConfiguration": NOT_SENT,
        "properties.environmentId": NOT_SENT,
        "properties.properties.string": "its owner chooses the keys",
        **{f"sku.{key}": SKU for key in ("family", "size", "tier")},
    },
    "permissions": {"nextLink": ONE_PAGE},
    "provider": {"resourceTypes[].locationMappings": "only of types in an edge zone"},
    "subscription": {"managedByTenants[]": OWN_SUBSCRIPTION, "tags": OWN_SUBSCRIPTION},
    "subscriptions": {
        "nextLink": ONE_PAGE,
        "value[].managedByTenants[]": OWN_SUBSCRIPTION,
        "value[].tags": OWN_SUBSCRIPTION,
    },
}
"""What the recording has and the local Azure has not, and why."""


@pytest.mark.parametrize(
    ("recorded", "local", "paths"),
    [
        ({"a": {"b": 1}}, {"a": {"b": 2.5, "c": "more"}}, []),
        ({"a": {"b": 1}}, {"a": {}}, ["a.b"]),
        ({"a": 1}, {"a": "1"}, ["a: number is text"]),
        ({"a": True}, {"a": None}, ["a: bool is null"]),
        ({"a": None, "b": []}, {}, ["b"]),
        ({"a": [{"b": 1}, {"c": 2}]}, {"a": [{"c": 3}, {"b": 4}]}, []),
        ({"a": [{"b": [1]}]}, {"a": [{"b": []}, {}]}, ["a[].b[]"]),
        ({"a": [1]}, {"a": {}}, ["a: list is object"]),
        ({"tags": {"mine": 1}}, {"tags": {}}, []),
    ],
)
def test_what_lacks_is_found(recorded, local, paths):
    assert [*lacking(shape(recorded), shape(local))] == paths


def test_every_recording_is_compared():
    assert set(ASKED) == set(INDEX) - NO_BODY


@pytest.mark.parametrize("name", sorted(ASKED))
def test_the_local_azure_answers_in_azures_shape(local, name):
    method = INDEX[name]["asks"].partition(" ")[0]
    path, api, *body = ASKED[name]
    caller = "e30.eyJhemdyZWVuX2FjdGlvbnMiOltdfQ." if name == "error_no_role" else "x"
    status, told = local.send(method, path, api, *body, token=caller)
    assert (status >= 400) == name.startswith("error_"), told
    found = set(lacking(shape(reply(name)), shape(told)))
    assert found == set(LACKS.get(name, {}))

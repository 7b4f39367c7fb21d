"""Does the local Azure answer in the shape in which Azure does?"""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from tests.recorded.local import (
    BELOW,
    ML,
    OPENAI,
    RG,
    SUBSCRIPTION,
    Local,
    make_graves,
    make_machines,
    make_models,
)
from tests.recorded.player import INDEX, reply
from tests.recorded.shapes import lacking, shape

from azgreen_emulator.clock import ManualClock
from azgreen_emulator.server import LocalAzure

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture(scope="module")
def local():
    with LocalAzure(None, clock=ManualClock(NOW)) as running:
        azure = Local(running.url)
        azure.made(RG, "2024-03-01", {})
        make_models(azure)
        make_machines(azure)
        make_graves(azure)
        make_stores(azure)
        yield azure


def make_stores(azure):
    """A cache, a search service, a container with throughput of its own, and a job."""
    cache = {"sku": {"name": "Balanced_B0"}, "tags": {"a": "b"}}
    azure.made(CACHE, "2025-07-01", cache | {"properties": {"publicNetworkAccess": "Enabled"}})
    search = {"sku": {"name": "basic"}, "tags": {"a": "b"}}
    azure.made(SEARCH, "2025-05-01", search)
    places = [{"locationName": "swedencentral", "failoverPriority": 0}]
    account = {"databaseAccountOfferType": "Standard", "locations": places}
    azure.made(COSMOS, "2025-10-15", {"kind": "GlobalDocumentDB", "properties": account})
    azure.made(f"{COSMOS}/sqlDatabases/d", "2025-10-15", {"properties": {"resource": {"id": "d"}}})
    container = {"id": "c", "partitionKey": {"paths": ["/id"]}}
    container = {"resource": container, "options": {"throughput": 400}}
    path = f"{COSMOS}/sqlDatabases/d/containers/c"
    azure.made(path, "2025-10-15", {"properties": container})
    azure.made(f"{ML}/jobs/j", "2025-12-01", {"properties": JOB})
    azure.made(f"{ML}/schedules/s", "2025-12-01", {"properties": SCHEDULE})


CACHE = f"{RG}/providers/Microsoft.Cache/redisEnterprise/cache-of-one"
SEARCH = f"{RG}/providers/Microsoft.Search/searchServices/search-of-one"
COSMOS = f"{RG}/providers/Microsoft.DocumentDB/databaseAccounts/cosmos-of-one"
JOB = {
    "jobType": "Command",
    "command": "python a.py",
    "environmentId": "azureml://registries/azureml/environments/sklearn-1.5/versions/1",
    "computeId": f"{ML}/computes/gpus",
    "experimentName": "e",
    "displayName": "d",
    "description": "a",
    "tags": {"a": "b"},
    "properties": {"a": "b"},
    "environmentVariables": {"A": "b"},
    "limits": {"jobLimitsType": "Command", "timeout": "PT5M"},
    "resources": {"instanceCount": 1},
}
TRIGGER = {
    "triggerType": "Cron",
    "expression": "0 3 * * *",
    "timeZone": "UTC",
    "startTime": "2026-12-01T00:00:00",
    "endTime": "2027-12-01T00:00:00",
}
SCHEDULE = {
    "trigger": TRIGGER,
    "action": {"actionType": "CreateJob", "jobDefinition": JOB},
    "description": "a",
    "displayName": "b",
    "tags": {"a": "b"},
    "properties": {"a": "b"},
}


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
    "caches": (f"{BELOW}/providers/Microsoft.Cache/redisEnterprise", "2025-07-01"),
    "container_throughput": (
        f"{COSMOS}/sqlDatabases/d/containers/c/throughputSettings/default",
        "2025-10-15",
    ),
    "jobs": (f"{ML}/jobs", "2025-12-01"),
    "schedules": (f"{ML}/schedules", "2025-12-01"),
    "model_deployments": (f"{OPENAI}/acc/deployments", "2025-06-01"),
    "search_services": (f"{BELOW}/providers/Microsoft.Search/searchServices", "2025-05-01"),
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
INSIDE = "the local Azure shows neither of what is inside an account"
NO_RULE = "nothing of azgreen reads it, and no source says how Azure forms it"
LACKS = {
    "caches": {"value[].sku.capacity": "of Enterprise alone; what is made today has none"},
    "container_throughput": {
        "location": INSIDE,
        "tags": INSIDE,
        "properties.resource.instantMaximumThroughput": NO_RULE,
        "properties.resource.softAllowedMaximumThroughput": NO_RULE,
        "properties.resource.offerReplacePending": "a change is made at once here",
    },
    "jobs": {
        "nextLink": ONE_PAGE,
        "value[].properties.properties.string": "its owner chooses the keys",
        "value[].properties.services.string": "its keys name services, such as Studio",
        **{
            f"value[].properties.{key}": NOT_SENT
            for key in (
                "codeId",
                "distribution",
                "identity",
                "inputs",
                "outputs",
                "parameters",
                "resources.instanceType",
                "resources.properties",
            )
        },
    },
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
    "schedules": {
        "nextLink": ONE_PAGE,
        "value[].properties.action.endpointInvocationDefinition": "of a batch endpoint alone",
        "value[].properties.properties.string": "its owner chooses the keys",
    },
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

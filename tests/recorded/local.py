"""A local Azure with one resource of every kind that a command of azgreen asks about."""

from __future__ import annotations

import http.client
import json

from azgreen_emulator.arm.identity import tenant_id

SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"
BELOW = f"/subscriptions/{SUBSCRIPTION}"
RG = f"{BELOW}/resourceGroups/rg"
OPENAI = f"{RG}/providers/Microsoft.CognitiveServices/accounts"
ML = f"{RG}/providers/Microsoft.MachineLearningServices/workspaces/main"
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
        is_inside = any(
            part in path for part in ("/accounts/acc/", "/jobs/", "/schedules/", "/sqlDatabases/")
        )
        has_place = method == "PUT" and not is_inside
        place = {"location": "swedencentral"} if has_place else {}
        status, told = self.send(method, path, api, place | body)
        assert status < 300, told


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

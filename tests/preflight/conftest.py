"""An Azure that says what a test wants, and plans to ask it about."""

from __future__ import annotations

from azgreen.estimate.inventory import Resource
from azgreen.preflight import RefusedError

SUBSCRIPTION = "11111111-2222-3333-4444-555555555555"
OWNER = {"actions": ["*"], "notActions": []}


class SaidAzure:
    """Says what it was made with; what it was not told, nobody answers."""

    subscription = SUBSCRIPTION

    def __init__(self, **said):
        self.said = said
        self.asked = []

    def _answer(self, what, *about):
        self.asked.append((what, *about))
        found = self.said.get(what, RefusedError(0, "NoAnswer", "nobody there"))
        if isinstance(found, dict) and what not in {"calculated", "domain"}:
            found = found.get(about[0], RefusedError(404, "NotFound", "It is not there."))
        if isinstance(found, Exception):
            raise found
        return found

    def models(self, region):
        return self._answer("models", region)

    def usages(self, region):
        return self._answer("usages", region)

    def capacities(self, region, model):
        return self._answer("capacities", region, model)

    def calculated(self, model, sku, workload):
        return self._answer("calculated", model, sku, workload)

    def domain(self, name):
        return self._answer("domain", name)

    def deleted_accounts(self):
        return self._answer("deleted_accounts")

    def _short(self, path):
        return path.removeprefix(f"/subscriptions/{SUBSCRIPTION}")

    def get(self, path, api_version):
        return self._answer("get", self._short(path), api_version)

    def listed(self, path, api_version):
        return self._answer("listed", self._short(path), api_version)

    def post(self, path, api_version, body):
        return self._answer("post", self._short(path), api_version, body)

    def exists(self, path, api_version):
        return self._answer("exists", self._short(path), api_version)


def resource(kind, name, props, **made_from):
    return Resource(
        f"azure-native:{kind}", name, props, f"urn:{name}", {k: [v] for k, v in made_from.items()}
    )


def account(name="acc", region="swedencentral", **props):
    inputs = {"accountName": name, "resourceGroupName": "rg", "location": region, **props}
    return resource("cognitiveservices:Account", name, inputs)


def deployment(name="chat", units=100, sku="Standard", model=None, **props):
    chosen = model or {"format": "OpenAI", "name": "gpt-4.1-mini", "version": "2025-04-14"}
    inputs = {
        "accountName": "acc",
        "resourceGroupName": "rg",
        "deploymentName": name,
        "sku": {"name": sku, "capacity": units},
        "properties": {"model": chosen},
        **props,
    }
    return resource("cognitiveservices:Deployment", name, inputs)


def model_item(region_sku="Standard", ends=None, **model):
    sku = {"name": region_sku, "usageName": f"OpenAI.{region_sku}.gpt-4.1-mini"}
    return {
        "kind": "AIServices",
        "model": {
            "format": "OpenAI",
            "name": "gpt-4.1-mini",
            "version": "2025-04-14",
            "isDefaultVersion": True,
            "lifecycleStatus": "GenerallyAvailable",
            "skus": [sku | ({"deprecationDate": f"{ends}T00:00:00Z"} if ends else {})],
            **model,
        },
    }


def usage(limit, used=0, key="OpenAI.Standard.gpt-4.1-mini"):
    return {"name": {"value": key}, "limit": limit, "currentValue": used}


def capacity(units, sku="Standard"):
    return {"properties": {"skuName": sku, "availableCapacity": units}}

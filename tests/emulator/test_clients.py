"""Do Azure's own Python clients, unmodified, work against the local Azure?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError

if TYPE_CHECKING:
    from conftest import Clients

ACCOUNT: dict[str, Any] = {
    "location": "Sweden Central",
    "kind": "AIServices",
    "sku": {"name": "S0"},
    "identity": {"type": "SystemAssigned"},
    "tags": {"owner": "green"},
    "properties": {
        "customSubDomainName": "acc-sub",
        "publicNetworkAccess": "Disabled",
        "disableLocalAuth": True,
        "allowProjectManagement": True,
        "networkAcls": {"defaultAction": "Deny", "ipRules": [{"value": "10.0.0.0/8"}]},
    },
}
DEPLOYMENT: dict[str, Any] = {
    "sku": {"name": "GlobalStandard", "capacity": 12},
    "tags": {"use": "chat"},
    "properties": {
        "model": {"format": "OpenAI", "name": "gpt-4.1-mini", "version": "2025-04-14"},
        "versionUpgradeOption": "NoAutoUpgrade",
        "raiPolicyName": "Microsoft.Default",
    },
}


def test_put_then_get_returns_what_was_sent_plus_defaults(sdk: Clients) -> None:
    groups, cognitive = sdk.resources.resource_groups, sdk.cognitive
    group = groups.create_or_update("rg", {"location": "swedencentral", "tags": {"a": "b"}})
    assert groups.get("rg").as_dict() == group.as_dict()
    assert (group.tags, group.properties.provisioning_state) == ({"a": "b"}, "Succeeded")

    created = cognitive.accounts.begin_create("rg", "acc", ACCOUNT).result()
    account = cognitive.accounts.get("rg", "acc")
    assert account.as_dict() == created.as_dict()
    _holds(account.serialize(keep_readonly=True), {**ACCOUNT, "location": "swedencentral"})
    properties = account.properties
    assert properties.endpoint == "https://acc-sub.cognitiveservices.azure.com/"
    assert properties.endpoints["AI Foundry API"] == "https://acc-sub.services.ai.azure.com/"
    assert (properties.provisioning_state, properties.is_migrated) == ("Succeeded", False)
    assert properties.date_created
    assert properties.capabilities
    assert account.identity.principal_id
    assert account.identity.tenant_id
    assert account.etag.startswith('"')
    assert account.system_data.created_at is not None

    made = cognitive.deployments.begin_create_or_update("rg", "acc", "chat", DEPLOYMENT).result()
    deployment = cognitive.deployments.get("rg", "acc", "chat")
    assert deployment.as_dict() == made.as_dict()
    _holds(deployment.serialize(keep_readonly=True), DEPLOYMENT)
    assert deployment.properties.current_capacity == 12
    assert {rule.key: rule.count for rule in deployment.properties.rate_limits} == {
        "request": 12,
        "token": 12_000,
    }
    assert deployment.properties.capabilities["chatCompletion"] == "true"


def test_life_of_everything(sdk: Clients) -> None:
    groups, cognitive = sdk.resources.resource_groups, sdk.cognitive
    groups.create_or_update("rg", {"location": "swedencentral"})
    cognitive.accounts.begin_create("rg", "acc", ACCOUNT).result()
    cognitive.deployments.begin_create_or_update("rg", "acc", "chat", DEPLOYMENT).result()
    changed = cognitive.deployments.begin_update(
        "rg", "acc", "chat", {"sku": {"name": "GlobalStandard", "capacity": 20}, "tags": {"x": "y"}}
    ).result()
    assert (changed.sku.capacity, changed.tags) == (20, {"x": "y"})
    patched = cognitive.accounts.begin_update("rg", "acc", {"tags": {"n": "m"}}).result()
    assert patched.tags == {"n": "m"}
    assert patched.properties.public_network_access == "Disabled"
    assert [item.name for item in cognitive.accounts.list()] == ["acc"]
    assert [item.name for item in cognitive.accounts.list_by_resource_group("rg")] == ["acc"]
    assert [item.name for item in cognitive.deployments.list("rg", "acc")] == ["chat"]
    assert {item.sku.name for item in cognitive.deployments.list_skus("rg", "acc", "chat")} >= {
        "GlobalStandard"
    }
    assert [item.type for item in sdk.resources.resources.list()] == [
        "Microsoft.CognitiveServices/accounts"
    ]
    cognitive.deployments.begin_delete("rg", "acc", "chat").result()
    with pytest.raises(ResourceNotFoundError):
        cognitive.deployments.get("rg", "acc", "chat")
    cognitive.accounts.begin_delete("rg", "acc").result()
    assert cognitive.deleted_accounts.get("swedencentral", "rg", "acc").name == "acc"
    cognitive.deleted_accounts.begin_purge("swedencentral", "rg", "acc").result()
    assert list(cognitive.deleted_accounts.list()) == []
    assert groups.check_existence("rg")
    groups.begin_delete("rg").result()
    assert not groups.check_existence("rg")
    assert list(groups.list()) == []


def test_keys_can_be_had_unless_local_auth_is_off(sdk: Clients) -> None:
    sdk.resources.resource_groups.create_or_update("rg", {"location": "swedencentral"})
    body = {"location": "swedencentral", "kind": "OpenAI", "sku": {"name": "S0"}}
    accounts = sdk.cognitive.accounts
    accounts.begin_create("rg", "open", body).result()
    before = accounts.list_keys("rg", "open")
    after = accounts.regenerate_key("rg", "open", "Key2")
    assert before.key1 == after.key1 == accounts.list_keys("rg", "open").key1
    assert before.key2 != after.key2
    accounts.begin_create("rg", "acc", ACCOUNT).result()
    with pytest.raises(HttpResponseError) as refused:
        accounts.list_keys("rg", "acc")
    assert refused.value.error.code == "BadRequest"
    assert refused.value.error.message == "Failed to list key. disableLocalAuth is set to be true"


def test_catalogue_is_shown(sdk: Clients) -> None:
    cognitive = sdk.cognitive
    sdk.resources.resource_groups.create_or_update("rg", {"location": "swedencentral"})
    cognitive.accounts.begin_create("rg", "acc", ACCOUNT).result()
    cognitive.deployments.begin_create_or_update("rg", "acc", "chat", DEPLOYMENT).result()
    models = list(cognitive.models.list("swedencentral"))
    mini = next(item for item in models if item.model.name == "gpt-4.1-mini")
    assert {"OpenAI", "AIServices"} == {
        item.kind for item in models if item.model.name == "gpt-4.1-mini"
    }
    assert {sku.name for sku in mini.model.skus} >= {"GlobalStandard", "DataZoneStandard"}
    assert [item.name for item in cognitive.accounts.list_models("rg", "acc")]
    usages = {item.name.value: item for item in cognitive.usages.list("swedencentral")}
    used = usages["OpenAI.GlobalStandard.gpt-4.1-mini"]
    assert (used.current_value, used.limit) == (12, 5000)
    mine = cognitive.accounts.list_usages("rg", "acc").value
    assert [item.name.value for item in mine] == ["OpenAI.GlobalStandard.gpt-4.1-mini"]
    free = cognitive.location_based_model_capacities.list(
        "swedencentral", "OpenAI", "gpt-4.1-mini", "2025-04-14"
    )
    left = {item.properties.sku_name: item.properties.available_capacity for item in free}
    assert left["GlobalStandard"] == 4988
    everywhere = cognitive.model_capacities.list("OpenAI", "gpt-4.1-mini", "2025-04-14")
    assert len({item.location for item in everywhere}) > 5
    assert {item.kind for item in cognitive.resource_skus.list()} >= {"OpenAI", "AIServices"}
    assert [item.sku.name for item in cognitive.accounts.list_skus("rg", "acc").value] == ["S0"]
    assert "Microsoft.CognitiveServices/accounts/write" in {
        item.name for item in cognitive.operations.list()
    }
    provider = sdk.resources.providers.get("Microsoft.CognitiveServices")
    accounts = next(item for item in provider.resource_types if item.resource_type == "accounts")
    assert "2025-06-01" in accounts.api_versions
    assert "Sweden Central" in accounts.locations


def test_names_and_skus_can_be_checked(sdk: Clients) -> None:
    sdk.resources.resource_groups.create_or_update("rg", {"location": "swedencentral"})
    sdk.cognitive.accounts.begin_create("rg", "acc", ACCOUNT).result()
    kind = "Microsoft.CognitiveServices/accounts"
    taken = sdk.cognitive.check_domain_availability("ACC-sub", kind, "OpenAI")
    assert (taken.is_subdomain_available, bool(taken.reason)) == (False, True)
    free = sdk.cognitive.check_domain_availability("other", kind)
    assert free.is_subdomain_available
    skus = sdk.cognitive.check_sku_availability("swedencentral", ["S0", "S9"], "OpenAI", kind)
    assert [item.sku_available for item in skus.value] == [True, False]


def test_worked_example_of_the_ptu_formula(sdk: Clients) -> None:
    """Microsoft's example: 1,000 requests a minute of 200 + 20 tokens on gpt-5.2 are 110 PTU."""
    load = {
        "requestPerMinute": 1000,
        "requestParameters": {"avgPromptTokens": 200, "avgGeneratedTokens": 20},
    }
    model = {"format": "OpenAI", "name": "gpt-5.2", "version": "2025-12-11"}
    wide = sdk.cognitive.calculate_model_capacity(model, "DataZoneProvisionedManaged", [load])
    assert (wide.estimated_capacity.value, wide.estimated_capacity.deployable_value) == (106, 110)
    both = sdk.cognitive.calculate_model_capacity(model, "ProvisionedManaged", [load, load])
    assert (both.estimated_capacity.value, both.estimated_capacity.deployable_value) == (212, 250)


def _holds(shown: Any, sent: Any) -> None:
    """Everything that was sent is shown; what Azure adds is allowed."""
    if isinstance(sent, dict):
        for key, value in sent.items():
            _holds(shown[key], value)
    else:
        assert shown == sent

"""Does Microsoft's own client for Azure Machine Learning get on with the local Azure?

The newest one published has no serverless endpoints; its models are those of an older interface,
and what it does not know it leaves out.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from azure.core.exceptions import HttpResponseError
from azure.mgmt.machinelearningservices import MachineLearningServicesMgmtClient, models

from azgreen_emulator.arm.identity import tenant_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Raw

SUBSCRIPTION = "11111111-2222-3333-4444-555555555555"
PLACE = "swedencentral"
PROVIDERS = "/resourceGroups/rg/providers"
STORE = f"{PROVIDERS}/Microsoft.Storage/storageAccounts/mlstore"
SAFE = f"{PROVIDERS}/Microsoft.KeyVault/vaults/mlsafe"
INSIGHTS = f"{PROVIDERS}/Microsoft.Insights/components/mlinsights"
MAIN = ("rg", "main")
SYSTEM = models.ManagedServiceIdentity(type="SystemAssigned")
MODEL = "azureml://registries/azureml/models/Phi-4/versions/7"


def whole(path: str) -> str:
    return f"/subscriptions/{SUBSCRIPTION}{path}"


@pytest.fixture
def client(made: Callable[[Any], Any], raw: Raw) -> Any:
    """Microsoft's client, and a workspace that it made."""
    store = {"location": PLACE, "kind": "StorageV2", "sku": {"name": "Standard_LRS"}}
    raw.put(STORE, store, api="2024-01-01")
    sku = {"family": "A", "name": "standard"}
    vault = {"tenantId": tenant_id(SUBSCRIPTION), "sku": sku, "enableRbacAuthorization": True}
    raw.put(SAFE, {"location": PLACE, "properties": vault}, api="2024-11-01")
    web = {"location": PLACE, "kind": "web", "properties": {"Application_Type": "web"}}
    raw.put(INSIGHTS, web, api="2020-02-02")
    learning = made(partial(MachineLearningServicesMgmtClient, api_version="2025-12-01"))
    wanted = models.Workspace(
        location=PLACE,
        identity=SYSTEM,
        storage_account=whole(STORE),
        key_vault=whole(SAFE),
        application_insights=whole(INSIGHTS),
    )
    learning.workspaces.begin_create_or_update(*MAIN, wanted).result()
    return learning


def put_endpoint(client: Any) -> Any:
    properties = models.OnlineEndpointProperties(auth_mode="Key")
    wanted = models.OnlineEndpoint(location=PLACE, identity=SYSTEM, properties=properties)
    return client.online_endpoints.begin_create_or_update(*MAIN, "chat", wanted).result()


def test_workspaces(client: Any) -> None:
    found = client.workspaces.get(*MAIN)
    assert (found.provisioning_state, found.storage_account) == ("Succeeded", whole(STORE))
    assert found.identity.principal_id
    change = models.WorkspaceUpdateParameters(tags={"owner": "chat"}, friendly_name="Chat")
    changed = client.workspaces.begin_update(*MAIN, change).result()
    assert (changed.tags, changed.friendly_name) == ({"owner": "chat"}, "Chat")
    assert [item.name for item in client.workspaces.list_by_resource_group("rg")] == ["main"]
    assert [item.name for item in client.workspaces.list_by_subscription()] == ["main"]
    client.workspaces.begin_delete(*MAIN).result()
    assert list(client.workspaces.list_by_subscription()) == []


def test_endpoints_and_their_keys(client: Any) -> None:
    made = put_endpoint(client)
    host = "https://chat.swedencentral.inference.ml.azure.com"
    assert made.properties.scoring_uri == f"{host}/score"
    before = client.online_endpoints.list_keys(*MAIN, "chat")
    ask = models.RegenerateEndpointKeysRequest(key_type="Primary")
    client.online_endpoints.begin_regenerate_keys(*MAIN, "chat", ask).result()
    after = client.online_endpoints.list_keys(*MAIN, "chat")
    assert after.primary_key != before.primary_key
    assert after.secondary_key == before.secondary_key
    assert [item.name for item in client.online_endpoints.list(*MAIN)] == ["chat"]
    client.online_endpoints.begin_delete(*MAIN, "chat").result()
    assert list(client.online_endpoints.list(*MAIN)) == []


def test_deployments_and_traffic(client: Any) -> None:
    made = put_endpoint(client)
    managed = models.ManagedOnlineDeployment(model=MODEL, instance_type="Standard_NC24ads_A100_v4")
    sku = models.Sku(name="Default", capacity=1)
    wanted = models.OnlineDeployment(location=PLACE, sku=sku, properties=managed)
    deployments = client.online_deployments
    first = deployments.begin_create_or_update(*MAIN, "chat", "blue", wanted).result()
    assert first.properties.provisioning_state == "Succeeded"
    grown = models.PartialMinimalTrackedResourceWithSku(sku=models.PartialSku(capacity=2))
    second = deployments.begin_update(*MAIN, "chat", "blue", grown).result()
    assert (second.sku.capacity, second.properties.model) == (2, MODEL)
    made.properties.traffic = {"blue": 100}
    shared = client.online_endpoints.begin_create_or_update(*MAIN, "chat", made).result()
    assert shared.properties.traffic == {"blue": 100}
    with pytest.raises(HttpResponseError, match="with non-zero traffic weight"):
        deployments.begin_delete(*MAIN, "chat", "blue").result()
    (usage,) = [item for item in client.usages.list(PLACE) if item.current_value]
    assert (usage.name.value, usage.current_value) == ("standardNCADSA100v4Family", 48)


def test_clusters_and_schedules(client: Any) -> None:
    scale = models.ScaleSettings(
        max_node_count=1, node_idle_time_before_scale_down=timedelta(minutes=2)
    )
    inner = models.AmlComputeProperties(vm_size="Standard_D4as_v4", scale_settings=scale)
    cluster = models.ComputeResource(
        location=PLACE, identity=SYSTEM, properties=models.AmlCompute(properties=inner)
    )
    made = client.compute.begin_create_or_update(*MAIN, "nightly", cluster).result()
    assert made.properties.properties.allocation_state == "Steady"
    holder = models.ComponentContainer(properties=models.ComponentContainerProperties())
    client.component_containers.create_or_update(*MAIN, "judge", holder)
    spec = models.ComponentVersionProperties(component_spec={"type": "command"})
    version = models.ComponentVersion(properties=spec)
    step = client.component_versions.create_or_update(*MAIN, "judge", "1", version)
    job = models.PipelineJob(
        jobs={"judge": {"componentId": step.id}},
        settings={"default_compute": made.id, "force_rerun": True},
    )
    properties = models.ScheduleProperties(
        trigger=models.CronTrigger(expression="0 3 * * 0"),
        action=models.JobScheduleAction(job_definition=job),
    )
    weekly = models.Schedule(properties=properties)
    planned = client.schedules.begin_create_or_update(*MAIN, "weekly", weekly).result()
    assert planned.properties.trigger.expression == "0 3 * * 0"
    assert planned.properties.is_enabled
    client.schedules.begin_delete(*MAIN, "weekly").result()
    client.compute.begin_delete(*MAIN, "nightly", "Delete").result()
    assert list(client.schedules.list(*MAIN)) == list(client.compute.list(*MAIN)) == []

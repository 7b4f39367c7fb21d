"""Do a workspace's metrics tell of the nodes of its clusters, with and without jobs?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from azure.mgmt.monitor import MonitorManagementClient

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Raw

    from azgreen_emulator.clock import ManualClock

SUBSCRIPTION = "11111111-2222-3333-4444-555555555555"
API = "2025-12-01"
WORKSPACE = "/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/main"
ENVIRONMENT = "azureml://registries/azureml/environments/sklearn-1.5/versions/1"


def put_cluster(raw: Raw, name: str, least: int, idle: str) -> None:
    scale = {"minNodeCount": least, "maxNodeCount": 2, "nodeIdleTimeBeforeScaleDown": idle}
    inner = {"vmSize": "Standard_D4as_v4", "scaleSettings": scale}
    properties = {"computeType": "AmlCompute", "properties": inner}
    body = {"location": "swedencentral", "properties": properties}
    assert raw.put(f"{WORKSPACE}/computes/{name}", body, api=API).status == 201


def nodes(client: Any, cluster: str) -> dict[str, list[float | None]]:
    """Return the nodes of each of the last twelve minutes."""
    found = client.metrics.list(
        f"/subscriptions/{SUBSCRIPTION}{WORKSPACE}",
        timespan="PT12M",
        interval="PT1M",
        metricnames="Total Nodes,Active Nodes,Idle Nodes",
        aggregation="Average",
        filter=f"ClusterName eq '{cluster}'",
    )
    return {
        metric.name.value: [point.average for point in metric.timeseries[0].data]
        for metric in found.value
    }


def test_a_node_comes_with_a_job_and_goes_when_it_was_idle_for_long_enough(
    learning: Raw, clock: ManualClock, made: Callable[[Any], Any]
) -> None:
    put_cluster(learning, "nightly", 0, "PT3M")
    put_cluster(learning, "kept", 1, "PT3M")
    job = {"jobType": "Command", "command": "python train.py", "environmentId": ENVIRONMENT}
    place = f"/subscriptions/{SUBSCRIPTION}{WORKSPACE}/computes/nightly"
    body = {"properties": {**job, "computeId": place}}
    assert learning.put(f"{WORKSPACE}/jobs/first", body, api=API).status == 201
    clock.advance(10 * 60)
    client = made(MonitorManagementClient)
    found = nodes(client, "nightly")
    before, last = [None, None], [None]  # not there yet; not come in yet
    # it ran from second 50 to second 120
    assert found["Active Nodes"] == [*before, 1, 1, 0, 0, 0, 0, 0, 0, 0, *last]
    assert found["Idle Nodes"] == [*before, 0, 0, 1, 1, 1, 0, 0, 0, 0, *last]
    assert found["Total Nodes"] == [*before, 1, 1, 1, 1, 1, 0, 0, 0, 0, *last]
    assert nodes(client, "kept") == {
        "Total Nodes": [*before, *[1] * 9, *last],
        "Active Nodes": [*before, *[0] * 9, *last],
        "Idle Nodes": [*before, *[1] * 9, *last],
    }

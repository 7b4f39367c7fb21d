"""Do jobs begin, wait for nodes, end and refuse as Azure's do?"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from azure.mgmt.machinelearningservices import MachineLearningServicesMgmtClient
from hypothesis import given
from hypothesis import strategies as st

from azgreen_emulator.services.machinelearning.families import VARIABLE
from azgreen_emulator.services.machinelearning.job_rules import has_pairs, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Answer, Raw

    from azgreen_emulator.clock import ManualClock

SUBSCRIPTION = "11111111-2222-3333-4444-555555555555"
API = "2025-12-01"
SMALL = "Standard_D4as_v4"
WORKSPACE = "/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/main"
CLUSTER = f"/subscriptions/{SUBSCRIPTION}{WORKSPACE}/computes/nightly"
ENVIRONMENT = "azureml://registries/azureml/environments/sklearn-1.5/versions/1"
INVALID = "The request content was invalid: "
COMMAND = {"jobType": "Command", "command": "python train.py", "environmentId": ENVIRONMENT}
SWEEP = {
    "jobType": "Sweep",
    "searchSpace": {"rate": ["uniform", [0.1, 0.2]]},
    "samplingAlgorithm": {"samplingAlgorithmType": "Random"},
    "objective": {"goal": "Minimize", "primaryMetric": "loss"},
    "trial": {"command": "python train.py", "environmentId": ENVIRONMENT},
}
TUNING = {
    "jobType": "FineTuning",
    "outputs": {"model": {"jobOutputType": "mlflow_model"}},
    "fineTuningDetails": {
        "modelProvider": "Custom",
        "taskType": "ChatCompletion",
        "model": {"jobInputType": "mlflow_model", "uri": "azureml://registries/a/models/b"},
        "trainingData": {"jobInputType": "uri_file", "uri": "azureml://datastores/a/paths/b"},
    },
}
TO_RUNNING_S = 50
TO_THE_END_S = 120


def put_cluster(raw: Raw, most: int = 1, **more: Any) -> None:
    inner = {"vmSize": SMALL, "scaleSettings": {"minNodeCount": 0, "maxNodeCount": most}, **more}
    properties = {"computeType": "AmlCompute", "properties": inner}
    body = {"location": "swedencentral", "properties": properties}
    assert raw.put(f"{WORKSPACE}/computes/nightly", body, api=API).status == 201


def put(raw: Raw, name: str = "first", job: Any = COMMAND, **more: Any) -> Answer:
    return raw.put(f"{WORKSPACE}/jobs/{name}", {"properties": {**job, **more}}, api=API)


def status(raw: Raw, name: str = "first") -> str:
    return raw.get(f"{WORKSPACE}/jobs/{name}", api=API).json["properties"]["status"]


def named(raw: Raw, query: str = "") -> list[str]:
    return [item["name"] for item in raw.get(f"{WORKSPACE}/jobs{query}", api=API).json["value"]]


def error(answer: Answer) -> tuple[int, str, str]:
    return answer.status, answer.code, answer.message


@pytest.mark.parametrize("job", [COMMAND, SWEEP, TUNING], ids=lambda job: job["jobType"])
def test_a_job_gets_on_with_the_clock(learning: Raw, clock: ManualClock, job: Any) -> None:
    put_cluster(learning)
    assert put(learning, job=job, computeId=CLUSTER).status == 201
    seen = [status(learning)]
    for _ in range(TO_THE_END_S):
        clock.advance(1)
        if (now := status(learning)) != seen[-1]:
            seen.append(now)
    assert seen == ["NotStarted", "Preparing", "Queued", "Running", "Finalizing", "Completed"]


def test_what_azure_adds_is_shown(learning: Raw) -> None:
    shown = put(learning).json["properties"]
    assert (shown["displayName"], shown["experimentName"]) == ("first", "Default")
    assert (shown["isArchived"], shown["tags"]) == (False, {})
    assert shown["services"]["Studio"]["endpoint"].startswith("https://ml.azure.com/runs/first?")
    again = put(learning)
    assert (again.status, again.json["properties"]) == (200, shown)


def test_a_job_waits_for_the_one_that_has_the_node(learning: Raw, clock: ManualClock) -> None:
    put_cluster(learning)
    for name in ("first", "second", "third"):
        put(learning, name, computeId=CLUSTER)
    clock.advance(TO_RUNNING_S)
    assert [status(learning, name) for name in ("first", "second")] == ["Running", "Queued"]
    clock.advance(TO_THE_END_S - TO_RUNNING_S)
    assert [status(learning, name) for name in ("first", "second")] == ["Completed", "Running"]
    # however far the clock goes at once, one job runs after the other
    clock.advance(70)
    assert [status(learning, name) for name in ("second", "third")] == ["Completed", "Running"]


def test_two_nodes_run_two_jobs(learning: Raw, clock: ManualClock) -> None:
    put_cluster(learning, most=2)
    for name in ("first", "second"):
        put(learning, name, computeId=CLUSTER)
    put(learning, "wide", computeId=CLUSTER, resources={"instanceCount": 2})
    clock.advance(TO_RUNNING_S)
    seen = [status(learning, name) for name in ("first", "second", "wide")]
    assert seen == ["Running", "Running", "Queued"]
    clock.advance(10 * TO_THE_END_S)
    assert status(learning, "wide") == "Completed"


@pytest.mark.parametrize(
    ("priority", "ends"), [("Dedicated", "Queued"), ("LowPriority", "Completed")]
)
def test_a_job_without_quota_stays_queued(
    learning: Raw,
    clock: ManualClock,
    monkeypatch: pytest.MonkeyPatch,
    priority: str,
    ends: str,
) -> None:
    put_cluster(learning, vmPriority=priority)
    monkeypatch.setenv(VARIABLE, "0")
    put(learning, computeId=CLUSTER)
    clock.advance(86400)
    assert status(learning) == ends
    monkeypatch.setenv(VARIABLE, "4")
    clock.advance(TO_THE_END_S)
    assert status(learning) == "Completed"


def test_a_job_fails_without_its_cluster(learning: Raw, clock: ManualClock) -> None:
    put_cluster(learning)
    put(learning, computeId=CLUSTER)
    assert learning.delete(f"{WORKSPACE}/computes/nightly", api=API).status == 202
    clock.advance(TO_RUNNING_S)
    assert status(learning) == "Failed"


def test_a_pipeline_takes_a_node_of_each_cluster(learning: Raw, clock: ManualClock) -> None:
    put_cluster(learning)
    steps = {"train": {"computeId": CLUSTER}, "judge": {"computeId": "serverless"}}
    put(learning, "pipeline", {"jobType": "Pipeline", "jobs": steps})
    clock.advance(1)
    put(learning, computeId=CLUSTER)
    clock.advance(TO_RUNNING_S)
    assert (status(learning, "pipeline"), status(learning)) == ("Running", "Queued")


def test_a_job_is_cancelled(learning: Raw, clock: ManualClock) -> None:
    put(learning)
    answer = learning.send("POST", f"{WORKSPACE}/jobs/first/cancel", api=API)
    assert answer.status == 202
    assert "location" in {name.lower() for name in answer.headers}
    assert status(learning) == "Canceled"
    clock.advance(10 * TO_THE_END_S)
    assert status(learning) == "Canceled"
    assert learning.send("POST", f"{WORKSPACE}/jobs/first/cancel", api=API).status == 200
    answer = learning.send("POST", f"{WORKSPACE}/jobs/absent/cancel", api=API)
    assert (answer.status, answer.code) == (404, "ResourceNotFound")


def test_what_a_job_does_cannot_change(learning: Raw, clock: ManualClock) -> None:
    put(learning, tags={"a": "1"})
    clock.advance(TO_RUNNING_S)
    told = put(learning, tags={"b": "2"}, description="told", displayName="other").json
    assert told["properties"]["tags"] == {"a": "1", "b": "2"}  # none is ever taken away
    assert (told["properties"]["displayName"], told["properties"]["status"]) == ("other", "Running")
    changed = put(learning, command="python other.py", environmentVariables={"A": "1"})
    assert error(changed) == (
        400,
        "UserError",
        "A job with this name already exists. If you are trying to create a new job, use a"
        " different name. If you are trying to update an existing job, the existing job's Command,"
        "  EnvironmentVariables cannot be changed. Only description, tags, displayName, properties,"
        " and isArchived can be updated.",
    )
    assert put(learning, environmentVariables={}).status == 200


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            {"computeId": f"{CLUSTER}-absent"},
            f"properties.computeId: '{CLUSTER}-absent' was not found",
        ),
        (
            {"computeId": CLUSTER, "resources": {"instanceCount": 2}},
            "properties.resources.instanceCount: 2 is not allowed; expected 1 to the cluster's"
            " maxNodeCount, 1",
        ),
        (
            {"jobType": "Spark", "codeId": "c", "entry": {"sparkJobEntryType": "SparkJobScalaEntry",
             "className": "c"}},
            "properties.jobType: 'Spark' is not served by the local Azure; use one of 'Command',"
            " 'FineTuning', 'Pipeline', 'Sweep'",
        ),
        (
            {"jobType": "Pipeline"},
            "properties.jobs: required where no 'sourceJobId' is given: the steps of the pipeline",
        ),
    ],
)  # fmt: skip
def test_a_job_that_cannot_be_is_refused(learning: Raw, more: Any, said: str) -> None:
    put_cluster(learning)
    kept = COMMAND if more.get("jobType") in {None, "Command"} else {}
    if more.get("jobType") == "Spark":
        kept = {"environmentId": ENVIRONMENT}
    assert error(put(learning, job=kept, **more)) == (400, "InvalidRequestContent", INVALID + said)
    assert named(learning) == []


def test_a_cluster_of_another_workspace_will_not_do(learning: Raw) -> None:
    put_cluster(learning)
    place = learning.get(WORKSPACE, api=API).json
    kept = {key: place["properties"][key] for key in ("storageAccount", "keyVault")}
    insights = place["properties"]["applicationInsights"]
    other = WORKSPACE.replace("main", "other")
    body = {
        "location": place["location"],
        "identity": {"type": "SystemAssigned"},
        "properties": {**kept, "applicationInsights": insights},
    }
    assert learning.put(other, body, api=API).status == 202
    job = {"properties": {**COMMAND, "computeId": CLUSTER}}
    said = (
        f"properties.computeId: '{CLUSTER.lower()}' is not of this workspace; a job runs on its own"
        " workspace's"
    )
    answer = learning.put(f"{other}/jobs/first", job, api=API)
    assert error(answer) == (400, "InvalidRequestContent", INVALID + said)


def test_lists_show_what_is_asked_for(learning: Raw) -> None:
    put(learning, "plain", tags={"team": "a"})
    put(learning, "tuned", TUNING, tags={"team": "b"}, properties={"kind": "lora"})
    put(learning, "old", isArchived=True)
    assert named(learning) == ["plain", "tuned"]
    assert named(learning, "?listViewType=ArchivedOnly") == ["old"]
    assert named(learning, "?listViewType=All&jobType=command") == ["plain", "old"]
    assert named(learning, "?tag=team") == ["plain", "tuned"]
    assert named(learning, "?tag=team=b") == ["tuned"]
    assert named(learning, "?properties=kind=full") == []
    assert error(learning.get(f"{WORKSPACE}/jobs?listViewType=Some", api=API)) == (
        400,
        "BadRequest",
        "The value 'Some' of the query parameter 'listViewType' is invalid; expected 'ActiveOnly',"
        " 'ArchivedOnly' or 'All'.",
    )


def test_a_job_goes_alone_and_with_its_workspace(learning: Raw, clock: ManualClock) -> None:
    put(learning)
    put(learning, "second")
    assert learning.delete(f"{WORKSPACE}/jobs/first", api=API).status == 202
    assert named(learning) == ["second"]
    assert learning.delete(f"{WORKSPACE}/jobs/first", api=API).status == 204
    assert learning.delete(WORKSPACE, api=API).status == 202
    clock.advance(TO_THE_END_S)
    assert learning.get(f"{WORKSPACE}/jobs", api=API).status == 404


def test_microsofts_client_gets_on_with_jobs(
    learning: Raw, made: Callable[[Any], Any], clock: ManualClock
) -> None:
    client = made(partial(MachineLearningServicesMgmtClient, api_version=API))
    put(learning)
    put(learning, "second")
    clock.advance(TO_RUNNING_S)
    assert client.jobs.get("rg", "main", "first").properties.status == "Running"
    assert [item.name for item in client.jobs.list("rg", "main")] == ["first", "second"]
    client.jobs.begin_cancel("rg", "main", "first").result()
    assert client.jobs.get("rg", "main", "first").properties.status == "Canceled"
    client.jobs.begin_delete("rg", "main", "first").result()
    assert [item.name for item in client.jobs.list("rg", "main")] == ["second"]


NESTED = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(NESTED, st.text(max_size=3))
def test_what_is_null_makes_no_other_job(value: Any, key: str) -> None:
    assert plain({"job": value, f"not-{key}": None}) == plain({"job": value})
    assert plain(plain(value)) == plain(value)


@given(st.dictionaries(st.text("abc", min_size=1), st.text("abc")), st.text("abc", min_size=1))
def test_a_filter_finds_what_is_there(pairs: dict[str, str], name: str) -> None:
    assert has_pairs(pairs, name) == (name in pairs)
    assert all(has_pairs(pairs, f"{key}={value}") for key, value in pairs.items())
    assert has_pairs(pairs, None)


def test_when_it_ran_is_told_as_azure_tells_it(
    learning: Raw, clock: ManualClock, made: Callable[[Any], Any]
) -> None:
    put_cluster(learning)
    began = clock.now()
    put(learning, computeId=CLUSTER, properties={"by": "us"})
    clock.advance(10 * TO_THE_END_S)  # seen long after, its times are those of its own clock
    client: Any = made(partial(MachineLearningServicesMgmtClient, api_version=API))
    job = client.jobs.get("rg", "main", "first")
    ran, over = began + timedelta(seconds=TO_RUNNING_S), began + timedelta(seconds=TO_THE_END_S)
    form = "%Y-%m-%d %H:%M:%S"
    times = {"StartTimeUtc": f"{ran:{form}}", "EndTimeUtc": f"{over:{form}}"}
    assert job.properties.properties == {"by": "us", **times}
    assert job.system_data.created_at == began
    # nobody takes them away
    again = put(learning, computeId=CLUSTER, properties={"by": "them"})
    assert again.json["properties"]["properties"] == {"by": "them", **times}


def test_a_job_that_was_cancelled_ends_without_having_begun(
    learning: Raw, clock: ManualClock
) -> None:
    put_cluster(learning)
    put(learning, computeId=CLUSTER)
    assert learning.send("POST", f"{WORKSPACE}/jobs/first/cancel", api=API).status == 202
    clock.advance(TO_THE_END_S)
    job = learning.get(f"{WORKSPACE}/jobs/first", api=API).json["properties"]
    assert (job["status"], [*job["properties"]]) == ("Canceled", ["EndTimeUtc"])

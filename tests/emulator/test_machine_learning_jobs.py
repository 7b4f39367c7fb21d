"""Do clusters, components and schedules live, refuse and leave as Azure's do?"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen_emulator.services.machinelearning.families import VARIABLE
from azgreen_emulator.services.machinelearning.triggers import faults

if TYPE_CHECKING:
    from conftest import Answer, Raw

SUBSCRIPTION = "11111111-2222-3333-4444-555555555555"
PLACE = "swedencentral"
API = "2025-12-01"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"
SYSTEM = {"type": "SystemAssigned"}
SMALL = "Standard_D4as_v4"
INVALID = "The request content was invalid: "
JOB = "properties.action.jobDefinition"
TRIGGER = "properties.trigger"


def at(path: str = "", workspace: str = "main") -> str:
    place = "/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces"
    return f"{place}/{workspace}{path}"


def full(path: str) -> str:
    return f"/subscriptions/{SUBSCRIPTION}{at(path)}"


def cluster(
    most: int = 1, size: str | None = SMALL, *, outer: Any = None, **more: Any
) -> dict[str, Any]:
    inner = {"vmSize": size, "scaleSettings": {"minNodeCount": 0, "maxNodeCount": most}, **more}
    kept = {key: item for key, item in inner.items() if item is not None}
    properties = {"computeType": "AmlCompute", "properties": kept, **(outer or {})}
    return {"location": PLACE, "identity": SYSTEM, "properties": properties}


def schedule(trigger: Any = None, job: Any = None, action: Any = None) -> dict[str, Any]:
    weekly = {"triggerType": "Cron", "expression": "0 3 * * 0"}
    definition = {
        "jobType": "Pipeline",
        "jobs": {"judge": {"componentId": full("/components/judge/versions/1")}},
        "settings": {"default_compute": "x", "force_rerun": True},
    }
    creating = {"actionType": "CreateJob", "jobDefinition": {**definition, **(job or {})}}
    return {"properties": {"trigger": trigger or weekly, "action": action or creating}}


def put_workspace(raw: Raw, name: str) -> None:
    needed = {
        "storageAccount": f"{GROUP}/providers/Microsoft.Storage/storageAccounts/mlstore",
        "keyVault": f"{GROUP}/providers/Microsoft.KeyVault/vaults/mlsafe",
        "applicationInsights": f"{GROUP}/providers/Microsoft.Insights/components/mlinsights",
    }
    body = {"location": PLACE, "identity": SYSTEM, "properties": needed}
    assert raw.put(at("", name), body, api=API).status == 202


@pytest.fixture
def ml(learning: Raw) -> Raw:
    """A local Azure with a workspace and a component."""
    assert learning.put(at("/components/judge"), {"properties": {}}, api=API).status == 201
    assert put_version(learning, {"type": "command"}).status == 201
    return learning


def put_version(raw: Raw, spec: Any, version: str = "1") -> Answer:
    body = {"properties": {"componentSpec": spec}}
    return raw.put(at(f"/components/judge/versions/{version}"), body, api=API)


def put_cluster(raw: Raw, name: str = "nightly", workspace: str = "main", **given: Any) -> Answer:
    return raw.put(at(f"/computes/{name}", workspace), cluster(**given), api=API)


def put_schedule(raw: Raw, **given: Any) -> Answer:
    return raw.put(at("/schedules/weekly"), schedule(**given), api=API)


def error(answer: Answer) -> tuple[int, str, str]:
    told = answer.json["error"]
    return answer.status, told["code"], told["message"]


def same(answer: Answer) -> Any:
    kept = {key: item for key, item in answer.json.items() if key not in {"systemData", "etag"}}
    changing = {"provisioningState", "modifiedOn", "createdOn"}
    shown = kept["properties"].items()
    return {**kept, "properties": {key: item for key, item in shown if key not in changing}}


def test_a_cluster_scales_to_zero(ml: Raw) -> None:
    first, again = put_cluster(ml), put_cluster(ml)
    assert (first.status, again.status) == (201, 200)
    assert same(first) == same(again)
    assert "azure-asyncoperation" in {name.lower() for name in first.headers}
    shown = ml.get(at("/computes/nightly"), api=API).json["properties"]
    assert set(shown["properties"].pop("nodeStateCounts").values()) == {0}
    assert datetime.fromisoformat(shown["properties"].pop("allocationStateTransitionTime")[:26])
    assert shown["provisioningState"] == "Succeeded"
    assert shown["computeLocation"] == PLACE
    assert shown["properties"] == {
        "osType": "Linux",
        "vmPriority": "Dedicated",
        "vmSize": SMALL,
        "remoteLoginPortPublicAccess": "NotSpecified",
        "enableNodePublicIp": True,
        "allocationState": "Steady",
        "currentNodeCount": 0,
        "targetNodeCount": 0,
        "scaleSettings": {
            "minNodeCount": 0,
            "maxNodeCount": 1,
            "nodeIdleTimeBeforeScaleDown": "PT120S",
        },
    }
    listed = ml.get(at("/computes"), api=API).json["value"]
    assert [item["name"] for item in listed] == ["nightly"]
    assert ml.send("DELETE", at("/computes/nightly"), api=API).status == 202
    assert ml.get(at("/computes"), api=API).json["value"] == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"size": None},
            "properties.properties.vmSize: required: 'Standard_D4as_v4', say",
        ),
        (
            {"size": "Standard_D4as_v"},
            "properties.properties.vmSize: unknown instance type 'Standard_D4as_v'; did you mean"
            " 'Standard_D4as_v4'?",
        ),
        (
            {"size": "Standard_ND96isr_MI300X_v5"},
            "properties.properties.vmSize: 'Standard_ND96isr_MI300X_v5' is of no family that the"
            " local Azure has quota of",
        ),
        (
            {"most": 0},
            "properties.properties.scaleSettings.maxNodeCount: 0 is not allowed; expected 1 or"
            " more",
        ),
        (
            {"scaleSettings": {"minNodeCount": 2, "maxNodeCount": 1}},
            "properties.properties.scaleSettings.minNodeCount: 2 is not allowed; expected 0 to"
            " maxNodeCount, 1",
        ),
        (
            {"scaleSettings": {"maxNodeCount": 1, "nodeIdleTimeBeforeScaleDown": "PT0S"}},
            "properties.properties.scaleSettings.nodeIdleTimeBeforeScaleDown: 'PT0S' is not"
            " allowed; expected a time such as 'PT2M'",
        ),
        (
            {"scaleSettings": None},
            "properties.properties.scaleSettings: required: how many nodes at most",
        ),
        (
            {"outer": {"computeLocation": "eastus"}},
            "properties.computeLocation: 'eastus' is not served by the local Azure; write"
            " 'location' alone",
        ),
        (
            {"outer": {"computeType": "Kubernetes", "properties": {}}},
            "properties.computeType: 'Kubernetes' is not served by the local Azure; use"
            " 'AmlCompute'",
        ),
    ],
)
def test_a_cluster_that_cannot_be_is_refused(ml: Raw, changed: Any, said: str) -> None:
    answer = put_cluster(ml, **changed)
    assert error(answer) == (400, "InvalidRequestContent", INVALID + said)
    assert ml.get(at("/computes"), api=API).json["value"] == []


def test_low_priority_may_be_asked_for_and_counts_for_itself(
    ml: Raw, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "8")
    assert put_cluster(ml, most=2).status == 201
    assert error(put_cluster(ml, "second")) == (
        400,
        "ClusterCoreQuotaReached",
        "1 nodes of Standard_D4as_v4 need 4 vCPUs of standardDASv4Family, of which 8 of 8 are in"
        " use in swedencentral. Ask for more quota, or take fewer nodes.",
    )
    assert put_cluster(ml, "cheap", vmPriority="LowPriority", most=50).status == 201
    usages = ml.get(
        "/providers/Microsoft.MachineLearningServices/locations/swedencentral/usages", api=API
    )
    (used,) = (
        item["currentValue"]
        for item in usages.json["value"]
        if item["name"]["value"] == "standardDASv4Family"
    )
    assert used == 8
    # the same cluster does not stand in its own way
    assert put_cluster(ml, most=1).status == 200
    assert put_cluster(ml, "second").status == 201


@pytest.mark.parametrize("name", ["ab", "1st", "night-", "n" * 25, "night_ly"])
def test_the_name_of_a_cluster_has_a_form(ml: Raw, name: str) -> None:
    expected = "3 to 24 letters, digits and hyphens, the first a letter, the last no hyphen"
    message = f"The compute name '{name}' is invalid: expected {expected}."
    assert error(put_cluster(ml, name)) == (400, "BadRequest", message)


def test_a_name_is_taken_once_in_a_region(ml: Raw) -> None:
    put_workspace(ml, "other")
    assert put_cluster(ml).status == 201
    taken = full("/computes/nightly")
    message = f"The compute name 'Nightly' is taken in swedencentral: {taken}."
    assert error(put_cluster(ml, "Nightly", "other")) == (409, "Conflict", message)


def test_what_a_cluster_is_cannot_change(ml: Raw) -> None:
    assert put_cluster(ml).status == 201
    assert put_cluster(ml, size=SMALL.upper()).json["properties"]["properties"]["vmSize"] == SMALL
    changes = {
        "vmSize": {"size": "Standard_D8as_v4"},
        "vmPriority": {"vmPriority": "LowPriority"},
        "remoteLoginPortPublicAccess": {"remoteLoginPortPublicAccess": "Enabled"},
    }
    for name, changed in changes.items():
        said = (
            f"Changing property 'properties.properties.{name}' is not allowed. Resource:"
            f" '{full('/computes/nightly')}'."
        )
        assert error(put_cluster(ml, **changed)) == (409, "PropertyChangeNotAllowed", said)


def test_a_cluster_needs_its_workspace(ml: Raw) -> None:
    status, code, _ = error(put_cluster(ml, workspace="absent"))
    assert (status, code) == (404, "ParentResourceNotFound")


def test_a_version_of_a_component_stays_as_it_is(ml: Raw) -> None:
    again = put_version(ml, {"type": "command"})
    assert again.status == 200
    assert again.json["properties"]["componentSpec"] == {"type": "command"}
    changed = put_version(ml, {"type": "pipeline"})
    assert (changed.status, changed.json["error"]["code"]) == (409, "PropertyChangeNotAllowed")
    assert put_version(ml, {"type": "pipeline"}, "2").status == 201
    listed = ml.get(at("/components/judge/versions"), api=API).json["value"]
    assert [item["name"] for item in listed] == ["1", "2"]
    said = "properties.componentSpec: required: the definition of the step, an object"
    for spec in (None, "text"):
        body = {"properties": {} if spec is None else {"componentSpec": spec}}
        answer = ml.put(at("/components/judge/versions/3"), body, api=API)
        assert error(answer) == (400, "InvalidRequestContent", INVALID + said)


def test_a_schedule_is_kept_and_goes_with_its_workspace(ml: Raw) -> None:
    assert put_cluster(ml).status == 201
    job = {"computeId": full("/computes/nightly")}
    first, again = put_schedule(ml, job=job), put_schedule(ml, job=job)
    assert (first.status, again.status) == (201, 200)
    assert same(first) == same(again)
    shown = ml.get(at("/schedules/weekly"), api=API).json["properties"]
    assert (shown["isEnabled"], shown["provisioningState"]) == (True, "Succeeded")
    assert shown["trigger"]["timeZone"] == "UTC"
    assert ml.send("DELETE", at(), api=API).status == 202
    assert ml.get(at("/schedules"), api=API).status == 404


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"job": {"computeId": full("/computes/absent")}},
            f"{JOB}.computeId: '{full('/computes/absent')}' was not found",
        ),
        (
            {"job": {"jobs": {"a": {"componentId": full("/components/judge/versions/9")}}}},
            f"{JOB}.jobs.a.componentId: '{full('/components/judge/versions/9')}' was not found",
        ),
        (
            {"job": {"jobs": {}}},
            f"{JOB}.jobs: required where no 'sourceJobId' is given: the steps of the pipeline",
        ),
        (
            {
                "job": {
                    "jobType": "Spark",
                    "codeId": "c",
                    "entry": {"sparkJobEntryType": "SparkJobPythonEntry", "file": "f"},
                    "jobs": None,
                    "settings": None,
                }
            },
            f"{JOB}.jobType: 'Spark' is not served by the local Azure; use 'Command' or 'Pipeline'",
        ),
    ],
)
def test_a_schedule_names_what_is_there(ml: Raw, given: Any, said: str) -> None:
    job = {key: item for key, item in given["job"].items() if item is not None}
    body = schedule(job=job)
    definition = body["properties"]["action"]["jobDefinition"]
    for key, item in given["job"].items():
        if item is None:
            del definition[key]
    answer = ml.put(at("/schedules/weekly"), body, api=API)
    assert error(answer) == (400, "InvalidRequestContent", INVALID + said)


def test_another_action_is_not_served(ml: Raw) -> None:
    action = {"actionType": "InvokeBatchEndpoint", "endpointInvocationDefinition": {}}
    said = (
        "properties.action.actionType: 'InvokeBatchEndpoint' is not served by the local Azure; use"
        " 'CreateJob'"
    )
    answer = put_schedule(ml, action=action)
    assert error(answer) == (400, "InvalidRequestContent", INVALID + said)


def recurrence(frequency: str = "Week", interval: int = 1, **more: Any) -> dict[str, Any]:
    pattern = {"hours": [3], "minutes": [0]} if frequency not in {"Hour", "Minute"} else None
    given = {"triggerType": "Recurrence", "frequency": frequency, "interval": interval}
    return {**given, **({"schedule": pattern} if pattern else {}), **more}


def cron(expression: str, **more: Any) -> dict[str, Any]:
    return {"triggerType": "Cron", "expression": expression, **more}


@pytest.mark.parametrize(
    ("trigger", "said"),
    [
        (
            cron("0 3 * *"),
            f"{TRIGGER}.expression: '0 3 * *' has 4 fields; expected 5: minutes, hours, days,"
            " months, days of the week",
        ),
        (
            cron("0 24 * * 0"),
            f"{TRIGGER}.expression: '24' is not allowed for hours; expected 0 to 23, or '*'",
        ),
        (
            cron("5-1 * * * 0"),
            f"{TRIGGER}.expression: '5-1' is not allowed for minutes; expected 0 to 59, or '*'",
        ),
        (
            cron("0 3 * * 0", startTime="2026-01-01T00:00:00Z"),
            f"{TRIGGER}.startTime: '2026-01-01T00:00:00Z' is not allowed; expected"
            " '2026-01-31T08:00:00', without an offset",
        ),
        (
            cron("0 3 * * 0", startTime="2026-01-02T00:00:00", endTime="2026-01-01T00:00:00"),
            f"{TRIGGER}.endTime: '2026-01-01T00:00:00' is not after startTime,"
            " '2026-01-02T00:00:00'",
        ),
        (
            recurrence(interval=0),
            f"{TRIGGER}.interval: 0 is not allowed; expected 1 or more",
        ),
        (
            recurrence("Day", schedule={"hours": [3], "minutes": [0], "weekDays": ["Monday"]}),
            f"{TRIGGER}.schedule.weekDays: not allowed for the frequency 'Day'; expected hours,"
            " minutes",
        ),
        (
            recurrence("Hour", schedule={"hours": [], "minutes": [5]}),
            f"{TRIGGER}.schedule.minutes: not allowed for the frequency 'Hour'; expected none: it"
            " begins at startTime",
        ),
        (
            recurrence("Month", schedule={"hours": [24], "minutes": [0], "monthDays": [32]}),
            f"{TRIGGER}.schedule.hours: 24 is not allowed; expected 0 to 23; "
            f"{TRIGGER}.schedule.monthDays: 32 is not allowed; expected 1 to 31",
        ),
    ],
)
def test_a_trigger_that_never_fires_right_is_refused(ml: Raw, trigger: Any, said: str) -> None:
    answer = put_schedule(ml, trigger=trigger)
    assert error(answer) == (400, "InvalidRequestContent", INVALID + said)


@given(
    st.integers(0, 59),
    st.integers(0, 23),
    st.integers(1, 31),
    st.integers(1, 12),
    st.integers(0, 6),
)
def test_every_moment_of_the_calendar_has_a_cron(
    minute: int, hour: int, day: int, month: int, weekday: int
) -> None:
    for text in (
        f"{minute} {hour} {day} {month} {weekday}",
        f"{minute}-59 {hour},0 */2 1-{month} *",
        f"*/5 {hour}-23/3 1-{day} {month} 0,{weekday}",
    ):
        assert [*faults(cron(text))] == []


@given(st.integers(0, 4), st.integers(60, 999))
def test_no_field_takes_what_no_calendar_has(field: int, value: int) -> None:
    parts = ["*"] * 5
    parts[field] = str(value)
    (fault,) = faults(cron(" ".join(parts)))
    assert fault.code == "InvalidCron"

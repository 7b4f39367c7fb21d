"""Does an Evaluation start in the cleanest hour, scale to zero and reuse no old verdict?"""
# ruff: noqa: E501  # a row of a table holds its message in full

from __future__ import annotations

import ast
import re
import shlex
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.cli import main
from azgreen_components._inputs import camel
from azgreen_components._low_carbon_window import DAY, WEEK, cleanest
from azgreen_components._ml_cluster import CLUSTER
from azgreen_components._ml_inputs import smallest
from azgreen_components._ml_steps import version_of
from azgreen_components.evaluation import Evaluation, EvaluationArgs
from azgreen_components.evaluation.job import (
    command,
    component_name,
    component_spec,
    schedule_name,
)
from azgreen_components.evaluation.plan import Plan, plan
from azgreen_components.evaluation.report import explain

if TYPE_CHECKING:
    from collections.abc import Callable

TODAY = date(2026, 11, 23)
ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "components/examples/evaluation"
NATIVE = "azure-native:machinelearningservices:"
STORE = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/st"
ROLE = "azure-native:authorization:RoleAssignment"
WRITES = "ba92f5b4-2d11-453d-a403-e96b0029c9fe"
MODELS = {
    "baseline_model": "gpt-4.1",
    "candidate_model": "gpt-4.1-mini",
    "sku": "DataZoneStandard",
}
SHARED = "azureml://registries"
GRID = [300.0] * 13 + [100.0] + [400.0] * 10


def args(**more: Any) -> Any:
    given: dict[str, Any] = {
        "location": "swedencentral",
        "resource_group_name": "rg",
        "baseline_answers": "azureml://datastores/workspaceblobstore/paths/large.jsonl",
        "candidate_answers": "azureml://datastores/workspaceblobstore/paths/small.jsonl",
        "environment_id": f"{SHARED}/contoso/environments/azgreen/versions/1",
    }
    if "carbon_profile" not in more:
        given["hour"] = 3
    return {key: item for key, item in {**given, **more}.items() if item is not None}


def planned(**more: Any) -> Plan:
    return plan("judged", args(**more), TODAY)


def faults(**more: Any) -> list[tuple[str, str]]:
    with pytest.raises(pulumi.InputPropertiesError) as caught:
        planned(**more)
    assert caught.value.errors is not None
    return [(error["property_path"], error["reason"]) for error in caught.value.errors]


HOURS = st.lists(st.floats(0, 900), min_size=168, max_size=168)


@given(HOURS)
def test_no_hour_of_the_week_is_cleaner(hours: list[float]) -> None:
    made = cleanest(WEEK, hours)
    assert made.grid_gco2e_per_kwh == min(hours) == hours[made.day * 24 + made.hour]
    assert 0 <= made.saved_share <= 1


@given(HOURS)
def test_no_hour_of_the_day_is_cleaner(hours: list[float]) -> None:
    made = cleanest(DAY, hours)
    means = [sum(hours[hour::24]) / 7 for hour in range(24)]
    assert made.grid_gco2e_per_kwh == pytest.approx(min(means))
    assert means[made.hour] == pytest.approx(min(means))


def test_the_window_is_told() -> None:
    made = planned(carbon_profile=GRID)
    assert made.window.told == "every week on Monday at 13:00 UTC"
    assert made.window.saved_share == pytest.approx(1 - 100 / (8000 / 24))
    assert explain("judged", made) == [
        "starts every week on Monday at 13:00 UTC",
        "grid at that hour: 100 gCO2e/kWh, 70% below the mean of the profile",
        "cluster: none of Standard_D4as_v4 while nothing runs, 1 at most, dedicated",
        "an hour of it: 0.192 USD, pay as you go in East US; it goes when idle for PT2M",
        "promotes at a margin of 0.02 with 95% certainty",
        "verdict of each run: azureml://datastores/workspaceblobstore/paths/azgreen_evaluate_judged/${{name}}/verdict.json",
        "to roll back ends the job with code 3, so that it fails and can be alerted on",
    ]
    plain = planned(every="day", hour=3.0, low_priority=True)
    told = explain("judged", plain)
    assert told[:2] == [
        "starts every day at 03:00 UTC",
        "grid at that hour: not known without carbonProfile",
    ]
    assert told[2].endswith("low priority")
    assert plain.window.saved_share == 0


def test_the_smallest_machine_has_no_gpu() -> None:
    machine = smallest(TODAY)
    assert machine.gpu is None
    assert machine.vcpus == 4
    assert planned(instance_type="d8as_v4").machine.type.name == "Standard_D8as_v4"


NO_FILE = "is not usable; write azureml://datastores/<store>/paths/<file>.jsonl"
AN_ENVIRONMENT = f"{SHARED}/<registry>/environments/<name>/versions/<version>"
ONE_OF = "write it or hour, one of the two"


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"location": "sweden"}, "location", "unknown region 'sweden'; did you mean 'swedencentral' or 'swedensouth'?"),
    ({"location": None}, "location", "missing; it has no default, so write it"),
    ({"resource_group_name": "a."}, "resourceGroupName", "'a.' is not a resource group name; use 1 to 90 letters, digits, '_', '.', '-' or brackets, not ending with '.'"),
    ({"baseline_answers": "large.jsonl"}, "baselineAnswers", f"'large.jsonl' {NO_FILE}"),
    ({"candidate_answers": "azureml://a b"}, "candidateAnswers", f"'azureml://a b' {NO_FILE}"),
    ({"candidate_answers": None}, "candidateAnswers", "missing; it has no default, so write it"),
    ({"environment_id": "azgreen:1"}, "environmentId", f"'azgreen:1' is not usable; write {AN_ENVIRONMENT}"),
    ({"environment_id": "azureml:azgreen:1"}, "environmentId", f"'azureml:azgreen:1' is not of a registry, and a new workspace has no environments; write {AN_ENVIRONMENT}"),
    ({"every": "month"}, "every", "'month' is not a choice; allowed: day, week"),
    ({"hour": None}, "carbonProfile", f"missing; {ONE_OF}"),
    ({"hour": 24}, "hour", "24 is not an hour of the day; write a whole number from 0 to 23"),
    ({"hour": True}, "hour", "True is not an hour of the day; write a whole number from 0 to 23"),
    ({"hour": 3.5}, "hour", "3.5 is not an hour of the day; write a whole number from 0 to 23"),
    ({"hour": float("nan")}, "hour", "nan is not an hour of the day; write a whole number from 0 to 23"),
    ({"carbon_profile": GRID, "hour": 3}, "carbonProfile", f"both are given; {ONE_OF}"),
    ({"carbon_profile": [1.0]}, "carbonProfile", "1 values; allowed: 24 for a day, 168 for a week"),
    ({"margin": "small"}, "margin", "'small' is not a number; write one such as 0.02"),
    ({"margin": 2}, "margin", "2.0 is not usable; allowed: above 0 and below 1"),
    ({"confidence": 0.4}, "confidence", "0.4 is not usable; allowed: above 0.5 and below 1"),
    ({**MODELS, "candidate_model": None}, "candidateModel", "missing; the carbon is that of both models under a SKU, so write all three or none"),
    ({**MODELS, "baseline_model": "gpt-4.2"}, "baselineModel", "unknown model 'gpt-4.2'; did you mean 'gpt-5.2'?"),
    ({**MODELS, "sku": 1}, "sku", "1 is not a text; write a string that is not empty"),
    ({"instance_type": "Standard_D4as_v"}, "instanceType", "unknown instance type 'Standard_D4as_v'; did you mean 'Standard_D4as_v4'?"),
    ({"instance_type": "Standard_NC6s_v3"}, "instanceType", "'Standard_NC6s_v3' was retired on 2025-09-30; leave it out, or write another"),
    ({"low_priority": "yes"}, "lowPriority", "'yes' is not true or false; write one of the two"),
    ({"public_network_access": 1}, "publicNetworkAccess", "1 is not true or false; write one of the two"),
    ({"workspace_name": "a b"}, "workspaceName", "'a b' is not a workspace name; use 3 to 33 letters, digits, '_' or '-', starting with a letter or digit"),
    ({"storage_account_id": STORE}, "storageAccountId", "a new workspace has a storage of its own; leave it out, or write workspaceName"),
    ({"storage_account_id": "st", "workspace_name": "mine"}, "storageAccountId", "'st' is not an id of Microsoft.Storage/storageAccounts; write /subscriptions/.../resourceGroups/.../providers/Microsoft.Storage/storageAccounts/<name>"),
    ({"name_suffix": "B"}, "nameSuffix", "'B' is not a suffix; use 1 to 12 lower case letters or digits"),
    ({"owner": 3}, "owner", "3 is not a text; write a string that is not empty"),
    ({"environment": ""}, "environment", "'' is not a text; write a string that is not empty"),
    ({"workload": []}, "workload", "[] is not a text; write a string that is not empty"),
    ({"tags": {"a<": "b"}}, "tags.a<", "'a<' is not a tag name; use 1 to 512 characters without % & / < > ? \\"),
    ({"hours": 3}, "hours", "unknown input 'hours'; did you mean 'hour'?"),
]  # fmt: skip


@pytest.mark.parametrize(("given_args", "path", "message"), WRONG)
def test_a_wrong_input_is_told(given_args: Any, path: str, message: str) -> None:
    assert faults(**given_args) == [(path, message)]


def test_every_input_has_a_wrong_value() -> None:
    tried = {re.split(r"[.\[]", path)[0] for _, path, _ in WRONG}
    assert tried >= {camel(key) for key in EvaluationArgs.__annotations__}


def test_a_workspace_of_yours_may_have_the_environment() -> None:
    made = planned(environment_id="azureml:azgreen:1", workspace_name="mine")
    assert made.environment_id == "azureml:azgreen:1"


def test_all_faults_are_told_at_once() -> None:
    found = faults(every="month", margin=2, environment_id="x", workspace_name="-")
    assert {path for path, _ in found} == {"every", "margin", "environmentId", "workspaceName"}


@given(st.text(max_size=60))
def test_names_are_ones_that_azure_takes(name: str) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]{0,254}", component_name(name))
    assert re.fullmatch(r"[a-zA-Z0-9-][a-zA-Z0-9_-]{0,254}", schedule_name(name))


@given(st.floats(0.001, 0.5), st.booleans())
def test_every_definition_has_a_version_of_its_own(margin: float, named: bool) -> None:
    models = MODELS if named else {}
    usual = component_spec("judged", planned())
    other = component_spec("judged", planned(margin=margin, **models))
    assert (usual == other) == (version_of(usual) == version_of(other))
    assert other["is_deterministic"] is False


def test_the_command_is_one_that_the_command_line_takes(capsys: Any) -> None:
    folder = ROOT / "examples/evaluation"
    more = {**MODELS, "margin": 0.1}
    line, _, target = command(planned(**more)).partition(" > ")
    filled = line.replace("${{inputs.baseline}}", str(folder / "gpt-4.1.jsonl")).replace(
        "${{inputs.candidate}}", str(folder / "gpt-4.1-mini.jsonl")
    )
    assert target == "${{outputs.verdict}}/verdict.json"
    assert main(shlex.split(filled)[1:]) == 0
    told = capsys.readouterr().out
    assert '"decision": "promote"' in told
    assert '"region": "swedencentral"' in told


def deployed(run: Any, **more: Any) -> Any:
    def program() -> None:
        judged = Evaluation("judged", args(**more))
        for key in Evaluation.__annotations__:
            pulumi.export(key, getattr(judged, key))

    return run(program)


def test_everything_is_made_for_a_new_workspace(run: Callable[..., Any]) -> None:
    made = deployed(run, carbon_profile=GRID, owner="us", tags={"a": "b"})
    (cluster,) = made.of(f"{NATIVE}Compute")
    inner = cluster.inputs["properties"]["properties"]
    assert re.fullmatch(CLUSTER.pattern, cluster.inputs["computeName"])
    assert inner == {
        "osType": "Linux",
        "vmSize": "Standard_D4as_v4",
        "vmPriority": "Dedicated",
        "remoteLoginPortPublicAccess": "Disabled",
        "enableNodePublicIp": False,
        "scaleSettings": {
            "minNodeCount": 0,
            "maxNodeCount": 1,
            "nodeIdleTimeBeforeScaleDown": "PT2M",
        },
    }
    assert cluster.inputs["properties"]["disableLocalAuth"] is True
    assert cluster.inputs["identity"]["type"] == "UserAssigned"
    assert {"owner", "a"} <= cluster.inputs["tags"].keys()
    (workspace,) = made.of(f"{NATIVE}Workspace")
    assert workspace.inputs["publicNetworkAccess"] == "Disabled"
    assert workspace.inputs["systemDatastoresAuthMode"] == "identity"
    assert any(WRITES in item.inputs["roleDefinitionId"] for item in made.of(ROLE))
    assert {item.name for item in made.of(ROLE)} == {
        "judged-job-may-write-blobs",
        "judged-job-may-write-metrics",
    }


def test_the_schedule_starts_a_pipeline_that_forgets_its_last_verdict(
    run: Callable[..., Any],
) -> None:
    made = deployed(run, carbon_profile=GRID)
    (planned_job,) = made.of(f"{NATIVE}Schedule")
    properties = planned_job.inputs["properties"]
    assert properties["trigger"] == {
        "triggerType": "Recurrence",
        "frequency": "Week",
        "interval": 1,
        "schedule": {"hours": [13], "minutes": [0], "weekDays": ["Monday"]},
        "startTime": "2026-01-01T00:00:00",
        "timeZone": "UTC",
    }
    job = properties["action"]["jobDefinition"]
    assert (job["jobType"], job["settings"]) == ("Pipeline", {"force_rerun": True})
    (version,) = made.of(f"{NATIVE}ComponentVersion")
    spec = version.inputs["properties"]["componentSpec"]
    assert version.inputs["version"] == version_of(
        component_spec("judged", planned(carbon_profile=GRID))
    )
    assert spec["is_deterministic"] is False
    step = job["jobs"]["judge"]
    assert step["componentId"].endswith(f"/versions/{version.inputs['version']}")
    assert step["inputs"].keys() == spec["inputs"].keys() == job["inputs"].keys()
    assert step["computeId"] == job["computeId"] == made.exports["compute_id"]
    assert made.exports["start"] == "every week on Monday at 13:00 UTC"
    assert made.exports["verdict_path"].endswith("/${{name}}/verdict.json")


def test_roles_come_before_the_first_job(run: Callable[..., Any]) -> None:
    made = deployed(run)
    (asked,) = made.requested(f"{NATIVE}Schedule")
    for name in ("judged-job-may-write-blobs", "judged-job-may-write-metrics"):
        assert made.urns[ROLE, name] in asked.dependencies


def test_every_resource_is_the_components_own(run: Callable[..., Any]) -> None:
    made = deployed(run)
    own = made.urns["azgreen:index:Evaluation", "judged"]
    parents = {item.parent for item in made.requests if item.type.startswith("azure-native:")}
    assert parents == {own}
    ((urn, outputs),) = made.registered[-1:]
    assert urn == own
    assert set(outputs) == set(Evaluation.__annotations__)


@pytest.mark.parametrize(("storage", "roles"), [(None, 0), (STORE, 1)])
def test_a_workspace_of_yours_gets_no_storage(
    run: Callable[..., Any], storage: str | None, roles: int
) -> None:
    made = deployed(run, workspace_name="mine", storage_account_id=storage, every="day")
    assert made.of(f"{NATIVE}Workspace") == []
    assert made.of("azure-native:storage:StorageAccount") == []
    granted = made.of(ROLE)
    assert len(granted) == roles
    assert all(item.inputs["scope"] == STORE for item in granted)
    (cluster,) = made.of(f"{NATIVE}Compute")
    assert cluster.inputs["properties"]["properties"]["enableNodePublicIp"] is True
    (planned_job,) = made.of(f"{NATIVE}Schedule")
    assert planned_job.inputs["properties"]["trigger"]["schedule"] == {"hours": [3], "minutes": [0]}


def test_the_largest_example_uses_every_input() -> None:
    tree = ast.parse((EXAMPLES / "max/__main__.py").read_text("utf-8"))
    used = {
        key.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant)
    }
    assert set(EvaluationArgs.__annotations__) <= used

"""Does a FineTuning take the smallest machine, its cleanest hours, and register only what is good?"""
# ruff: noqa: E501  # a row of a table holds its message in full

from __future__ import annotations

import ast
import json
import re
import shlex
import subprocess
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen import catalog
from azgreen.cli import main
from azgreen.evaluation import KEEP, PROMOTE, Verdict
from azgreen_components._inputs import camel
from azgreen_components._ml_cluster import CLUSTER
from azgreen_components._ml_steps import version_of
from azgreen_components._naming import ML_MODEL
from azgreen_components.fine_tuning import FineTuning, FineTuningArgs
from azgreen_components.fine_tuning.job import (
    JUDGE,
    REGISTER,
    STEPS,
    TUNE,
    register_command,
    schedule_name,
    specs,
    timeout,
    tune_command,
)
from azgreen_components.fine_tuning.plan import Plan, plan
from azgreen_components.fine_tuning.report import explain, footprint

if TYPE_CHECKING:
    from collections.abc import Callable

TODAY = date(2026, 11, 24)
ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "components/examples/fine_tuning"
NATIVE = "azure-native:machinelearningservices:"
ROLE = "azure-native:authorization:RoleAssignment"
STORE = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/st"
PATHS = "azureml://datastores/workspaceblobstore/paths"
SHARED = "azureml://registries"
LLAMA = "Meta-Llama-3.1-8B-Instruct"
LARGE = "Llama-3.3-70B-Instruct"
A100 = "Standard_NC24ads_A100_v4"
GRID = [300.0] * 13 + [100.0] + [400.0] * 10


def args(**more: Any) -> Any:
    given: dict[str, Any] = {
        "location": "swedencentral",
        "resource_group_name": "rg",
        "model": LLAMA,
        "weights": f"{PATHS}/weights",
        "training_data": f"{PATHS}/data",
        "training_tokens": 2e6,
        "baseline_answers": f"{PATHS}/large.jsonl",
        "answer_command": "python answer.py",
        "training_environment_id": f"{SHARED}/contoso/environments/lora/versions/1",
        "environment_id": f"{SHARED}/contoso/environments/azgreen/versions/1",
    }
    if "carbon_profile" not in more:
        given["hour"] = 3
    if "every" not in more:
        given["on"] = "2026-12-01"
    return {key: item for key, item in {**given, **more}.items() if item is not None}


def planned(**more: Any) -> Plan:
    return plan("tuned", args(**more), TODAY)


def faults(**more: Any) -> list[tuple[str, str]]:
    with pytest.raises(pulumi.InputPropertiesError) as caught:
        planned(**more)
    assert caught.value.errors is not None
    return [(error["property_path"], error["reason"]) for error in caught.value.errors]


def test_defaults_are_those_of_the_sources() -> None:
    made = planned()
    lora = made.training.size.lora
    assert (lora.rank, made.training.alpha, lora.dropout) == (16, 32, 0.05)
    assert (lora.batch_size, made.training.accumulated, lora.sequence_tokens) == (1, 16, 1024)
    assert made.training.learning_rate == 2e-4
    assert planned(model=LARGE, four_bit=True).training.learning_rate == 1e-4
    assert set(lora.modules) == {
        f"{name}_proj" for name in ("q", "k", "v", "o", "gate", "up", "down")
    }
    assert made.machine.type.name == A100
    assert made.judge.type.gpu is None
    assert (made.machine.low_priority, made.least_verdict) == (False, KEEP)
    assert made.window.told == "once on 2026-12-01 at 03:00 UTC"
    # other languages send 16 as 16.0
    assert planned(rank=8.0, batch_size=8.0).training.alpha == 16


def test_the_estimate_is_told_before_there_is_anything() -> None:
    told = footprint(planned())
    assert list(told) == ["gpuHours", "energyKwh", "gco2e", "usd"]
    assert all(item["low"] < item["mid"] < item["high"] for item in told.values())
    assert told["gpuHours"]["mid"] == pytest.approx(1.08, rel=0.01)
    assert told["usd"]["mid"] == pytest.approx(told["gpuHours"]["mid"] * 3.673)
    assert timeout(planned()) == "PT4H"


def test_the_choices_are_told() -> None:
    made = planned(
        every="week", carbon_profile=GRID, low_priority=True, prompt_tokens_saved=1000, on=None
    )
    told = explain("tuned", made)
    assert (
        told[0]
        == "order: a better prompt first, then retrieval (RAG), then LoRA: each takes more before it answers; tune what the first two do not reach"
    )
    requests = made.payback_prompt_tokens / 1000
    assert (
        told[1]
        == f"pays back once {made.payback_prompt_tokens:,.3g} prompt tokens fewer were read by the same model: {requests:,.3g} requests at 1000 tokens fewer; hosting the tuned model is not counted"
    )
    assert told[2:9] == made.training.size.explain()
    # 1.08 hours: that of 13:00, and a twelfth of the next
    assert told[9] == "starts every week on Monday at 13:00 UTC"
    assert re.fullmatch(
        r"grid at that hour: 122.\d+ gCO2e/kWh, 63% below the mean of the profile", told[10]
    )
    assert told[11:] == [
        f"cluster that trains: none of {A100} while nothing runs, 1 at most, low priority",
        "where Azure takes the machine back, the run begins anew: no checkpoint is kept",
        "an hour of it: 3.673 USD, pay as you go in East US; it goes when idle for PT2M",
        f"cluster that judges and registers: none of {made.judge.type.name} while nothing runs, 1 at most, dedicated",
        "ends a training after PT4H, 2 times the longest estimate",
        "answers by: python answer.py --model_name_or_path ... --adapter ... --questions ... --answers ...",
        "compares at a margin of 0.02 with 95% certainty",
        f"verdict of each run: {PATHS}/azgreen_judge_adapter_tuned/${{{{name}}}}/verdict.json",
        "registers 'tuned-adapter' if the verdict is keep or better, with the verdict beside it; nothing is deployed",
        "to roll back ends the job with code 3, so that it fails and can be alerted on",
    ]
    plain = explain("tuned", planned(least_verdict=PROMOTE))
    assert plain[1].endswith("by the same model; hosting the tuned model is not counted")
    assert plain[-2].startswith("registers 'tuned-adapter' if the verdict is promote, with")
    assert not any("takes the machine back" in line for line in plain)


def test_the_whole_run_is_in_the_cleanest_hours() -> None:
    # the cleanest hour is followed by dirty ones; of a long run other hours are cleaner
    grid = [300.0] * 10 + [100.0, 900.0, 900.0] + [200.0] * 11
    short = planned(carbon_profile=grid, training_tokens=1e5, on=None, every="day").window
    long = planned(carbon_profile=grid, training_tokens=1e7, on=None, every="day").window
    assert (short.hour, long.hour) == (10, 13)
    assert long.grid_gco2e_per_kwh is not None
    assert long.grid_gco2e_per_kwh == pytest.approx(200, abs=10)


NO_FILE = "is not usable; write azureml://datastores/<store>/paths/<file>.jsonl"
NO_FOLDER = "is not usable; write azureml://datastores/<store>/paths/<folder>"
AN_ENVIRONMENT = f"{SHARED}/<registry>/environments/<name>/versions/<version>"
MISSING = "missing; it has no default, so write it"
ONE_OF = "write a day such as 2026-12-01, or every, one of the two"
WIDTHS = ", ".join(item.model for item in catalog.dense_shapes())


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"location": "sweden"}, "location", "unknown region 'sweden'; did you mean 'swedencentral' or 'swedensouth'?"),
    ({"resource_group_name": "a."}, "resourceGroupName", "'a.' is not a resource group name; use 1 to 90 letters, digits, '_', '.', '-' or brackets, not ending with '.'"),
    ({"model": None}, "model", MISSING),
    ({"model": "gpt-oss-20b"}, "model", f"the widths of 'gpt-oss-20b' are not in the catalogue, so its training cannot be sized; allowed: {WIDTHS}"),
    ({"model": LARGE}, "model", f"a fine-tuning of '{LARGE}' takes up to 139 GiB of a GPU, more than one GPU holds; take 4-bit weights, shorter sequences, a smaller batch, fewer modules or a smaller model"),
    ({"weights": "folder"}, "weights", f"'folder' {NO_FOLDER}"),
    ({"training_data": "a b"}, "trainingData", f"'a b' {NO_FOLDER}"),
    ({"training_tokens": 0}, "trainingTokens", "0 is not usable; write a number of tokens above 0"),
    ({"training_tokens": None}, "trainingTokens", MISSING),
    ({"baseline_answers": "large.jsonl"}, "baselineAnswers", f"'large.jsonl' {NO_FILE}"),
    ({"answer_command": " "}, "answerCommand", "' ' is not a text; write a string that is not empty"),
    ({"answer_command": "a && b"}, "answerCommand", "'a && b' is more than one command, which options cannot follow; put it into a program, and write 'python answer.py' say"),
    ({"train_command": "a; b"}, "trainCommand", "'a; b' is more than one command, which options cannot follow; put it into a program, and write 'trl sft' say"),
    ({"training_environment_id": "lora:1"}, "trainingEnvironmentId", f"'lora:1' is not usable; write {AN_ENVIRONMENT}"),
    ({"environment_id": "azureml:azgreen:1"}, "environmentId", f"'azureml:azgreen:1' is not of a registry, and a new workspace has no environments; write {AN_ENVIRONMENT}"),
    ({"code_id": "azureml:code:1"}, "codeId", f"'azureml:code:1' is not of a registry, and a new workspace has no codes; write {SHARED}/<registry>/codes/<name>/versions/<version>"),
    ({"on": None}, "on", f"missing; {ONE_OF}"),
    ({"on": "2026-12-01", "every": "week"}, "on", f"both are given; {ONE_OF}"),
    ({"on": "1 December"}, "on", "'1 December' is not a day; write one such as 2026-12-01"),
    ({"every": "month"}, "every", "'month' is not a choice; allowed: day, week"),
    ({"hour": None}, "carbonProfile", "missing; write it or hour, one of the two"),
    ({"hour": 24}, "hour", "24 is not an hour of the day; write a whole number from 0 to 23"),
    ({"carbon_profile": [1.0]}, "carbonProfile", "1 values; allowed: 24 for a day, 168 for a week"),
    ({"rank": 1.5}, "rank", "1.5 is not a whole number of dimensions; write 1 or more"),
    ({"alpha": 0}, "alpha", "0 is not a whole number of its scale; write 1 or more"),
    ({"dropout": 2}, "dropout", "2 is not usable; write 0 to 1 a share"),
    ({"target_modules": []}, "targetModules", "[] is not a list of modules; write at least one"),
    ({"target_modules": ["q_prj"]}, "targetModules", f"'q_prj' is no module of '{LLAMA}'; did you mean 'q_proj'?"),
    ({"target_modules": ["q_proj", "q_proj"]}, "targetModules", "'q_proj' is there twice; take one out"),
    ({"target_modules": [1]}, "targetModules[0]", "1 is not a text; write a string that is not empty"),
    ({"learning_rate": -1}, "learningRate", "-1 is not usable; write a number of any size above 0"),
    ({"epochs": 0}, "epochs", "0 is not usable; write a number of times above 0"),
    ({"batch_size": 5, "sequences_at_once": 2}, "batchSize", "5 is no multiple of sequencesAtOnce, 2; write one, such as 6"),
    ({"sequences_at_once": 0}, "sequencesAtOnce", "0 is not a whole number of sequences; write 1 or more"),
    ({"sequence_tokens": 200_000}, "sequenceTokens", f"200000 is too many; the context of '{LLAMA}' is 131,072 tokens"),
    ({"four_bit": "yes"}, "fourBit", "'yes' is not true or false; write one of the two"),
    ({"instance_type": "Standard_NC6s_v3"}, "instanceType", "Standard_NC6s_v3: was retired on 2025-09-30; leave it out, or write another"),
    ({"instance_type": "Standard_D4as_v"}, "instanceType", "unknown instance type 'Standard_D4as_v'; did you mean 'Standard_D4as_v4'?"),
    ({"low_priority": 1}, "lowPriority", "1 is not true or false; write one of the two"),
    ({"margin": 2}, "margin", "2.0 is not usable; allowed: above 0 and below 1"),
    ({"confidence": 0.4}, "confidence", "0.4 is not usable; allowed: above 0.5 and below 1"),
    ({"least_verdict": "roll back"}, "leastVerdict", "'roll back' is not a choice; allowed: keep, promote"),
    ({"model_name": "a b"}, "modelName", "'a b' is not the name of a registered model; use 1 to 255 letters, digits, '_' or '-', starting with a letter or digit"),
    ({"prompt_tokens_saved": 0}, "promptTokensSaved", "0 is not usable; write a number of tokens above 0"),
    ({"workspace_name": "a b"}, "workspaceName", "'a b' is not a workspace name; use 3 to 33 letters, digits, '_' or '-', starting with a letter or digit"),
    ({"storage_account_id": STORE}, "storageAccountId", "a new workspace has a storage of its own; leave it out, or write workspaceName"),
    ({"name_suffix": "B"}, "nameSuffix", "'B' is not a suffix; use 1 to 12 lower case letters or digits"),
    ({"public_network_access": 1}, "publicNetworkAccess", "1 is not true or false; write one of the two"),
    ({"owner": 3}, "owner", "3 is not a text; write a string that is not empty"),
    ({"environment": ""}, "environment", "'' is not a text; write a string that is not empty"),
    ({"workload": []}, "workload", "[] is not a text; write a string that is not empty"),
    ({"tags": {"a<": "b"}}, "tags.a<", "'a<' is not a tag name; use 1 to 512 characters without % & / < > ? \\"),
    ({"ranks": 8}, "ranks", "unknown input 'ranks'; did you mean 'rank'?"),
]  # fmt: skip


@pytest.mark.parametrize(("given_args", "path", "message"), WRONG)
def test_a_wrong_input_is_told(given_args: Any, path: str, message: str) -> None:
    assert faults(**given_args) == [(path, message)]


def test_every_input_has_a_wrong_value() -> None:
    tried = {re.split(r"[.\[]", path)[0] for _, path, _ in WRONG}
    assert tried >= {camel(key) for key in FineTuningArgs.__annotations__}


def test_all_faults_are_told_once_and_at_once() -> None:
    found = faults(location="x", rank=0, on="x", weights="w", model="y")
    assert sorted(path for path, _ in found) == ["location", "on", "rank", "weights"]


@given(
    st.integers(1, 256),
    st.integers(1, 4),
    st.integers(1, 8),
    st.booleans(),
    st.sampled_from([None, "trl sft", "python -m train"]),
)
def test_the_command_says_every_setting_once(
    rank: int, at_once: int, rounds: int, four_bit: Any, train: str | None
) -> None:
    made = planned(
        rank=rank,
        sequences_at_once=at_once,
        batch_size=at_once * rounds,
        four_bit=four_bit,
        train_command=train,
    )
    first, _, second = tune_command(made).partition(" && ")
    assert first.startswith(train or "trl sft")
    words = shlex.split(first)
    flags = [word for word in words if word.startswith("--")]
    assert len(flags) == len(set(flags))
    said = dict(pairwise(words))
    assert said["--lora_r"] == str(rank)
    assert int(said["--per_device_train_batch_size"]) == at_once
    assert int(said["--gradient_accumulation_steps"]) == rounds
    assert ("--load_in_4bit" in flags) == four_bit
    assert (said["--dtype"], said["--bf16"], "--fp16" in flags) == ("bfloat16", "true", False)
    assert second == (
        "python answer.py --model_name_or_path ${{inputs.weights}} --adapter ${{outputs.adapter}}"
        " --questions ${{inputs.questions}} --answers ${{outputs.answers}}/answers.jsonl"
    )


def test_a_gpu_without_bfloat16_trains_in_float16() -> None:
    made = planned(model="Phi-3.5-mini-instruct", four_bit=True, instance_type="nc4as_t4_v3")
    assert "--dtype float16 --fp16 true" in tune_command(made)


@pytest.fixture
def judged(capsys: Any, tmp_path: Path) -> Callable[[str | None], tuple[int, str]]:
    """Return what runs the judging step on good or bad answers: its code and its verdict."""
    folder = ROOT / "examples/evaluation"

    def judge(said_instead: str | None) -> tuple[int, str]:
        lines = (folder / "gpt-4.1-mini.jsonl").read_text("utf-8").splitlines()
        answers = [json.loads(line) for line in lines]
        changed = {} if said_instead is None else {"answer": said_instead}
        kept = [{**item, **changed} for item in answers]
        text = "".join(f"{json.dumps(item)}\n" for item in kept)
        (tmp_path / "answers.jsonl").write_text(text, "utf-8")
        line = specs("tuned", planned(margin=0.1))[JUDGE]["command"]
        said, _, target = line.partition(" > ")
        assert target == "${{outputs.verdict}}/verdict.json"
        filled = said.replace("${{inputs.baseline}}", str(folder / "gpt-4.1.jsonl"))
        code = main(shlex.split(filled.replace("${{inputs.answers}}", str(tmp_path)))[1:])
        return code, capsys.readouterr().out

    return judge


def registers(tmp_path: Path, least: str, verdict: str) -> bool:
    """Run the step that registers; say whether it gave the adapter out."""
    folders = {key: tmp_path / key for key in ("adapter", "verdict", "model")}
    for folder in folders.values():
        folder.mkdir()
    (folders["adapter"] / "adapter_model.safetensors").write_text("weights")
    (folders["verdict"] / "verdict.json").write_text(verdict)
    line = register_command(planned(least_verdict=least))
    for key, folder in folders.items():
        kind = "outputs" if key == "model" else "inputs"
        line = line.replace(f"${{{{{kind}.{key}}}}}", str(folder))
    ended = subprocess.run(["bash", "-c", line], check=False)
    there = {item.name for item in folders["model"].iterdir()}
    assert there == (set() if ended.returncode else {"adapter_model.safetensors", "verdict.json"})
    return ended.returncode == 0


def test_good_answers_are_registered(
    judged: Callable[[str | None], tuple[int, str]], tmp_path: Path
) -> None:
    code, told = judged(None)
    assert code == 0
    assert registers(tmp_path, PROMOTE, told)


def test_bad_answers_end_the_job_before_anything_is_registered(
    judged: Callable[[str | None], tuple[int, str]], tmp_path: Path
) -> None:
    code, told = judged("no idea")
    assert code == 3
    assert not registers(tmp_path, PROMOTE, told)


@pytest.mark.parametrize(("least", "registered"), [(KEEP, True), (PROMOTE, False)])
def test_an_undecided_verdict_registers_only_where_it_may(
    tmp_path: Path, least: str, registered: Any
) -> None:
    told = json.dumps(Verdict(KEEP, ("too few questions to promote",)).as_dict(), indent=2)
    assert registers(tmp_path, least, told) == registered


@given(st.text(max_size=300))
def test_names_are_ones_that_azure_takes(name: str) -> None:
    made = plan(name, args(), TODAY)
    assert ML_MODEL.pattern.fullmatch(made.model_name)
    assert re.fullmatch(r"[a-zA-Z0-9-][a-zA-Z0-9_-]*", schedule_name(name))
    for spec in specs(name, made).values():
        assert re.fullmatch(r"[a-z][a-z0-9_]*", spec["name"])


def deployed(run: Any, **more: Any) -> Any:
    def program() -> None:
        tuned = FineTuning("tuned", args(**more))
        for key in FineTuning.__annotations__:
            pulumi.export(key, getattr(tuned, key))

    return run(program)


def test_everything_is_made_for_a_new_workspace(run: Callable[..., Any]) -> None:
    made = deployed(
        run, carbon_profile=GRID, low_priority=True, code_id=f"{SHARED}/c/codes/a/versions/1"
    )
    clusters = {item.name: item.inputs for item in made.of(f"{NATIVE}Compute")}
    assert set(clusters) == {"tuned-cluster", "tuned-judge-cluster"}
    sizes = {}
    for name, inputs in clusters.items():
        inner = inputs["properties"]["properties"]
        sizes[name] = inner["vmSize"], inner["vmPriority"]
        assert re.fullmatch(CLUSTER.pattern, inputs["computeName"])
        assert inner["scaleSettings"]["minNodeCount"] == 0
        assert inner["enableNodePublicIp"] is False
        assert inputs["properties"]["disableLocalAuth"] is True
    assert sizes["tuned-cluster"] == (A100, "LowPriority")
    assert sizes["tuned-judge-cluster"][1] == "Dedicated"
    assert len({inputs["computeName"] for inputs in clusters.values()}) == 2
    versions = {item.inputs["name"]: item.inputs for item in made.of(f"{NATIVE}ComponentVersion")}
    assert set(versions) == {f"azgreen_{step}_adapter_tuned" for step in STEPS}
    coded = [
        name for name, item in versions.items() if "code" in item["properties"]["componentSpec"]
    ]
    assert coded == ["azgreen_tune_adapter_tuned"]
    for item in versions.values():
        assert item["version"] == version_of(item["properties"]["componentSpec"])
    check_pipeline(made, versions)


def check_pipeline(made: Any, versions: Any) -> None:
    (planned_job,) = made.of(f"{NATIVE}Schedule")
    properties = planned_job.inputs["properties"]
    assert properties["trigger"] == {
        "triggerType": "Cron",
        "expression": "0 13 1 12 *",
        "startTime": "2026-12-01T00:00:00",
        "endTime": "2026-12-02T00:00:00",
        "timeZone": "UTC",
    }
    job = properties["action"]["jobDefinition"]
    steps, exports = job["jobs"], made.exports
    assert (job["jobType"], job["settings"]) == ("Pipeline", {"force_rerun": True})
    for step in STEPS:
        spec = versions[f"azgreen_{step}_adapter_tuned"]["properties"]["componentSpec"]
        assert spec["is_deterministic"] is False
        assert steps[step]["inputs"].keys() == spec["inputs"].keys()
        assert steps[step]["outputs"].keys() <= spec["outputs"].keys()
        trains = "compute_id" if step == TUNE else "judge_compute_id"
        assert steps[step]["computeId"] == exports[trains]
    assert [steps[step]["componentId"] for step in STEPS] == exports["component_ids"]
    sources = {step: {item["value"] for item in steps[step]["inputs"].values()} for step in STEPS}
    assert "${{parent.jobs.tune.outputs.answers}}" in sources[JUDGE]
    # what registers waits for the verdict, and so for the comparison to end well
    assert "${{parent.jobs.judge.outputs.verdict}}" in sources[REGISTER]
    assert job["outputs"]["model"]["assetName"] == "tuned-adapter" == exports["model_name"]
    assert steps[REGISTER]["outputs"]["model"]["value"] == "${{parent.outputs.model}}"


def test_roles_come_before_the_first_run_and_all_is_the_components_own(
    run: Callable[..., Any],
) -> None:
    made = deployed(run, every="day", on=None)
    (asked,) = made.requested(f"{NATIVE}Schedule")
    for name in ("tuned-job-may-write-blobs", "tuned-job-may-write-metrics"):
        assert made.urns[ROLE, name] in asked.dependencies
    own = made.urns["azgreen:index:FineTuning", "tuned"]
    assert {item.parent for item in made.requests if item.type.startswith("azure-native:")} == {own}
    ((urn, outputs),) = made.registered[-1:]
    assert (urn, set(outputs)) == (own, set(FineTuning.__annotations__))
    assert made.exports["start"] == "every day at 03:00 UTC"


@pytest.mark.parametrize(("storage", "roles"), [(None, 0), (STORE, 1)])
def test_a_workspace_of_yours_gets_no_storage(
    run: Callable[..., Any], storage: str | None, roles: int
) -> None:
    made = deployed(
        run,
        workspace_name="mine",
        storage_account_id=storage,
        training_environment_id="azureml:lora:1",
    )
    assert made.of(f"{NATIVE}Workspace") == []
    assert made.of("azure-native:storage:StorageAccount") == []
    granted = made.of(ROLE)
    assert len(granted) == roles
    assert all(item.inputs["scope"] == STORE for item in granted)


def test_the_largest_example_uses_every_input() -> None:
    tree = ast.parse((EXAMPLES / "max/__main__.py").read_text("utf-8"))
    used = {
        key.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant)
    }
    assert set(FineTuningArgs.__annotations__) <= used

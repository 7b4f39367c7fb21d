"""Do the action, the template and the hook do what their inputs promise, in a real shell?"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML
from tests.pull_request.served import THREADS, TOKEN, Served, serving

from azgreen.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
ACTION = ROOT / ".github/actions/azgreen/action.yml"
TEMPLATE = ROOT / ".azure-pipelines/azgreen.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
URN = "urn:pulumi:prod::shop::azure-native:search:Service::search"
pytestmark = pytest.mark.skipif(shutil.which("jq") is None, reason="the scripts need jq")


def load(file: Path) -> Any:
    return YAML(typ="safe").load(file.read_text("utf-8"))  # pyright: ignore[reportUnknownMemberType]


def steps(file: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the step that installs and the one that writes the comment."""
    found = load(file)
    if file == ACTION:
        install, comment = found["runs"]["steps"]
        return install, comment
    guarded, comment = found["steps"]
    ((condition, (install,)),) = guarded.items()
    assert condition == "${{ if ne(parameters.version, 'installed') }}"
    return install, comment


def script(step: dict[str, Any]) -> str:
    return step.get("run") or step["bash"]


def preview(replicas: int) -> dict[str, Any]:
    def state(count: int) -> dict[str, Any]:
        inputs = {"replicaCount": count, "sku": {"name": "standard"}, "location": "swedencentral"}
        return {
            "urn": URN,
            "custom": True,
            "type": "azure-native:search:Service",
            "inputs": inputs,
        }

    step = {"op": "update", "urn": URN, "oldState": state(1), "newState": state(replicas)}
    return {"steps": [step], "changeSummary": {"update": 1}}


@dataclass
class Job:
    """A job on a runner whose services are on loopback."""

    folder: Path
    served: Served

    def run(self, file: Path, **given: str) -> tuple[int, str]:
        step = steps(file)[1]
        names = {key: value for key, value in step["env"].items() if "." in str(value)}
        environment = {
            **dict.fromkeys(names, ""),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.folder),
            **(self.github() if file == ACTION else self.azure()),
            "PREVIEW_JSON": "preview.json",
            "ON_ERROR": "fail",
            **given,
        }
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script(step)]
        where = self.folder / "project"
        done = subprocess.run(
            shell, cwd=where, env=environment, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    def github(self) -> dict[str, str]:
        (self.folder / "event.json").write_text('{"pull_request": {"number": 7}}', "utf-8")
        return {
            "POST": "true",
            "GITHUB_TOKEN": TOKEN,
            "GITHUB_REPOSITORY": "acme/shop",
            "GITHUB_API_URL": self.served.url,
            "GITHUB_EVENT_PATH": str(self.folder / "event.json"),
            "GITHUB_OUTPUT": str(self.folder / "output"),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary"),
            "RUNNER_TEMP": str(self.folder),
            "ACTION_PATH": str(ACTION.parent),
        }

    def azure(self) -> dict[str, str]:
        return {
            "POST": "True",
            "SYSTEM_ACCESSTOKEN": TOKEN,
            "SYSTEM_COLLECTIONURI": f"{self.served.url}/",
            "SYSTEM_TEAMPROJECT": "my team",
            "BUILD_REPOSITORY_ID": THREADS.split("/")[5],
            "SYSTEM_PULLREQUEST_PULLREQUESTID": "7",
            "AGENT_TEMPDIRECTORY": str(self.folder),
        }

    def outputs(self) -> dict[str, str]:
        text = (self.folder / "output").read_text("utf-8")
        return dict(line.split("=", 1) for line in text.splitlines())


@pytest.fixture
def job(tmp_path: Path) -> Iterator[Job]:
    (tmp_path / "project").mkdir()
    (tmp_path / "project/preview.json").write_text(json.dumps(preview(3)), "utf-8")
    with serving() as served:
        yield Job(tmp_path, served)


@pytest.mark.parametrize("file", [ACTION, TEMPLATE])
def test_every_input_is_used_and_none_gets_into_a_script(file: Path) -> None:
    found = load(file)
    is_action = file == ACTION
    names = list(found["inputs"]) if is_action else [it["name"] for it in found["parameters"]]
    text = file.read_text("utf-8")
    used = set(re.findall(r"\b(?:inputs|parameters)\.([\w-]+)", text))
    assert used == set(names)
    for step in steps(file):
        assert "${{" not in script(step)
        read = set(re.findall(r"\$\{?([A-Z][A-Z_]+)", script(step)))
        runners = {"PWD", "RUNNER_TEMP", "GITHUB_PATH", "GITHUB_OUTPUT", "AGENT_TEMPDIRECTORY"}
        tokens = {"GITHUB_TOKEN", "SYSTEM_ACCESSTOKEN"}
        assert set(step["env"]) - tokens <= read <= set(step["env"]) | runners


def test_both_take_the_same() -> None:
    action, template = load(ACTION)["inputs"], load(TEMPLATE)["parameters"]
    camel = {re.sub(r"-(.)", lambda it: it[1].upper(), name) for name in action}
    assert camel - {"githubToken"} == {it["name"] for it in template}
    assert all(it["description"] for it in action.values())
    assert all("default" in it for it in [*action.values(), *template])


def test_the_action_posts_and_tells_its_outputs(job: Job) -> None:
    given = {"SARIF_FILE": "log.sarif", "COST": "10%", "STACK": ""}
    code, said = job.run(ACTION, **given)
    (comment,) = job.served.comments
    assert (code, "posted: https://here/7#1000" in said) == (1, True)
    assert "> Limit: the cost of a month grows by 200%, over 10%" in comment["body"]
    assert "no rule was asked" not in comment["body"]
    told = job.outputs()
    assert Path(told["comment-file"]).read_text("utf-8") == comment["body"]
    assert (job.folder / "summary").read_text("utf-8") == comment["body"]
    assert told["sarif-file"] == str(job.folder / "project/log.sarif")
    assert json.loads(Path(told["sarif-file"]).read_text("utf-8"))["version"] == "2.1.0"
    assert told["violations"].isdecimal()
    assert float(told["usd-delta"]) > 100
    assert float(told["gco2e-delta"]) == 0
    assert set(told) == set(load(ACTION)["outputs"])


def test_the_template_posts_and_tells_its_outputs(job: Job) -> None:
    code, said = job.run(TEMPLATE)
    (thread,) = job.served.threads
    assert code == 0
    told = dict(re.findall(r"##vso\[task.setvariable variable=(\w+);isOutput=true\](.*)", said))
    assert set(told) == {"violations", "gco2eDelta", "usdDelta", "commentFile", "sarifFile"}
    text = Path(told["commentFile"]).read_text("utf-8")
    assert thread["comments"][0]["content"] == text
    assert "no rule was asked" in text
    assert f"##vso[task.uploadsummary]{told['commentFile']}\n" in said


@pytest.mark.parametrize("file", [ACTION, TEMPLATE])
def test_no_input_is_read_as_shell(job: Job, file: Path) -> None:
    code, said = job.run(file, CARBON="$(touch x); much", STACK="", POST="false")
    assert code == 2
    assert "error: --fail-on-carbon-increase: '$(touch x); much' is no limit" in said
    assert not (job.folder / "project/x").exists()
    assert job.served.asked == []


@pytest.mark.parametrize("given", [{"ON_ERROR": "ignore"}, {"POST": "yes"}])
def test_a_value_that_is_none_of_them_is_a_fault(job: Job, given: dict[str, str]) -> None:
    code, said = job.run(ACTION, **given)
    assert (code, said.startswith("error: ")) == (2, True)


@pytest.mark.parametrize("file", [ACTION, TEMPLATE])
def test_how_a_step_ends(job: Job, file: Path) -> None:
    stub, pack = job.folder / "bin", job.folder / "project/policies"
    stub.mkdir()
    pack.mkdir()
    (pack / "PulumiPolicy.yaml").touch()  # of its own, so that the last option is the JSON file
    path = f"{stub}{os.pathsep}{os.environ['PATH']}"
    judged = '{"checked": {"counts": {"violation": 1}}, "change": {"delta": {}}}'
    write = f"for it; do file=$it; done; echo '{judged}' > \"$file\""
    for told, behavior, does, ended, warns in (
        ("a fault fails", "fail", "exit 2", 2, False),
        ("or warns", "warn", "exit 2", 0, True),
        ("or is silent", "silent", "exit 2", 0, False),
        ("a verdict fails, whatever faults do", "silent", f"{write}; exit 1", 1, False),
        ("a crash is no verdict", "fail", "exit 1", 2, False),
        ("and does what a fault does", "warn", "exit 137", 0, True),
        ("all is well", "fail", write, 0, False),
    ):
        (stub / "azgreen").write_text(f"#!/bin/sh\n{does}\n", "utf-8")
        (stub / "azgreen").chmod(0o755)
        code, said = job.run(file, PATH=path, ON_ERROR=behavior, POST="false", PREVIEW_JSON="")
        warned = "::warning title=azgreen::" in said or "##vso[task.complete" in said
        assert (code, warned) == (ended, warns), told


PARTS = "[components,policies,emulator]"


@pytest.mark.parametrize(
    ("file", "version", "what"),
    [
        (ACTION, "", f"{ROOT}{PARTS}"),
        (ACTION, "1.2", f"azgreen{PARTS}==1.2"),
        (TEMPLATE, "", f"azgreen{PARTS}"),
        (TEMPLATE, "1.2", f"azgreen{PARTS}==1.2"),
    ],
)
def test_what_is_installed(tmp_path: Path, file: Path, version: str, what: str) -> None:
    python = tmp_path / "python3"
    python.write_text(
        '#!/bin/sh\nmkdir -p "$3/bin"\nprintf \'#!/bin/sh\\necho "$@"\\n\' > "$3/bin/pip"\n'
        'chmod +x "$3/bin/pip"\n',
        "utf-8",
    )
    python.chmod(0o755)
    environment = {
        "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
        "VERSION": version,
        "ACTION_PATH": str(ACTION.parent),
        **dict.fromkeys(("RUNNER_TEMP", "AGENT_TEMPDIRECTORY"), str(tmp_path)),
        "GITHUB_PATH": str(tmp_path / "path"),
    }
    shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script(steps(file)[0])]
    done = subprocess.run(shell, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[0] == f"install --quiet {what}"
    added = (tmp_path / "path").read_text("utf-8") if file == ACTION else done.stdout
    assert added.rstrip().endswith(f"{tmp_path}/azgreen/bin")


def test_the_hook_runs_a_command_that_there_is(capsys: Any) -> None:
    (hook,) = load(HOOKS)
    assert hook["pass_filenames"] is False
    assert hook["additional_dependencies"] == [f".{PARTS}"]
    program, *command = hook["entry"].split()
    assert program == "azgreen"
    with pytest.raises(SystemExit) as ended:
        main([*command, "--help"])
    assert ended.value.code == 0
    assert "--stack NAME" in capsys.readouterr().out

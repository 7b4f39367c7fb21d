"""Do the example programs of other stacks and languages ask for what the components take?"""

from __future__ import annotations

import copy
import json
import shutil
import subprocess

import pytest
from tests.e2e.conftest import CONSUMERS
from tests.e2e.consumers import SCHEMA, SECONDS, faults, typescript_program, yaml_program
from tests.e2e.declarations import declarations

from azgreen.cli import main
from azgreen_emulator.native.table import spec_for

READ = {"yaml": lambda _: yaml_program(), "typescript": typescript_program}


@pytest.fixture(params=READ)
def program(request, tmp_path):
    if request.param == "typescript" and shutil.which("node") is None:
        pytest.skip("there is no node on this machine")
    return READ[request.param](tmp_path)


def test_every_input_is_one_that_the_schema_knows(program):
    assert len(program.components) >= 1
    assert faults(program) == []


def test_every_output_that_is_used_is_one_that_there_is(program):
    assert set(program.outputs) >= {"endpoint", "deployments"}
    used = program.references()
    assert used
    for key, output in used:
        token = program.resources[key]["type"]
        assert output in known_outputs(token), (key, output)


def known_outputs(token: str) -> set[str]:
    if token in SCHEMA["resources"]:
        return set(SCHEMA["resources"][token]["properties"])
    spec = spec_for(token)
    return {"id", "name", *spec.inputs, *spec.computed}


def wrong(program, **changed):
    """Return the program with other inputs of its bot; None takes one away."""
    found = copy.deepcopy(program)
    given = found.resources["bot"]["properties"]
    for name, value in changed.items():
        given[name] = value
        if value is None:
            del given[name]
    return faults(found)


def test_whatever_does_not_fit_is_found():
    program = yaml_program()
    chat = program.resources["bot"]["properties"]["deployments"][0]
    assert wrong(program, location=None) == ["bot.location: is missing"]
    assert wrong(program, region="x") == ["bot.region: there is no such input"]
    assert wrong(program, location="${group.location}") == ["bot.location: takes no output"]
    assert wrong(program, publicNetworkAccess="no") == [
        "bot.publicNetworkAccess: 'no' is no boolean"
    ]
    assert wrong(program, deployments=chat) == [f"bot.deployments: {chat!r} is no array"]
    assert wrong(program, tags={"team": 1}) == ["bot.tags.team: 1 is no string"]
    bad = {"model": "m", "capacity": True, "traffic": {"requestsPerSecond": "5", "tokens": 1}}
    assert wrong(program, deployments=[bad]) == [
        "bot.deployments[0].capacity: True is no integer",
        "bot.deployments[0].traffic.inputTokens: is missing",
        "bot.deployments[0].traffic.outputTokens: is missing",
        "bot.deployments[0].traffic.tokens: there is no such input",
        "bot.deployments[0].traffic.requestsPerSecond: '5' is no number",
    ]


def test_the_program_in_python_deploys_and_then_changes_nothing(tmp_path, capsys):
    folder = tmp_path / "bot"
    shutil.copytree(CONSUMERS / "python", folder)
    (folder / "Pulumi.dev.yaml").write_text("config: {}\n")
    command = ["up", "--stack", "dev", "--cwd", str(folder), "--format", "json"]
    assert main(command) == 0
    first = json.loads(capsys.readouterr().out)
    assert first["outputs"]["deployments"] == ["chat", "embeddings"]
    assert first["outputs"]["endpoint"].startswith("https://")
    assert first["outputs"]["avoided"]["requests_per_h"] == 0.2 * 0.5 * 3600
    assert main(command) == 0
    again = json.loads(capsys.readouterr().out)
    assert again["summary"] == {**dict.fromkeys(first["summary"], 0), "same": 6}


@pytest.mark.skipif(shutil.which("tsc") is None, reason="there is no TypeScript compiler on PATH")
def test_the_compiler_takes_the_program_and_nothing_else(tmp_path):
    shutil.copytree(CONSUMERS / "typescript", tmp_path, dirs_exist_ok=True)
    (tmp_path / "sdk.d.ts").write_text(declarations())
    settings = json.loads((tmp_path / "tsconfig.json").read_text())
    (tmp_path / "tsconfig.json").write_text(
        json.dumps({**settings, "files": ["sdk.d.ts", "index.ts"]})
    )
    assert compiled(tmp_path) == ""
    text = (tmp_path / "index.ts").read_text()
    (tmp_path / "index.ts").write_text(text.replace("inputTokens: 800", 'inputTokens: "800"'))
    assert "Type 'string' is not assignable to type 'number'" in compiled(tmp_path)
    (tmp_path / "index.ts").write_text(text.replace("bot.footprint", "bot.footprints"))
    assert "Property 'footprints' does not exist" in compiled(tmp_path)


def compiled(folder):
    """Return what the compiler says against a program."""
    command = ["tsc", "--project", str(folder)]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=SECONDS, check=False
    ).stdout

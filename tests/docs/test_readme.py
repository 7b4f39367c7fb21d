"""Does everything that the README shows work?"""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from azgreen.cli import main
from azgreen_emulator.server import LocalAzure

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
PULUMI = [
    "pulumi stack init prod",
    "pulumi config set azure-native:subscriptionId <subscription> --stack prod",
    "pulumi up --stack prod",
    "pulumi stack output footprint --stack prod",
    "pulumi up --stack local",
    "pulumi preview --stack prod --policy-pack policies",
]
"""The commands of a real pulumi: tests/e2e runs them where there is one."""


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


def commands():
    lines = [line.removeprefix("$ ") for block in blocks("console") for line in block.splitlines()]
    return [re.sub(r'^PATH="[^"]*" ', "", line) for line in lines]


def test_every_command_is_known():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for command in commands():
        words = shlex.split(command)
        if words[0] == "make":
            assert re.search(rf"^{words[1]}:", makefile, re.MULTILINE)
        elif words[0] == "azgreen":
            with pytest.raises(SystemExit) as ended:
                main([*words[1:], "--help"])
            assert ended.value.code == 0
        else:
            assert command in [*PULUMI, "az login"]
    assert {item for item in commands() if item.startswith("pulumi")} == set(PULUMI)


def test_the_program_of_another_stack_deploys(tmp_path, capsys):
    (tmp_path / "Pulumi.yaml").write_text("name: bot\nruntime: python\n")
    (tmp_path / "Pulumi.test.yaml").write_text("config: {}\n")
    (tmp_path / "__main__.py").write_text(blocks("python")[0])
    command = ["up", "--stack", "test", "--cwd", str(tmp_path), "--format", "json"]
    assert main(command) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["summary"]["create"] == 3
    assert told["outputs"]["footprint"][0]["region"] == "swedencentral"


def test_the_yaml_of_another_language_fits_the_schema():
    (program,) = (YAML(typ="safe").load(block) for block in blocks("yaml"))
    schema = json.loads((ROOT / "components" / "schema.json").read_text("utf-8"))
    bot = program["resources"]["bot"]
    wanted = schema["resources"][bot["type"]]
    assert set(wanted["requiredInputs"]) <= set(bot["properties"]) <= set(wanted["inputProperties"])


def test_microsofts_own_client_reads_the_local_azure(capsys):
    with LocalAzure(None) as azure:
        program = blocks("python")[1].replace("http://127.0.0.1:8095", azure.url)
        exec(compile(program, "README.md", "exec"), {"__name__": "readme"})  # noqa: S102
    assert "gpt-4.1-mini 2025-04-14" in capsys.readouterr().out


def test_links_lead_somewhere():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target

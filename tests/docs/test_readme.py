"""Does everything that the README shows work?"""

from __future__ import annotations

import json
import re
import shlex
import sys
from importlib import import_module
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from tests.e2e.consumers import Program, faults

from azgreen.cli import main
from azgreen_emulator.server import LocalAzure

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
sys.path.append(str(ROOT / "scripts"))
gen_readme = import_module("gen_readme")
PULUMI = [
    "pulumi stack init prod",
    "pulumi config set azure-native:subscriptionId <subscription> --stack prod",
    "pulumi up --stack prod",
    "pulumi stack output footprint --stack prod",
    "pulumi up --stack local",
    "pulumi preview --stack prod --policy-pack policies",
]
"""The commands of a real pulumi: tests/e2e runs them where there is one."""


INLINE = re.findall(r"`(?:AZGREEN_\w+=\S+ )?(azgreen [a-z][^`]*)`", README)
"""Commands in the text."""


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


def commands():
    joined = [re.sub(r"\\\n\s*", "", block) for block in blocks("console")]
    lines = [line.removeprefix("$ ") for block in joined for line in block.splitlines()]
    return [re.sub(r'^PATH="[^"]*" ', "", line) for line in lines] + INLINE


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
    owners = {name for step in told["steps"] for name in re.findall(r"index:(\w+)", step["urn"])}
    assert owners == {"ModelDeployment", "SemanticCache", "Monitoring"}
    assert told["outputs"]["footprint"][0]["region"] == "swedencentral"
    assert told["outputs"]["avoided"]["gco2e_per_h"]["mid"] > 0


def test_the_yaml_of_another_language_fits_the_schema():
    (text,) = (YAML(typ="safe").load(block) for block in blocks("yaml"))
    program = Program(text["resources"], {})
    assert list(program.components) == ["bot"]
    assert faults(program) == []


def test_microsofts_own_client_reads_the_local_azure(capsys):
    with LocalAzure(None) as azure:
        program = blocks("python")[1].replace("http://127.0.0.1:8095", azure.url)
        exec(compile(program, "README.md", "exec"), {"__name__": "readme"})  # noqa: S102
    assert "gpt-4.1-mini 2025-04-14" in capsys.readouterr().out


def test_links_lead_somewhere():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def outputs(name):
    return re.findall(rf"<!-- output: {name} -->\n(.*?)<!-- end -->", README, re.DOTALL)[0]


def test_as_many_resources_are_shown_as_are_told_of():
    (whole,) = re.findall(r"^(\d+) created, 0 updated", outputs("up"), re.MULTILINE)
    assert outputs("up").count(f"[{int(whole) - 1} more]") == 2
    parts = re.findall(r"\| (\d+) \|$", outputs("components"), re.MULTILINE)
    assert sum(map(int, parts)) == int(whole) - 1  # the resource group is the program's own


def test_of_lines_that_begin_alike_the_first_is_shown_and_the_others_are_counted():
    text = """\
  + create   a:B  x
  + create   a:C  y
  2 to create
error: rule-a: 1
error: rule-b: 2
error: rule-a: 3
error: rule-a: 4

told"""
    assert gen_readme.shortened(text).splitlines() == [
        "  + create   a:B  x",
        "  [1 more]",
        "  2 to create",
        "error: rule-a: 1",
        "  [2 more]",
        "error: rule-b: 2",
        "",
        "told",
    ]

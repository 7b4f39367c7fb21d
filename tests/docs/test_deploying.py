"""Is what the page on deploying says of the stacks so?"""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from azgreen.cli import main
from azgreen_components import GreenAiStackArgs
from azgreen_components._inputs import camel
from azgreen_components.green_ai_stack.parts import PARTS
from azgreen_emulator.native.table import spec_for

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "deploying.md").read_text("utf-8")
STACKS = {path.stem.removeprefix("Pulumi."): path for path in (ROOT / "stacks").iterdir()}
ALWAYS = {"Microsoft.Authorization", "Microsoft.Resources"}
"""Providers that every subscription has."""
TOLD = {"Microsoft.CognitiveServices"}
"""What the page says that the stack `dev` needs."""


def section(title: str) -> str:
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def rows(title: str) -> list[str]:
    return re.findall(r"^\| (`.*?) \|", section(title), re.MULTILINE)


def configured(stack: str) -> dict[str, object]:
    config = YAML(typ="safe").load(STACKS[stack])["config"]
    return {key.removeprefix("azgreen:"): value for key, value in config.items()}


def providers(stack: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> set[str]:
    for name in ("Pulumi.yaml", "__main__.py"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "stacks", tmp_path / "stacks")
    command = ["preview", "--stack", stack, "--cwd", str(tmp_path), "--format", "json"]
    assert main(command) == 0
    steps = json.loads(capsys.readouterr().out)["steps"]
    paths = [spec_for(step["type"]).path for step in steps]
    return {name for path in paths for name in re.findall(r"/providers/([\w.]+)", path)} - ALWAYS


@pytest.mark.parametrize(("stack", "told"), [("prod", None), ("dev", TOLD)])
def test_every_provider_that_a_stack_uses_is_registered(stack, told, tmp_path, capsys):
    listed = set(re.findall(r"az provider register --namespace (\S+)", PAGE))
    assert providers(stack, tmp_path, capsys) == (told or listed)


def test_every_stack_is_told_of():
    listed = re.findall(r"^\| `(\w+)` \|", PAGE.partition("\n## ")[0], re.MULTILINE)
    assert sorted(listed) == sorted(STACKS)


def test_every_key_is_one_that_the_program_takes():
    keys = {key for row in rows("For each stack") for key in re.findall(r"`(\w+)`", row)}
    known = {camel(name) for name in GreenAiStackArgs.__annotations__} | {"placement"}
    assert keys <= known
    assert {key for stack in STACKS for key in configured(stack)} <= keys


def test_what_costs_by_the_hour_is_left_out_of_the_stack_for_trials():
    parts = {row.split("`")[1] for row in rows("What costs by the hour")}
    assert parts == {*map(camel, PARTS), "deployments"}
    assert parts & configured("dev").keys() == {"deployments"}


def test_its_commands_are_known():
    lines = re.findall(r"^ *\$ (.*)$", PAGE, re.MULTILINE) + re.findall(r"`(azgreen .*?)`", PAGE)
    for command in lines:
        words = shlex.split(command)
        if words[0] == "azgreen":
            with pytest.raises(SystemExit) as ended:
                main([*words[1:], "--help"])
            assert ended.value.code == 0
        else:
            assert words[0] in {"az", "pulumi"}


def test_links_lead_somewhere():
    for target in re.findall(r"\]\(([^)#]+)\)", PAGE):
        assert (ROOT / "docs" / target).exists(), target

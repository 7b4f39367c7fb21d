"""Does a new rule begin whole, and does the folder that is published stand on its own?"""
# ruff: noqa: E501  # a row of a table holds its message in full

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from azgreen.errors import InputError
from azgreen_policies import load_rules

ROOT = Path(__file__).parents[2]
TOKEN = "azure-native:search:Service"


def script(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, ROOT / f"scripts/{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


new_rule, stage_pack = script("new_rule"), script("stage_pack")


def test_a_new_rule_has_rule_test_and_examples(tmp_path: Path) -> None:
    made = new_rule.files("AZG-S900", "size/replica-count", TOKEN, tmp_path)
    assert sorted(str(file.relative_to(tmp_path)) for file in made) == [
        "policies/azgreen_policies/size/replica_count.py",
        "policies/examples/replica_count/bad/__main__.py",
        "policies/examples/replica_count/good/__main__.py",
        "tests/policies/size/test_replica_count.py",
    ]
    for file, text in made.items():
        compile(text, str(file), "exec")


def test_what_is_generated_decides_its_cases(tmp_path: Path) -> None:
    made = new_rule.files("AZG-S900", "size/replica-count", TOKEN, tmp_path)
    rule = next(text for file, text in made.items() if "azgreen_policies" in file.parts)
    test = next(text for file, text in made.items() if file.name.startswith("test_"))
    names: dict[str, Any] = {"__name__": "azgreen_policies.size.replica_count"}
    exec(compile(rule, "rule", "exec"), names)  # noqa: S102 - our own template
    cases: dict[str, Any] = {"rule": names["rule"]}
    exec(compile(test.replace("from azgreen_policies", "# "), "test", "exec"), cases)  # noqa: S102
    for case in cases["CASES"]:
        cases["check"](names["rule"], case)
    with pytest.raises(AssertionError, match="write the rule"):
        cases["test_what_was_generated_has_been_decided"]()


@pytest.mark.parametrize(
    ("ref", "path", "token", "message"),
    [
        ("S18", "size/a-b", TOKEN, "id: 'S18' is no id; write AZG-, a letter of C R S X, 3 digits"),
        ("AZG-S001", "size/a-b", TOKEN, "id: AZG-S001 is 'deployment-capacity'; ids are never used again"),
        ("AZG-C900", "size/a-b", TOKEN, "id: AZG-C900 is of 'carbon', the folder 'size'"),
        ("AZG-S900", "cost/a-b", TOKEN, "rule: unknown folder 'cost'; allowed: carbon, reliability, security, size"),
        ("AZG-S900", "size/Count", TOKEN, "rule: 'Count' is no name; write two words or more in-kebab-case"),
        ("AZG-S900", "size/deployment-capacity", TOKEN, "rule: 'deployment-capacity' is there already; choose another name"),
        ("AZG-S900", "size/a-b", "search.Service", "type: 'search.Service' is no type; write azure-native:<module>:<Type>"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_is_refused(ref: str, path: str, token: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        new_rule.files(ref, path, token)
    assert [str(fault) for fault in caught.value.faults] == [message]


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        new_rule.files("x", "y", "z")
    assert len(caught.value.faults) == 4


def test_the_staged_pack_needs_nothing_of_the_clone(tmp_path: Path) -> None:
    target = tmp_path / "pack"
    stage_pack.stage(target)
    code = (
        "import sys, pathlib; from azgreen_policies.pack import assemble;"
        "pack = assemble(pathlib.Path.cwd());"
        "own = [m for n, m in sys.modules.items() if n.split('.')[0].startswith('azgreen')];"
        "files = {str(pathlib.Path(m.__file__)) for m in own if getattr(m, '__file__', None)};"
        "assert all(f.startswith(str(pathlib.Path.cwd())) for f in files), files;"
        "print(len(pack.policies))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=target,
        env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) == len(load_rules()) + 1
    with pytest.raises(InputError, match="holds something already"):
        stage_pack.stage(target)


def test_the_staged_pack_pins_what_it_needs() -> None:
    pins = dict(line.split("==") for line in stage_pack.requirements().split())
    assert {"jsonschema", "pulumi", "pulumi-policy", "ruamel-yaml"} <= set(pins)
    assert all(version[0].isdigit() for version in pins.values())

"""Does a check find the same from all three sources, and tell it in every form?"""

from __future__ import annotations

import json
import os
from argparse import Namespace
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft4Validator
from tests.cli.conftest import ROOT
from tests.cli.pulumi_forms import preview_json, stack_export

from azgreen.cli import _checking, main
from azgreen.cli.check import FORMATS
from azgreen.findings import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kept_packs")

TODAY = datetime.now(UTC).date()
PROGRAM = """\
import pulumi
from pulumi_azure_native import cognitiveservices as cognitive, resources

group = resources.ResourceGroup("models", location="polandcentral")
account = cognitive.Account(
    "assistant",
    resource_group_name=group.name,
    location="polandcentral",
    kind="AIServices",
    sku=cognitive.SkuArgs(name="S0"),
    properties=cognitive.AccountPropertiesArgs(custom_sub_domain_name="contoso-checked"),
)
cognitive.Deployment(
    "chat",
    resource_group_name=group.name,
    account_name=account.name,
    sku=cognitive.SkuArgs(name="Standard", capacity=51),
    properties=cognitive.DeploymentPropertiesArgs(
        model=cognitive.DeploymentModelArgs(
            format="OpenAI", name="gpt-4.1-mini", version="2025-04-14"
        ),
        rai_policy_name=pulumi.Output.secret("Microsoft.DefaultV2"),
    ),
)
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: Any) -> Path:
    """A project with two mistakes, on a pack that looks for these two alone."""
    folder = tmp_path_factory.mktemp("checked")
    (folder / "stacks").mkdir()
    (folder / "Pulumi.yaml").write_text(
        "name: shop\nruntime: python\nstackConfigDir: stacks\n", encoding="utf-8"
    )
    (folder / "stacks/Pulumi.dev.yaml").write_text("config: {}\n", encoding="utf-8")
    (folder / "__main__.py").write_text(PROGRAM, encoding="utf-8")
    levels = {
        "all": "disabled",
        "region-carbon-intensity": "mandatory",
        "deployment-capacity": "mandatory",
    }
    (folder / "levels.json").write_text(json.dumps(levels), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def looked(project: Path) -> _checking.Looked:
    return _checking.look(Namespace(stack="dev", cwd=project, azure=None))


@pytest.fixture(scope="module")
def files(project: Path, looked: Any) -> dict[str, Path]:
    """The three ways of naming the same resources."""
    found, folder = looked.delivered, project
    preview, export = folder / "preview.json", folder / "export.json"
    preview.write_text(preview_json(found.after, found.sources), encoding="utf-8")
    export.write_text(stack_export(found.after, found.sources), encoding="utf-8")
    return {"preview": preview, "export": export}


@pytest.fixture
def check(project: Path, files: Any, capsys: Any) -> Iterator[Any]:
    def run(*options: str, source: str = "preview") -> tuple[int, str, str]:
        named = "dev" if source == "stack" else str(files[source])
        code = main(
            [
                "check",
                f"--{source}",
                named,
                *("--cwd", str(project), "--policy-pack", str(ROOT / "policies")),
                *("--policy-pack-config", str(project / "levels.json"), *options),
            ]
        )
        told = capsys.readouterr()
        return code, told.out, told.err

    yield run
    (project / "waivers.yaml").unlink(missing_ok=True)


def waive(project: Path, rule: str, days: int, resource: str = "'*'") -> None:
    made, ends = TODAY - timedelta(days=10), TODAY + timedelta(days=days)
    (project / "waivers.yaml").write_text(
        f"waivers:\n  - rule: {rule}\n    resource: {resource}\n    owner: platform\n"
        f"    reason: load test\n    created: {made}\n    expires: {ends}\n",
        encoding="utf-8",
    )


CAPACITY = (
    "'chat' has 51 k TPM of Standard, over the limit of 50 for dev; set sku.capacity to 50 or less"
)


@pytest.mark.parametrize("source", ["stack", "preview", "export"])
def test_all_sources_find_the_same(check: Any, source: str) -> None:
    code, out, _ = check("--format", "json", source=source)
    told = json.loads(out)
    found = [(it["rule"], it["resource"], it["state"], it["source"]) for it in told["findings"]]
    assert found == [
        ("AZG-C001", "assistant", "violation", {"file": "__main__.py", "line": 5}),
        ("AZG-C001", "models", "violation", {"file": "__main__.py", "line": 4}),
        ("AZG-S001", "chat", "violation", {"file": "__main__.py", "line": 13}),
    ]
    assert told["findings"][-1]["message"] == CAPACITY
    assert (told["project"], told["stack"], code) == ("shop", "dev", 1)


def test_the_table_says_what_stops_and_where(check: Any) -> None:
    code, out, err = check()
    assert (code, err) == (1, "")
    assert "violation  AZG-S001 deployment-capacity (medium)  chat  __main__.py:13\n" in out
    assert CAPACITY in " ".join(out.split())
    assert "3 violated, 0 advised, 0 waived; " in out.splitlines()[-1]


def test_a_waived_finding_is_shown_and_stops_nothing(check: Any, project: Path) -> None:
    waive(project, "deployment-capacity", 5, "chat")
    told = json.loads(check("--format", "json")[1])
    (waived,) = [it for it in told["findings"] if it["state"] == "waived"]
    assert waived["waived"] == {
        "owner": "platform",
        "reason": "load test",
        "until": f"{TODAY + timedelta(days=5)}",
    }
    assert told["idleWaivers"] == []


def test_a_waiver_that_is_over_is_back_and_says_so(check: Any, project: Path) -> None:
    waive(project, "AZG-S001", -1)
    told = json.loads(check("--format", "json")[1])
    until = f"until {TODAY - timedelta(days=1)} by platform: load test"
    assert told["findings"][-1]["message"] == f"{CAPACITY} (it was waived {until}; that is over)"
    assert told["findings"][-1]["state"] == "violation"


def test_a_waiver_that_excuses_nothing_is_told(check: Any, project: Path) -> None:
    waive(project, "AZG-S001", 5, "nobody")
    _, out, _ = check()
    assert "waiver  AZG-S001 at 'nobody', until " in out


def test_all_waived_ends_well(check: Any, project: Path) -> None:
    waive(project, "AZG-C001", 5)
    with (project / "waivers.yaml").open("a", encoding="utf-8") as file:
        waive_text = (project / "waivers.yaml").read_text(encoding="utf-8")
        file.write(waive_text.replace("waivers:\n", "").replace("C001", "S001"))
    code, out, _ = check("--strict")
    assert code == 0
    assert "0 violated, 0 advised, 3 waived; " in out


def test_advice_ends_with_1_only_if_strict(check: Any, project: Path) -> None:
    levels = project / "advice.json"
    levels.write_text(
        json.dumps({"all": "disabled", "deployment-capacity": "advisory"}), encoding="utf-8"
    )
    config = ("--policy-pack-config", str(levels))
    assert check(*config)[0] == 0
    assert check(*config, "--strict")[0] == 1


def test_sarif_keeps_to_its_published_schema(check: Any, project: Path) -> None:
    waive(project, "AZG-S001", 5)
    log = json.loads(check("--format", "sarif")[1])
    schema = json.loads((ROOT / "tests/data/sarif-2.1.0.json").read_text(encoding="utf-8"))
    assert [error.message for error in Draft4Validator(schema).iter_errors(log)] == []
    (run,) = log["runs"]
    assert [it["level"] for it in run["results"]] == ["error", "error", "warning"]
    suppressed = [it for it in run["results"] if it.get("suppressions")]
    (waived,) = suppressed
    assert waived["suppressions"][0]["justification"].startswith("load test (platform, until ")
    place = waived["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "__main__.py"}, "region": {"startLine": 13}}
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    prints = [it["partialFingerprints"]["azgreen/v1"] for it in run["results"]]
    assert len(set(prints)) == len(prints)


def test_junit_has_a_case_for_each_rule(check: Any, project: Path) -> None:
    waive(project, "AZG-S001", 5)
    root = ET.fromstring(check("--format", "junit")[1])  # noqa: S314 - our own
    cases = {case.get("name"): case for case in root.iter("testcase")}
    assert root.get("tests") == str(len(cases))
    assert (root.get("failures"), root.get("skipped")) == ("1", "1")
    failure = cases["AZG-C001 region-carbon-intensity"].find("failure")
    assert failure is not None
    assert failure.get("message") == "2 violated: Resources sit on a grid with little carbon."
    skipped = cases["AZG-S001 deployment-capacity"].find("skipped")
    assert skipped is not None


def test_markdown_has_what_stops_first(check: Any, project: Path) -> None:
    waive(project, "AZG-S001", 5)
    _, out, _ = check("--format", "markdown")
    assert out.startswith("### shop/dev: 2 violations, 0 advised, 1 waived\n")
    assert out.index("#### Violations") < out.index("<summary>Waived: 1</summary>")
    assert f"| AZG-S001 | medium | `chat`<br>`__main__.py:13` | {CAPACITY} | until " in out


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_gets_the_same_and_stdout_the_counts(check: Any, tmp_path: Path, form: str) -> None:
    file = tmp_path / "out"
    code, out, _ = check("--format", form, "-o", str(file))
    assert code == 1
    assert out.startswith("3 violated, 0 advised, 0 waived; ")
    assert file.read_text(encoding="utf-8") == check("--format", form)[1]


def test_stdin_is_read(project: Path, files: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(files["preview"].read_text(encoding="utf-8")))
    packs = ("--policy-pack", str(ROOT / "policies"))
    levels = ("--policy-pack-config", str(project / "levels.json"))
    assert main(["check", "--preview", "-", "--cwd", str(project), *packs, *levels]) == 1


@pytest.mark.parametrize(
    ("option", "source", "message"),
    [
        ("--preview", "export", "holds an exported stack; write --export"),
        ("--export", "preview", "holds a preview; write --preview"),
    ],
)
def test_the_wrong_option_is_told(
    files: Any, capsys: Any, option: str, source: str, message: str
) -> None:
    packs = ("--policy-pack", str(ROOT / "policies"))
    assert main(["check", option, str(files[source]), *packs]) == 2
    assert capsys.readouterr().err == f"error: {files[source]}: {message} {files[source]}\n"


def test_faults_end_with_2_and_write_nothing(check: Any, project: Path, tmp_path: Path) -> None:
    (project / "waivers.yaml").write_text("waivers:\n  - rule: x\n", encoding="utf-8")
    out = tmp_path / "out.sarif"
    code, _, err = check("--format", "sarif", "-o", str(out))
    assert (code, out.exists()) == (2, False)
    assert len(err.splitlines()) == 6
    assert check("-o", str(tmp_path / "no/such"))[0] == 2
    packs = ("--policy-pack", str(ROOT / "policies"))
    assert main(["check", "--preview", os.fspath(tmp_path / "missing.json"), *packs]) == 2


def test_a_check_without_rules_is_none(project: Path, capsys: Any) -> None:
    assert main(["check", "--stack", "dev", "--cwd", str(project)]) == 2
    assert capsys.readouterr().err == (
        f"error: --policy-pack: missing, and {project}/policies is no pack; "
        "a check without rules finds none, so name a folder with rules\n"
    )


def test_severities_are_those_of_the_sdk() -> None:
    from pulumi_policy import Severity  # noqa: PLC0415

    assert set(SEVERITIES) == {item.value for item in Severity}

"""Does one comment tell what a change adds, from every source, and end as it promises?"""

from __future__ import annotations

import json
from argparse import Namespace
from typing import TYPE_CHECKING, Any

import pytest
from tests.cli.conftest import ROOT
from tests.cli.pulumi_forms import preview_json, stack_export
from tests.pull_request.served import TOKEN, Served, serving

from azgreen.cli import _checking, main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kept_packs")

PROGRAM = """\
from pulumi_azure_native import cognitiveservices as cognitive, resources

group = resources.ResourceGroup("models", location="{region}")
account = cognitive.Account(
    "assistant",
    resource_group_name=group.name,
    location="{region}",
    kind="AIServices",
    sku=cognitive.SkuArgs(name="S0"),
    properties=cognitive.AccountPropertiesArgs(custom_sub_domain_name="contoso-told"),
)
cognitive.Deployment(
    "chat",
    resource_group_name=group.name,
    account_name=account.name,
    sku=cognitive.SkuArgs(name="Standard", capacity=50),
    tags={{"azgreen-need": "requests-per-second={rps} input-tokens=1155 output-tokens=211"}},
    properties=cognitive.DeploymentPropertiesArgs(
        model=cognitive.DeploymentModelArgs(
            format="OpenAI", name="gpt-4.1-mini", version="2025-04-14"
        )
    ),
)
"""
CI = ("GITHUB_STEP_SUMMARY", "GITHUB_TOKEN", "GITHUB_REPOSITORY", "GITHUB_EVENT_PATH", "GITHUB_REF")


@pytest.fixture(autouse=True)
def outside_of_ci(monkeypatch: Any) -> None:
    for name in CI:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def project(tmp_path_factory: Any) -> Path:
    folder = tmp_path_factory.mktemp("told")
    (folder / "stacks").mkdir()
    (folder / "Pulumi.yaml").write_text(
        "name: shop\nruntime: python\nstackConfigDir: stacks\n", encoding="utf-8"
    )
    for stack in ("dev", "new"):
        (folder / f"stacks/Pulumi.{stack}.yaml").write_text("config: {}\n", encoding="utf-8")
    for level in ("advisory", "mandatory"):
        levels = {"all": "disabled", "region-carbon-intensity": level}
        (folder / f"{level}.json").write_text(json.dumps(levels), encoding="utf-8")
    return folder


def write_program(project: Path, rps: str, region: str = "swedencentral") -> None:
    text = PROGRAM.format(rps=rps, region=region)
    (project / "__main__.py").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def files(project: Path) -> dict[str, str]:
    """A stack that is deployed, then twice the requests: as a stack and as Pulumi's own files."""
    write_program(project, "0.5")
    assert main(["up", "--stack", "dev", "--cwd", str(project)]) == 0
    write_program(project, "1")
    looked = _checking.look(Namespace(stack="dev", cwd=project, azure=None)).delivered
    texts = {
        "preview": preview_json(looked.after, looked.sources, before=looked.before or ()),
        "export": stack_export(looked.after, looked.sources),
        "base": stack_export(looked.before or ()),
    }
    for name, text in texts.items():
        (project / f"{name}.json").write_text(text, encoding="utf-8")
    return {name: str(project / f"{name}.json") for name in texts} | {"stack": "dev"}


@pytest.fixture
def comment(project: Path, files: dict[str, str], capsys: Any) -> Any:
    def run(source: str, *options: str, level: str = "") -> tuple[int, str, str]:
        levels = ("--policy-pack-config", str(project / f"{level}.json"))
        rules = ("--policy-pack", str(ROOT / "policies"), *levels) if level else ()
        code = main(
            [
                "comment",
                f"--{source}",
                files.get(source, ""),
                *("--cwd", str(project), *rules, *options),
            ]
        )
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


@pytest.fixture
def served() -> Iterator[Served]:
    with serving() as found:
        yield found


@pytest.fixture
def on_github(served: Served, tmp_path: Path, outside_of_ci: None, monkeypatch: Any) -> None:  # noqa: ARG001 - in this order
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"pull_request": {"number": 7}}), encoding="utf-8")
    for name, value in {
        "GITHUB_TOKEN": TOKEN,
        "GITHUB_REPOSITORY": "acme/shop",
        "GITHUB_API_URL": served.url,
        "GITHUB_EVENT_PATH": str(event),
    }.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize(
    ("source", "options"),
    [("stack", ()), ("preview", ()), ("export", ("--base", "base"))],
)
def test_twice_the_requests_are_twice_the_carbon(
    comment: Any, files: dict[str, str], source: str, options: tuple[str, ...]
) -> None:
    code, out, err = comment(source, *(files.get(it, it) for it in options))
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[0] == "<!-- azgreen shop/dev -->"
    assert lines[3].endswith("(+100.0% carbon)**; no rule was asked.")
    (chat,) = [line for line in lines if line.startswith("| `chat`<br>")]
    before, arrow, after, delta = chat.split(" | ")[1].split()
    assert (arrow, f"(+{before})") == ("→", delta)
    assert float(after) == pytest.approx(2 * float(before), rel=0.02)


def test_a_first_deployment_has_nothing_before(comment: Any, project: Path, capsys: Any) -> None:
    assert main(["comment", "--stack", "new", "--cwd", str(project)]) == 0
    out = capsys.readouterr().out
    assert "| `chat`<br>cognitiveservices:Deployment, new | +" in out
    assert "carbon)" not in out.splitlines()[3]
    assert comment("stack", "--base", str(project / "export.json"))[1].count("takes what it took")


def test_an_export_needs_what_was_before(comment: Any) -> None:
    assert comment("export") == (
        2,
        "",
        "error: --base: missing: an exported stack tells no change; give the export of before\n",
    )


def test_a_limit_that_is_exceeded_ends_with_1_and_is_told(comment: Any, tmp_path: Path) -> None:
    code, out, _ = comment("preview", "--fail-on-carbon-increase", "99%")
    assert code == 1
    assert "\n> Limit: the carbon of a month grows by 100%, over 99%\n" in out
    file = tmp_path / "told.json"
    options = ("--fail-on-carbon-increase", "100.1%", "--fail-on-cost-increase", "1000000USD")
    code, out, _ = comment("preview", *options, "--json-file", str(file))
    assert (code, "> Limit" in out) == (0, False)
    told = json.loads(file.read_text(encoding="utf-8"))
    assert (told["fails"], told["limits"]) == (False, {"exceeded": [], "notJudged": []})
    assert told["change"]["share"]["gco2e"] == pytest.approx(1)


@pytest.fixture
def dirty(project: Path, files: dict[str, str]) -> Iterator[str]:
    """A preview of the same in a region with much carbon."""
    text = (project / "preview.json").read_text(encoding="utf-8")
    file = project / "dirty.json"
    file.write_text(text.replace("swedencentral", "australiaeast"), encoding="utf-8")
    files["dirty"], kept = str(file), files["preview"]
    files["preview"] = str(file)
    yield str(file)
    files["preview"] = kept


@pytest.mark.usefixtures("dirty")
def test_what_is_violated_ends_with_1_and_stands_above_the_figures(comment: Any) -> None:
    code, out, _ = comment("preview", level="mandatory")
    assert code == 1
    assert out.index("#### Violations") < out.index("#### What changes, a month")


def test_faults_are_told_at_once_and_write_nothing(comment: Any, tmp_path: Path) -> None:
    out = tmp_path / "out.md"
    code, said, err = comment(
        "preview",
        *("--fail-on-carbon-increase", "much", "--fail-on-cost-increase", "10kg"),
        *("--post", "github", "-o", str(out), "--json-file", str(tmp_path / "no/such")),
    )
    assert (code, said, out.exists()) == (2, "", False)
    assert [line.split(": ")[1] for line in err.splitlines()] == [
        "--fail-on-carbon-increase",
        "--fail-on-cost-increase",
        str(tmp_path / "no/such"),
        "GITHUB_TOKEN",
        "GITHUB_REPOSITORY",
        "GITHUB_EVENT_PATH",
    ]


def test_stdin_is_read_once(project: Path, capsys: Any) -> None:
    code = main(["comment", "--export", "-", "--base", "-", "--cwd", str(project)])
    assert (code, capsys.readouterr().err) == (
        2,
        "error: --base: is - too; standard input is read once, so write one of the two to a file\n",
    )


@pytest.mark.usefixtures("on_github")
def test_it_is_posted_and_added_to_the_summary(
    comment: Any, served: Served, tmp_path: Path, monkeypatch: Any
) -> None:
    summary, out, sarif = (tmp_path / name for name in ("summary.md", "out.md", "log.sarif"))
    summary.write_text("# Before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    for _ in range(2):
        said = comment("preview", "--post", "github", "-o", str(out), "--sarif-file", str(sarif))
        assert said == (0, "posted: https://here/7#1000\n", "")
    text = out.read_text(encoding="utf-8")
    assert [it["body"] for it in served.comments] == [text]
    assert summary.read_text(encoding="utf-8") == f"# Before\n{text}{text}"
    assert json.loads(sarif.read_text(encoding="utf-8"))["runs"][0]["results"] == []


@pytest.mark.usefixtures("on_github", "dirty")
@pytest.mark.parametrize(("level", "code"), [("mandatory", 1), ("advisory", 2)])
def test_a_verdict_is_not_lost_with_its_comment(
    comment: Any, served: Served, level: str, code: int
) -> None:
    served.instead = [(403, {}, {"message": "Resource not accessible by integration"})]
    found, out, err = comment("preview", "--post", "github", level=level)
    assert (found, out) == (code, "")
    assert err.startswith(f"error: GET {served.url}: 403: Resource not accessible by integration; ")
    assert TOKEN not in err

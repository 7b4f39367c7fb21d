"""`azgreen report` writes one page, or says what is wrong and writes nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

from azgreen.cli import main

WORKLOAD = """\
name: assistant
traffic: {requestsPerSecond: 0.5, inputTokens: 1155, outputTokens: 211}
models: [gpt-4.1-mini]
from: westeurope
"""
INSTANCE = ("--instance-requests-per-minute=6", "--latency-target-s=30")


@pytest.fixture
def azgreen(capsys, tmp_path):
    (tmp_path / "workload.yaml").write_text(WORKLOAD, "utf-8")

    def run(*arguments):
        try:
            code = main(
                [
                    "report",
                    str(tmp_path / "workload.yaml"),
                    "--output",
                    str(tmp_path / "page.html"),
                    *map(str, arguments),
                ]
            )
        except SystemExit as ended:
            code = ended.code
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


@pytest.fixture
def trace(tmp_path):
    lines = [f"2026-01-05T08:{second // 60:02d}:{second % 60:02d}Z,1000,200"
             for second in range(1800) if second < 600 or second % 3 == 0]  # fmt: skip
    file = tmp_path / "trace.csv"
    file.write_text("\n".join(["timestamp,input_tokens,output_tokens", *lines]), "utf-8")
    return file


def test_report_writes_a_page_and_is_the_same_each_time(azgreen, tmp_path):
    file = tmp_path / "page.html"
    code, out, err = azgreen()
    assert (code, err) == (0, "")
    assert out.startswith(f"wrote {file} (")
    first = file.read_bytes()
    assert b"assistant" in first
    assert str(tmp_path).encode() not in first
    code, _, _ = azgreen("--force")
    assert (code, file.read_bytes()) == (0, first)


def test_report_does_not_overwrite_unless_it_is_told_to(azgreen, tmp_path):
    file = tmp_path / "page.html"
    file.write_text("mine", "utf-8")
    code, out, err = azgreen()
    assert (code, out) == (2, "")
    assert "exists; use --force to replace it" in err
    assert file.read_text("utf-8") == "mine"


def test_day_of_the_decision_is_the_one_given(azgreen, tmp_path):
    code, _, _ = azgreen("--on", "2026-09-30")
    assert code == 0
    assert "Decided as of 2026-09-30" in (tmp_path / "page.html").read_text("utf-8")


def test_trace_adds_the_instances_over_time(azgreen, trace, tmp_path):
    pytest.importorskip("duckdb", reason="the extra 'traces' is not installed")
    pytest.importorskip("ibis", reason="the extra 'traces' is not installed")
    sized = ["size", "autoscale", str(trace), *INSTANCE, "--format", "json"]
    setting = subprocess.run(
        [sys.executable, "-m", "azgreen", *sized], capture_output=True, text=True, check=True
    )
    (tmp_path / "setting.json").write_text(setting.stdout, "utf-8")
    code, _, err = azgreen("--trace", trace, *INSTANCE)
    assert (code, err) == (0, "")
    text = (tmp_path / "page.html").read_text("utf-8")
    assert "over trace.csv" in text
    assert str(tmp_path) not in text
    code, _, err = azgreen(
        "--force", "--trace", trace, *INSTANCE, "--setting", tmp_path / "setting.json"
    )
    assert (code, err) == (0, "")
    again = (tmp_path / "page.html").read_text("utf-8")
    assert again == text.replace("sized on trace.csv", "sized on setting.json")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--trace", "any.csv"), "--latency-target-s: missing"),
        (INSTANCE, "--latency-target-s: says nothing without --trace"),
        (("--setting", "any.json"), "--setting: says nothing without --trace"),
        (("--cache-hit-rate", "2"), "cache_hit_rate: 2.0 is not usable"),
        (("--response-budget-tokens", "0"), "response_budget_tokens: 0.0 is not usable"),
        (("--on", "someday"), "argument --on: invalid"),
        (("--output", "absent/page.html"), "the folder 'absent' does not exist"),
    ],
)
def test_bad_option_is_explained_and_nothing_is_written(azgreen, tmp_path, options, said):
    code, out, err = azgreen(*options)
    assert (code, out) == (2, "")
    assert said in err
    assert not (tmp_path / "page.html").exists()


def test_output_that_cannot_be_written_is_explained(azgreen, tmp_path):
    code, _, err = azgreen("--force", "--output", tmp_path)
    assert code == 2
    assert "cannot be written" in err


def test_setting_that_is_no_json_is_explained(azgreen, trace, tmp_path):
    pytest.importorskip("duckdb", reason="the extra 'traces' is not installed")
    pytest.importorskip("ibis", reason="the extra 'traces' is not installed")
    code, _, err = azgreen("--trace", trace, *INSTANCE, "--setting", trace)
    assert code == 2
    assert "cannot be read as JSON" in err
    assert not (tmp_path / "page.html").exists()


def test_no_feasible_region_ends_with_2_and_the_line_to_change(azgreen, tmp_path):
    (tmp_path / "workload.yaml").write_text(WORKLOAD + "maxGridGco2ePerKwh: 1\n", "utf-8")
    code, out, err = azgreen()
    assert (code, out) == (2, "")
    assert "workload.yaml:5: no region holds all constraints" in err
    assert not (tmp_path / "page.html").exists()

"""`size autoscale` and `replay` read a trace and show what they find, or say what is wrong."""

from __future__ import annotations

import json

import pytest

from azgreen.cli import main

pytest.importorskip("duckdb", reason="the extra 'traces' is not installed")
pytest.importorskip("ibis", reason="the extra 'traces' is not installed")

INSTANCE = (
    "--instance-requests-per-minute=6",
    "--latency-target-s=30",
    "--unloaded-latency-s=2",
    "--full-latency-s=6",
)


@pytest.fixture
def trace(tmp_path):
    """Sixty requests a minute for ten minutes, then a third of that for half an hour."""
    lines = [
        f"2026-01-05T08:{second // 60:02d}:{second % 60:02d}Z,1000,200"
        for second in range(2400)
        if second < 600 or second % 3 == 0
    ]
    file = tmp_path / "trace.csv"
    file.write_text("\n".join(["timestamp,input_tokens,output_tokens", *lines]), "utf-8")
    return file


@pytest.fixture
def azgreen(capsys):
    def run(*arguments):
        try:
            code = main(list(map(str, arguments)))
        except SystemExit as ended:
            code = ended.code
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_size_writes_a_setting_that_replay_takes(azgreen, trace, tmp_path):
    code, out, _ = azgreen("size", "autoscale", trace, *INSTANCE, "--format", "json")
    assert code == 0
    sized = json.loads(out)
    assert sized["autoscale"]["profiles"][0]["capacity"]["minimum"].isdigit()
    file = tmp_path / "setting.json"
    file.write_text(out, "utf-8")
    options = ("--setting", file, "--format", "json")
    code, out, _ = azgreen("replay", trace, *INSTANCE, *options)
    assert code == 0
    compared = json.loads(out)
    names = [row["policy"] for row in compared["policies"]]
    assert names == ["static peak", "static least", "autoscale", "oracle"]
    hours = {row["policy"]: row["instance_hours"] for row in compared["policies"]}
    assert hours["oracle"] <= hours["autoscale"] < hours["static peak"]
    assert compared["setting_learned_on"] == str(file)


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_size_shows_the_rules(azgreen, trace, form):
    code, out, err = azgreen("size", "autoscale", trace, *INSTANCE, "--format", form)
    assert (code, err) == (0, "")
    assert "reactive" in out
    assert "no weekly profile" in out


def test_replay_shows_the_chosen_policies(azgreen, trace):
    chosen = ("--policy", "autoscale", "--policy", "oracle", "--format", "markdown")
    code, out, _ = azgreen("replay", trace, *INSTANCE, *chosen, "--learn", trace)
    assert code == 0
    assert "static peak" not in out
    assert "of the oracle's saving" in out
    assert "| GPU hours" in out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--rate", "0"), "rate: 0.0 is not usable"),
        (("--load-time-s", "-1"), "instance.load_time_s: -1.0 is not usable"),
        (("--unloaded-latency-s", "40", "--full-latency-s", "41"), "cannot be met"),
        (("--late-budget", "2"), "late_budget: 2.0 is not usable"),
        (("--region", "nowhere"), "unknown region 'nowhere'"),
        (("--setting", "absent.json"), "cannot be read as JSON"),
    ],
)
def test_bad_option_is_explained(azgreen, trace, options, said):
    code, out, err = azgreen("replay", trace, *INSTANCE, *options)
    assert (code, out) == (2, "")
    assert said in err


def test_faults_of_the_trace_end_with_2(azgreen, tmp_path):
    file = tmp_path / "bad.csv"
    file.write_text("timestamp,input_tokens\n2026-01-05,1\n", "utf-8")
    code, out, err = azgreen("replay", file, *INSTANCE)
    assert (code, out) == (2, "")
    assert "bad.csv:1: no column 'GeneratedTokens' or 'output_tokens'" in err


def test_what_to_size_must_be_said(azgreen):
    code, _, err = azgreen("size")
    assert code == 2
    assert "THING" in err

"""`evaluate` reads two files, shows what they show, and ends with what is to be done."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from azgreen.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples/evaluation"
FILES = str(EXAMPLES / "gpt-4.1.jsonl"), str(EXAMPLES / "gpt-4.1-mini.jsonl")
MODELS = "--baseline-model=gpt-4.1", "--candidate-model=gpt-4.1-mini"


def run(capsys, *arguments):
    code = main(["evaluate", *arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_the_example_keeps_at_a_small_margin_and_promotes_at_a_large_one(capsys):
    code, out, err = run(capsys, *FILES, *MODELS, "--format", "json")
    assert (code, err) == (0, "")
    kept = json.loads(out)
    assert kept["decision"] == "keep"
    assert kept["questions"] == 64
    assert [item["measure"] for item in kept["measures"]] == ["F1", "groundedness"]
    carbon = kept["carbon"]
    saved = carbon["gco2e_saved_per_1000_requests"]
    for end in ("low", "mid", "high"):
        expected = carbon["baseline"]["gco2e"][end] - carbon["candidate"]["gco2e"][end]
        assert saved[end] == pytest.approx(expected)
    assert saved["mid"] > 0
    rows = [json.loads(line) for line in Path(FILES[0]).read_text("utf-8").splitlines()]
    tokens = sum(row["tokens"]["input"] for row in rows) / len(rows)
    assert carbon["baseline"]["input_tokens"] == pytest.approx(tokens)
    code, out, _ = run(capsys, *FILES, *MODELS, "--margin=0.1", "--format", "json")
    assert code == 0
    assert json.loads(out)["decision"] == "promote"


def test_the_larger_model_is_no_candidate(capsys):
    turned = "--baseline-model=gpt-4.1-mini", "--candidate-model=gpt-4.1"
    code, out, _ = run(capsys, *FILES[::-1], *turned)
    assert code == 0
    assert "verdict: keep" in out
    assert "the candidate saves no carbon: -" in out


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_every_number_is_shown(capsys, form):
    blocked = "--blocklist", str(EXAMPLES / "blocklist.txt")
    code, out, err = run(capsys, *FILES, *MODELS, *blocked, "--format", form)
    assert (code, err) == (0, "")
    for said in ("verdict: keep", "groundedness", "no exact match", "0 new, 0 gone", "saves "):
        assert said in out
    assert ("| F1" in out) == (form == "markdown")


def test_no_carbon_where_no_model_is_named(capsys):
    code, out, _ = run(capsys, *FILES, "--format", "json")
    assert code == 0
    assert json.loads(out)["carbon"] is None


def test_a_worse_model_ends_with_3(capsys, tmp_path):
    rows = [json.loads(line) for line in Path(FILES[0]).read_text("utf-8").splitlines()]
    file = tmp_path / "worse.jsonl"
    file.write_text("".join(json.dumps(row | {"answer": "no"}) + "\n" for row in rows), "utf-8")
    code, out, err = run(capsys, FILES[0], str(file))
    assert (code, err) == (3, "")
    assert "verdict: roll back" in out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--margin=2",), "error: margin: 2.0 is not usable; allowed: above 0 and below 1\n"),
        (MODELS[:1], "error: candidate-model: is missing; name both models or none\n"),
        (
            ("--region=eastus",),
            "error: baseline-model: is missing; name both models or none\n"
            "error: candidate-model: is missing; name both models or none\n",
        ),
        (
            ("--judge=http://example.org",),
            "error: judge: 'http://example.org' is not usable; allowed: an https address, or http"
            " on this machine\n",
        ),
    ],
)
def test_a_bad_option_is_explained(capsys, options, said):
    assert run(capsys, *FILES, *options) == (2, "", said)


def test_faults_of_both_files_are_told_at_once(capsys, tmp_path):
    files = [tmp_path / name for name in ("one.jsonl", "two.jsonl")]
    for file in files:
        file.write_text("[]\n", "utf-8")
    code, out, err = run(capsys, *map(str, files))
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 2
    assert all(f"{file}:1: holds no object" in err for file in files)


def test_carbon_needs_tokens(capsys, tmp_path):
    rows = [json.loads(line) for line in Path(FILES[0]).read_text("utf-8").splitlines()]
    del rows[3]["tokens"]
    file = tmp_path / "bare.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    said = "1 of 64 answers have no 'tokens', which the carbon needs; write them, or name no models"
    told = run(capsys, str(file), str(file), *MODELS)
    assert told == (2, "", f"error: baseline: {said}\n")


STACK = """\
# the shop
config:
  azgreen:location: swedencentral  # chosen by hand
"""
NAMES = "--write records evidence of models by their names"
RECORD = "--write", "--stack", "shop"


@pytest.fixture
def stack(tmp_path, monkeypatch):
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "Pulumi.shop.yaml"
    file.write_text(STACK, "utf-8")
    return file


def entry(verdict, candidate="gpt-4.1-mini"):
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    return {
        "baseline": "gpt-4.1",
        "candidate": candidate,
        "verdict": verdict,
        "decidedOn": today,
    }


def evidence(stack):
    text = stack.read_text("utf-8")
    assert text.startswith(STACK)
    return YAML(typ="safe").load(text)["config"]["azgreen:evidence"]


def test_write_records_a_verdict_of_a_pair_once(capsys, stack):
    code, out, err = run(capsys, *FILES, *MODELS, *RECORD)
    assert (code, err) == (0, "")
    assert out.endswith("recorded in Pulumi.shop.yaml\n")
    assert evidence(stack) == [entry("keep")]
    _, out, _ = run(capsys, *FILES, *MODELS, *RECORD)
    assert out.endswith("Pulumi.shop.yaml holds this verdict already\n")
    larger = "--margin=0.1", "--format", "json"
    _, out, err = run(capsys, *FILES, *MODELS, *RECORD, *larger)
    assert json.loads(out)["decision"] == "promote"
    assert err == "recorded in Pulumi.shop.yaml\n"
    assert evidence(stack) == [entry("promote")]
    other = MODELS[0], "--candidate-model=GPT-4.1-nano"
    run(capsys, *FILES, *other, *RECORD)
    assert evidence(stack) == [entry("promote"), entry("keep", "gpt-4.1-nano")]


def test_a_dry_run_shows_what_would_be_recorded(capsys, stack):
    _, out, _ = run(capsys, *FILES, *MODELS, "--dry-run", "--stack", "shop")
    assert "\n+  azgreen:evidence:\n" in out
    assert stack.read_text("utf-8") == STACK


def test_what_is_no_evidence_is_refused(capsys, stack):
    stack.write_text(f"{STACK}  azgreen:evidence: promoted\n", "utf-8")
    code, _, err = run(capsys, *FILES, *MODELS, *RECORD)
    what = "azgreen:evidence is no list of objects; write it so, or take it out"
    assert (code, err) == (2, f"error: Pulumi.shop.yaml: {what}\n")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            RECORD,
            f"error: baseline-model: is missing; {NAMES}\n"
            f"error: candidate-model: is missing; {NAMES}\n",
        ),
        (("--write",), "error: --write: needs --stack NAME, to know what to write to\n"),
        (
            (*MODELS, "--write", "--stack", "nope"),
            "error: --stack: Pulumi.nope.yaml does not exist; stacks: shop\n",
        ),
    ],
)
def test_a_verdict_is_not_recorded_by_half(capsys, stack, options, said):
    assert run(capsys, *FILES, *options) == (2, "", said)
    assert stack.read_text("utf-8") == STACK

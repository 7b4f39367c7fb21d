"""The command `advise`, as one types it."""

from __future__ import annotations

import json

import pytest

from azgreen.cli import main

WORKLOAD = """\
name: assistant
traffic: {requestsPerSecond: 5.53, inputTokens: 1155, outputTokens: 211}
models: [gpt-4.1-mini, gpt-4o-mini]
from: westeurope
residency: {dataZone: eu}
"""
LEVERS = (
    "--benchmark MMLU --score 80 --prompt-tokens-saved 500 --fine-tune-tokens 5e6 "
    "--max-output-tokens 300 --prompt-cache-rate 0.5 --cache-hit-rate 0.3 --batch-share 0.2"
)


@pytest.fixture
def workload(tmp_path):
    file = tmp_path / "workload.yaml"
    file.write_text(WORKLOAD)
    return str(file)


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_the_decision_is_shown_with_its_levers(workload, form, capsys):
    assert main(["advise", workload, *LEVERS.split(), "--any-model", "--format", form]) == 0
    out = " ".join(capsys.readouterr().out.split())
    for told in ("decision: ", "semantic caching", "LoRA fine-tuning", "models are out"):
        assert told in out


def test_json_holds_all_that_was_weighed(workload, capsys):
    assert main(["advise", workload, *LEVERS.split(), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["choice"]["model"] == "gpt-4o-mini"
    assert [item["model"] for item in told["models"]] == ["gpt-4o-mini", "gpt-4.1-mini"]
    assert {item["lever"] for item in told["levers"]} >= {"prompt budget", "batch SKU", "region"}
    assert {item["method"] for item in told["methods"]} == {
        *("pre-built", "RAG", "LoRA fine-tuning", "custom training")
    }
    assert told["explain"][0].startswith("decision: gpt-4o-mini, pay-as-you-go, Standard in ")


def test_without_levers_it_says_how_to_give_them(workload, capsys):
    assert main(["advise", workload]) == 0
    assert "not given" in capsys.readouterr().out


def test_faults_end_with_two_and_print_nothing(workload, capsys):
    bad = ["--score", "nan", "--benchmark", "MMLU", "--cache-hit-rate", "7", "--rag-tokens", "-1"]
    assert main(["advise", workload, *bad]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 3

"""The commands `size ptu|gpu|cache|search`, as one types them."""

from __future__ import annotations

import json

import pytest

from azgreen.cli import main

PTU = (
    "size ptu --model gpt-5.2 --sku DataZoneProvisionedManaged --rpm 1000 "
    "--input-tokens 200 --output-tokens 20"
)
GPU = (
    "size gpu --model Phi-4 --rps 5 --input-tokens 1000 --output-tokens 200 "
    "--latency-target-ms 50 --region swedencentral"
)
CACHE = "size cache --entries 100000 --dimensions 1536"
SEARCH = "size search --documents 100000 --chunks-per-document 10 --dimensions 1536"
SPARED = (
    " --rps 5 --hit-rate 0.3 --model gpt-4.1-mini --sku Standard --region swedencentral "
    "--input-tokens 1155 --output-tokens 211"
)


def test_ptu_of_the_issue(capsys):
    assert main([*PTU.split(), "--cache-rate", "0.5", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ptu"] == 80
    assert {"ptu_exact", "normalised_tpm", "minimum", "increment", "utilisation"} <= told.keys()
    assert told["explain"][1] == "exact: 260,000 / 3,400 per PTU = 76.47 PTU"


@pytest.mark.parametrize("command", [PTU, GPU, CACHE, CACHE + SPARED, SEARCH])
@pytest.mark.parametrize("form", ["table", "json", "markdown"])
def test_every_size_in_every_form(command, form, capsys):
    assert main([*command.split(), "--format", form]) == 0
    out = capsys.readouterr().out
    if form == "json":
        assert json.loads(out)["explain"]
    elif form == "markdown":
        assert "|--" in out
        assert "\n- " in out
    else:
        assert "not known" in out or "USD" in out


def test_cosmos_has_an_index(capsys):
    assert main([*CACHE.split(), "--store", "cosmos", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["index_type"] == "diskANN"


def test_what_is_avoided_needs_the_whole_request(capsys):
    assert main([*CACHE.split(), "--model", "gpt-4.1-mini"]) == 2
    told = capsys.readouterr().err.splitlines()
    assert "error: sku: is missing; --model needs it" in told
    assert len(told) == 6


def test_faults_are_told_together_and_nothing_is_printed(capsys):
    bad = "size ptu --model gpt-5.3 --sku Standard --rpm 0 --input-tokens nan --output-tokens -1"
    assert main(bad.split()) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 5
    assert all(line.startswith("error: ") for line in said.err.splitlines())


def test_an_unmet_need_says_what_to_relax(capsys):
    assert main([*GPU.split(), "--latency-target-ms", "0.1"]) == 2
    assert "raise the latency target" in capsys.readouterr().err

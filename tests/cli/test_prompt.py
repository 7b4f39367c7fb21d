"""The command `prompt`, as one types it."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from azgreen.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"
WORKLOAD = EXAMPLES / "workloads" / "assistant.yaml"


def _prompt(name: str, *options: str) -> int:
    return main(["prompt", str(EXAMPLES / "prompts" / name), *options])


@pytest.mark.parametrize("name", ["support.txt", "support.json", "support.jsonl"])
@pytest.mark.parametrize("form", ["table", "json", "markdown"])
def test_every_example_in_every_form(name, form, capsys):
    options = ["--workload", str(WORKLOAD), "--max-tokens", "600", "--format", form]
    assert _prompt(name, *options) == 0
    out = capsys.readouterr().out
    if form == "json":
        told = json.loads(out)
        assert told["is_exact"]
        assert told["per_month"]["prompt and mean answer"]["gco2e"]["mid"] > 0
        assert {item["level"] for item in told["findings"]} == {"PASS"}
    else:
        assert "PASS max_tokens: 600, 2.8 times" in out
        assert ("|--" in out) == (form == "markdown")


def test_json_lines_show_what_the_cache_can_hold(capsys):
    assert _prompt("support.jsonl", "--workload", str(WORKLOAD), "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["requests"] == 4
    assert told["cacheable_share"] == pytest.approx(1024 / told["tokens"]["all"]["mid"])


def test_a_failed_check_is_exit_code_1(capsys):
    assert _prompt("support.txt", "--model", "gpt-5-mini", "--temperature", "0.3") == 1
    assert "FAIL temperature: 0.3" in capsys.readouterr().out


def test_the_prompt_may_come_from_stdin(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO("hello"))
    assert main(["prompt", "-", "--model", "gpt-4o", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["tokens"]["user"]["mid"] == 1


def test_an_estimate_is_called_one(capsys):
    assert _prompt("support.txt", "--model", "gemma-3-27b-it") == 0
    out = capsys.readouterr().out
    assert "(ESTIMATE)" in out
    assert "ESTIMATED from characters" in out
    assert "not priced or weighed" in out


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["missing.txt", "--model", "gpt-4o"], "missing.txt: cannot be read: No such file or "),
        (["{file}"], "--model: is missing; name one, or give --workload\n"),
        (["{file}", "--model", "gpt-4p"], "model: unknown model 'gpt-4p'; did you mean "),
        (
            ["{file}", "--model", "gpt-4o", "--max-tokens", "1.5"],
            "max_tokens: 1.5 is not usable; allowed: a whole number of at least 1\n",
        ),
        (
            ["{file}", "--model", "gpt-4.1-mini", "--sku", "Standard", "--region", "norwayeast"],
            "model, sku, region: model 'gpt-4.1-mini' is not offered under sku 'Standard' in "
            "region 'norwayeast'; ",
        ),
    ],
)
def test_bad_input_is_explained(options, told, capsys):
    file = str(EXAMPLES / "prompts" / "support.txt")
    assert main(["prompt", *(item.format(file=file) for item in options)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"error: {told}")


def test_a_file_that_is_no_utf8_is_refused(tmp_path, capsys):
    file = tmp_path / "a.txt"
    file.write_bytes(b"\xff\xfe")
    assert main(["prompt", str(file), "--model", "gpt-4o"]) == 2
    assert capsys.readouterr().err == f"error: {file}: is not UTF-8; save it as such\n"


def test_help_loads_no_tokenizer():
    code = (
        "import sys\nfrom azgreen.cli import main\n"
        "try: main(['prompt', '--help'])\nexcept SystemExit: pass\n"
        "heavy = {'quicktok', 'numpy', 'ruamel'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)

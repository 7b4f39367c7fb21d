"""The command `prompt`, as one types it."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.cli import main
from azgreen.cli._stack_prompt import read_stack
from azgreen.estimate.prompting import RANGES
from azgreen_components._inputs import camel
from azgreen_components.ai_gateway.plan import plan as plan_gateway

EXAMPLES = Path(__file__).parents[2] / "examples"
ACCOUNT = "Microsoft.CognitiveServices/accounts"
GATE = {
    "location": "swedencentral",
    "resource_group_name": "rg",
    "publisher_name": "Contoso",
    "publisher_email": "ai@contoso.com",
}
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
        (["{file}"], "--model: is missing; name one, or give --workload or --stack\n"),
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


DEPLOYMENTS = """\
  azgreen:deployments:
    - name: chat
      model: gpt-4.1-mini
      traffic: {requestsPerSecond: 5.53, inputTokens: 1155, outputTokens: 211}
    - model: gpt-5-mini
      sku: GlobalStandard
      capacity: 20
    - model: text-embedding-3-large
      capacity: 20
"""
GATEWAY = """\
  azgreen:gateway:
    maxTokens: 500
    bounds:
      temperature: {most: 0.7}
      topP: {least: 0.1}
      frequencyPenalty: {least: -1, most: 1}
"""


@pytest.fixture
def stack(tmp_path, capsys):
    """Return what asks about a prompt of a stack, and gives the exit code and what was said."""

    def ask(config, *options):
        (tmp_path / "Pulumi.yaml").write_text("name: shop\nstackConfigDir: stacks\n")
        (tmp_path / "stacks").mkdir(exist_ok=True)
        text = f"config:\n  azgreen:location: swedencentral\n{config}"
        (tmp_path / "stacks/Pulumi.dev.yaml").write_text(text)
        place = ["--stack", "dev", "--cwd", str(tmp_path), "--format", "json"]
        code = _prompt("support.txt", *place, *options)
        said = capsys.readouterr()
        return code, said.out, said.err.replace(f"{tmp_path}/stacks/", "")

    return ask


def findings(out):
    told = json.loads(out)["findings"]
    return [
        f"{item['level']} {item['check']}: {item['said']}{item['fix'] and '; '}{item['fix']}"
        for item in told
    ]


def test_the_limits_of_a_stack_are_held_against_its_traffic(stack):
    code, out, _ = stack(DEPLOYMENTS + GATEWAY)
    assert code == 0
    assert [line for line in findings(out) if " gateway " in line] == [
        "PASS gateway max_tokens: 500, 2.4 times the workload's mean answer: cuts 9.4% of the "
        "answers",
        "PASS gateway temperature: 0 to 0.7 goes through",
        "PASS gateway top_p: 0.1 to 1 goes through",
        "WARN gateway frequency_penalty: -1 to 1 goes through, and -1 rewards repetition, and so "
        "longer answers; set 0 or more",
        "WARN gateway presence_penalty: not bounded: a request may say -2 to 2; set "
        "azgreen:gateway.bounds",
    ]
    told = json.loads(out)
    assert [told[key] for key in ("model", "sku", "region")] == [
        *("gpt-4.1-mini", "Standard", "swedencentral")
    ]


def test_a_request_is_checked_as_the_model_gets_it(stack):
    code, out, _ = stack(DEPLOYMENTS + GATEWAY, "--max-tokens", "900", "--temperature", "1.5")
    assert code == 0
    assert (
        "WARN gateway max_tokens: the request asks for 900, and the model gets 500; ask for 500"
        in findings(out)
    )
    assert (
        "WARN gateway temperature: the request asks for 1.5, and the model gets 0.7; ask for 0.7"
        in findings(out)
    )
    assert "PASS temperature: 0.7 is within 0 to 1" in findings(out)


def test_a_request_that_the_gateway_refuses_is_a_failed_check(stack):
    strict = GATEWAY + "    overLimit: reject\n"
    code, out, _ = stack(DEPLOYMENTS + strict, "--max-tokens", "900", "--temperature", "1.5")
    assert code == 1
    assert [line for line in findings(out) if line.startswith("FAIL")] == [
        "FAIL gateway max_tokens: the request asks for 900: the gateway answers 400; ask for 500",
        "FAIL gateway temperature: the request asks for 1.5: the gateway answers 400; ask for 0.7",
    ]


def test_a_limit_below_the_mean_answer_fails(stack):
    code, out, _ = stack(DEPLOYMENTS + "  azgreen:gateway:\n    maxTokens: 100\n")
    assert code == 1
    assert (
        "FAIL gateway max_tokens: 100, 0.5 times the workload's mean answer: cuts 62% of the "
        "answers; set about 486" in findings(out)
    )


def test_a_deployment_of_the_stack_is_chosen_by_model_or_name(stack):
    _, out, _ = stack(DEPLOYMENTS, "--model", "gpt-5-mini")
    told = json.loads(out)
    assert (told["model"], told["sku"]) == ("gpt-5-mini", "GlobalStandard")
    assert [item for item in told["findings"] if "gateway" in item["check"]] == []
    _, out, _ = stack(DEPLOYMENTS, "--model", "CHAT")
    assert json.loads(out)["model"] == "gpt-4.1-mini"
    bought = "  azgreen:provisioned: {model: gpt-4.1, sku: ProvisionedManaged, ptu: 50}\n"
    _, out, _ = stack(bought)
    assert json.loads(out)["model"] == "gpt-4.1"


@pytest.mark.parametrize(
    ("config", "told"),
    [
        ("  a: 1\n", "--stack: has no deployment that answers chats; add one\n"),
        (
            "  azgreen:deployments: [{model: gpt-4.1-mimi}]\n",
            "Pulumi.dev.yaml:3: config.azgreen:deployments[0].model: unknown model 'gpt-4.1-mimi'; "
            "did you mean 'gpt-4.1-mini'?\n",
        ),
        (
            f"{DEPLOYMENTS}  azgreen:gateway: {{maxTokens: 1.5}}\n",
            "Pulumi.dev.yaml:12: config.azgreen:gateway.maxTokens: 1.5 is not a whole number of "
            "tokens; write 1 or more\n",
        ),
        (
            f"{DEPLOYMENTS}  azgreen:gateway: {{overLimit: drop}}\n",
            "Pulumi.dev.yaml:12: config.azgreen:gateway.overLimit: 'drop' is not a choice; "
            "allowed: cap, reject\n",
        ),
        (
            f"{DEPLOYMENTS}  azgreen:gateway: {{bounds: {{topP: {{most: 2}}}}}}\n",
            "Pulumi.dev.yaml:12: config.azgreen:gateway.bounds.topP.most: 2 is no value of top_p; "
            "write 0 to 1\n",
        ),
        (
            f"{DEPLOYMENTS}  azgreen:gateway: {{bounds: {{topP: {{least: 0.5, most: 0.2}}}}}}\n",
            "Pulumi.dev.yaml:12: config.azgreen:gateway.bounds.topP: least 0.5 is above most 0.2; "
            "swap them\n",
        ),
        (
            f"{DEPLOYMENTS}  azgreen:gateway: {{bounds: {{top_p: {{most: 1}}}}}}\n",
            "Pulumi.dev.yaml:12: config.azgreen:gateway.bounds.top_p: unknown key; did you mean "
            "'topP'?\n",
        ),
    ],
)
def test_what_cannot_be_used_of_a_stack_has_its_line(config, told, stack):
    code, out, err = stack(config)
    assert (code, out) == (2, "")
    assert err == f"error: {told}"


BOUNDS = {
    name: st.fixed_dictionaries({}, optional={"least": st.floats(*ends), "most": st.floats(*ends)})
    for name, ends in RANGES.items()
}


@given(
    gateway=st.fixed_dictionaries(
        {},
        optional={
            "max_tokens": st.integers(1, 10**6),
            "bounds": st.fixed_dictionaries({}, optional=BOUNDS),
            "over_limit": st.sampled_from(["cap", "reject"]),
        },
    )
)
def test_the_gateway_of_a_stack_enforces_what_is_checked(tmp_path_factory, gateway):
    for name, ends in gateway.get("bounds", {}).items():
        low, high = RANGES[name]
        least, most = ends.get("least", low), ends.get("most", high)
        ends |= {"least": min(least, most), "most": max(least, most)}
    account = {"name": "a", "account_id": f"/providers/{ACCOUNT}/a", "endpoint": "https://a"}
    given = {"max_tokens": 900, **gateway}
    wanted = {**GATE, "accounts": [account], **given}
    file = tmp_path_factory.getbasetemp() / "Pulumi.gateway.yaml"
    config = {"azgreen:location": "swedencentral", "azgreen:gateway": spelled(given)}
    file.write_text(json.dumps({"config": config}))
    checked, limits = read_stack(file).enforced, plan_gateway("gate", wanted).rules.limits
    assert checked.max_tokens == limits.max_tokens
    assert checked.over_limit == limits.over_limit
    assert {**checked.bounds} == {item.parameter: (item.least, item.most) for item in limits.bounds}


def spelled(fields):
    if not isinstance(fields, dict):
        return fields
    return {camel(name): spelled(value) for name, value in fields.items()}


def test_a_deployment_that_the_stack_has_not_is_named(stack):
    code, _, err = stack(DEPLOYMENTS, "--model", "gpt-4.1-mimi")
    assert code == 2
    assert err == (
        "error: --model: 'gpt-4.1-mimi' is no deployment of the stack that answers chats; "
        "did you mean 'gpt-4.1-mini'?\n"
    )


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

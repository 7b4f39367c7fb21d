"""Does the command line deploy the demo, answer, and refuse what it cannot use?"""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from tests.cli.conftest import ROOT

from azgreen.cli import COMMANDS, main
from azgreen.errors import InputError
from azgreen_emulator.native.client import require_loopback

POLICIES = ("--policy-pack", str(ROOT / "policies"))


def edit(project, before, after):
    file = project / "stacks" / "Pulumi.dev.yaml"
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), "utf-8")


def test_up_answers_in_one_json_object(azgreen):
    code, out, _ = azgreen("up", "--format", "json", *POLICIES)
    told = json.loads(out)
    assert code == 0
    assert told["summary"] == {"create": 3, "update": 0, "replace": 0, "delete": 0, "same": 0}
    (chat,) = told["outputs"]["footprint"]
    assert chat["region"] == "swedencentral"
    assert chat["grid_year"] >= 2025
    assert chat["gco2e"]["low"] < chat["gco2e"]["mid"] < chat["gco2e"]["high"]
    assert chat["usd"]["low"] < chat["usd"]["high"]
    assert chat["default_choice"]["region"] == "eastus"
    assert chat["gco2e"]["mid"] < chat["default_choice"]["gco2e"]["mid"]


def test_up_twice_says_that_nothing_changed(azgreen):
    first = azgreen("up")
    second = azgreen("up")
    assert (first[0], second[0]) == (0, 0)
    assert "3 created, 0 updated, 0 replaced, 0 deleted, 0 unchanged" in first[1]
    assert "Nothing changed: all 3 resources are as the program says." in second[1]
    assert re.search(r"runs in +Sweden Central \(Gävle\) +East US \(Virginia\)", second[1])
    assert re.search(r"chat: \d+ times less carbon a request than the default choice", second[1])


def waive(project):
    """Let the project's waivers hold today, whenever that is."""
    text, today = (ROOT / "waivers.yaml").read_text("utf-8"), datetime.now(UTC).date()
    for key, day in (("created", today - timedelta(1)), ("expires", today + timedelta(1))):
        text = re.sub(rf"{key}: .*", f"{key}: {day}", text)
    (project / "waivers.yaml").write_text(text, "utf-8")


def test_the_whole_stack_shows_its_machines_and_goes(azgreen, project):
    waive(project)
    code, out, _ = azgreen("up", *POLICIES, stack="local")
    assert code == 0
    (made,) = re.findall(
        r"^(\d+) created, 0 updated, 0 replaced, 0 deleted, 0 unchanged", out, re.MULTILINE
    )
    assert int(made) >= 30
    assert re.search(r"^ +summaries +1 x Standard_\w+, \d+% full ", out, re.MULTILINE)
    assert re.search(r"^ +serverless +Phi-4, Sweden Central +[\d.]+ / ", out, re.MULTILINE)
    assert f"all {made} resources are as the program says" in azgreen("up", stack="local")[1]
    assert f"0 replaced, {made} deleted, 0 unchanged" in azgreen("destroy", stack="local")[1]


def test_preview_writes_nothing(azgreen, project):
    code, out, _ = azgreen("preview", "--format", "json")
    assert (code, json.loads(out)["summary"]["create"]) == (0, 3)
    assert json.loads(out)["outputs"]["endpoints"] == "[known after up]"
    assert azgreen("outputs")[0] == 0
    assert json.loads(azgreen("outputs", "--format", "json")[1]) == {}
    assert (project / ".azgreen" / "dev").is_dir()


def test_destroy_leaves_nothing(azgreen):
    azgreen("up")
    code, out, _ = azgreen("destroy")
    assert code == 0
    assert "0 created, 0 updated, 0 replaced, 3 deleted, 0 unchanged" in out
    assert "Nothing changed: there is nothing to deploy or delete." in azgreen("destroy")[1]


def test_outputs_are_those_of_the_last_deployment(azgreen):
    assert azgreen("outputs") == (
        2,
        "",
        "error: stack 'dev' has never been deployed here; run 'azgreen up' first\n",
    )
    azgreen("up")
    outputs = json.loads(azgreen("outputs", "--format", "json")[1])
    assert outputs["deployments"] == ["chat"]
    assert "resourceGroup" in azgreen("outputs")[1]


def test_a_mandatory_policy_stops_up_before_any_write(azgreen, project):
    edit(project, "azgreen:location: swedencentral", "azgreen:location: eastus")
    edit(project, "model: gpt-4.1-mini", "model: gpt-4.1-mini\n      capacity: 60")
    code, out, err = azgreen("up", *POLICIES)
    assert code == 2
    assert "created" not in out
    lines = err.splitlines()
    assert lines[0] == "error: nothing was written, because of mandatory policies:"
    assert any("'assistant-models-account' is in 'eastus'" in line for line in lines)
    # of medium severity: that does not stop a stack for development
    assert "advisory deployment-capacity: 'assistant-models-chat' has 60 k TPM" in out
    assert azgreen("preview", *POLICIES)[0] == 2


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (
            "azgreen:location: swedencentral",
            "azgreen:location: sweden",
            "location: unknown region 'sweden'; did you mean 'swedencentral' or 'swedensouth'?",
        ),
        (
            "model: gpt-4.1-mini",
            "model: gpt-4.1-mimi",
            "deployments[0].model: unknown model 'gpt-4.1-mimi'; did you mean 'gpt-4.1-mini'?",
        ),
        (
            "model: gpt-4.1-mini",
            "model: gpt-4.1-mini\n      sku: Standart",
            "deployments[0].sku: 'Standart' is not a choice; did you mean 'Standard'?",
        ),
        (
            "requestsPerSecond: 0.2",
            "requestsPerSecond: -1",
            "deployments[0].traffic.requestsPerSecond: -1 is not a number above 0;",
        ),
        (
            "azgreen:owner:",
            "azgreen:ownr:",
            "config azgreen:ownr: unknown key; did you mean 'azgreen:owner'?",
        ),
        ("  azgreen:owner:", " azgreen:owner:", "is not YAML"),
    ],
    ids=["region", "model", "sku", "traffic", "key", "yaml"],
)
def test_bad_input_gets_a_clear_error_and_nothing_is_written(
    azgreen, project, before, after, message
):
    edit(project, before, after)
    code, out, err = azgreen("up")
    assert code == 2
    assert "created" not in out
    assert message in err
    assert "Traceback" not in err
    assert all(line.startswith("error: ") for line in err.splitlines())
    assert azgreen("outputs", "--format", "json")[1] in {"", "{}\n"}


def test_an_unknown_stack_is_refused(azgreen):
    assert azgreen("up", stack="locla") == (
        2,
        "",
        "error: stacks/Pulumi.locla.yaml: unknown stack 'locla'; did you mean 'local'?\n",
    )


def test_a_state_file_of_another_version_is_refused(azgreen, project):
    azgreen("up")
    file = project / ".azgreen" / "dev" / "azure.db"
    code = f"import sqlite3; sqlite3.connect({str(file)!r}).execute('pragma user_version = 99')"
    subprocess.run([sys.executable, "-c", code], check=True)
    code, _, err = azgreen("up")
    assert code == 2
    assert "azure.db" in err
    assert "version 99" in err


def test_two_deployments_of_one_stack_do_not_meet(azgreen, project):
    azgreen("up")
    hold = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('begin exclusive'); print('held', flush=True); sys.stdin.read()"
    )
    lock = str(project / ".azgreen" / "dev" / "lock.db")
    with subprocess.Popen(
        [sys.executable, "-c", hold, lock], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout.readline() == b"held\n"
        code, _, err = azgreen("up")
        other.stdin.close()
    assert (code, err) == (
        2,
        "error: .azgreen/dev: another azgreen is working on this stack; wait for it\n",
    )


@pytest.mark.parametrize(
    "url", ["https://management.azure.com", "http://10.0.0.1:80", "http://127.0.0.1.example.com"]
)
def test_only_a_local_azure_is_spoken_to(azgreen, url):
    code, _, err = azgreen("up", "--azure", url)
    assert code == 2
    assert f"{url!r} is not a local Azure" in err
    with pytest.raises(InputError):
        require_loopback(url, "here")


def test_a_port_that_is_taken_is_refused(capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["emulator", "--port", str(port)]) == 2
    assert f"port {port}" in capsys.readouterr().err


def test_options_out_of_range_are_named_at_once(capsys):
    assert main(["emulator", "--port", "70000", "--latency", "-1"]) == 2
    assert capsys.readouterr().err == (
        "error: --port: 70000; allowed: 0 (any free one) to 65535\n"
        "error: --latency: -1.0; allowed: 0 or more seconds\n"
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command, capsys):
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: azgreen {command}")


def test_help_loads_nothing_heavy():
    code = (
        "import sys\nfrom azgreen.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'pulumi', 'azure', 'rich', 'starlette', 'ruamel'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_a_missing_extra_is_named(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "azgreen_emulator.server", None)
    assert main(["emulator"]) == 2
    assert capsys.readouterr().err.endswith("; install 'azgreen[all]'\n")

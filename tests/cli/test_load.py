"""Does `azgreen load` put a load on what a stack deployed, and tell all that cannot be used?"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from azgreen.cli import main
from azgreen_emulator.server import LocalAzure

ROOT = Path(__file__).parents[2]
TRACE = "TIMESTAMP,ContextTokens,GeneratedTokens\n" + "".join(
    f"2023-11-16 18:{minute:02d}:{second:02d},1000,200\n"
    for minute in range(4)
    for second in range(6)
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The project with its stack `dev` deployed on a local Azure of its own."""
    made = tmp_path_factory.mktemp("project")
    for name in ("Pulumi.yaml", "__main__.py"):
        shutil.copy(ROOT / name, made)
    shutil.copytree(ROOT / "stacks", made / "stacks")
    (made / "trace.csv").write_text(TRACE, "utf-8")
    assert main(["up", "--stack", "dev", "--cwd", str(made), "--no-preflight"]) == 0
    return made


@pytest.fixture
def load(folder, capsys, monkeypatch):
    monkeypatch.delenv("AZGREEN_AZURE_URL", raising=False)

    def run(*words, stack="dev"):
        try:
            code = main(["load", "--stack", stack, "--cwd", str(folder), *words])
        except SystemExit as ended:
            code = ended.code
        told = capsys.readouterr()
        return code, told.out, told.err.replace("error: ", "").replace(f"{folder}/", "")

    return run


def test_a_load_stays_until_it_is_taken_off(load, folder):
    none = "there is no load on stack 'dev'; can take one (--on): chat\n"
    assert load() == (0, none, "")
    trace = ("--on", "chat", "--trace", str(folder / "trace.csv"), "--times", "0.5")
    code, out, err = load(*trace, "--shape", "flat", "--weeks", "1")
    assert (code, err) == (0, "")
    placed, follows = out.splitlines()
    told = "chat: 30,240 requests, 1,000 and 200 tokens each in and out, for 1 week from 20"
    assert placed.startswith(told)
    assert follows == "its metrics follow: 'azgreen rightsize --stack dev' reads them"
    assert load() == (0, f"{placed}\n", "")
    assert load("--on", "CHAT", "--off") == (0, "CHAT: the load is gone\n", "")
    assert load("--on", "chat", "--off") == (0, "chat: there was no load\n", "")
    assert load() == (0, none, "")


def test_a_generated_load_is_told_as_json(load):
    words = ("--generate", "requests-per-minute=30", "seed=2", "--fact", "cache-rate=0.5")
    code, out, err = load("--on", "deployments/chat", *words, "--weeks", "1", "--format", "json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    (shown,) = told["loads"]
    assert (told["stack"], told["can_take_a_load"], shown["minutes"]) == ("dev", ["chat"], 10080)
    assert 200_000 < shown["requests"] < 320_000
    off = json.loads(load("--on", "chat", "--off", "--format", "json")[1])
    assert (off["loads"], off["lifted"]) == ([], True)


def test_every_fault_is_told_at_once_and_nothing_is_placed(load):
    said = load(
        *("--on", "chatt", "--trace", "nope.csv", "--weeks", "0", "--times", "0"),
        *("--shape", "1,2,-3", "--fact", "x"),
    )
    weeks = "allowed: 1 to 13, which is as long as Azure keeps metrics"
    wanted = [
        "--on: 'chatt' is nothing in stack 'dev' that can take a load; did you mean 'chat'?",
        "nope.csv: cannot be read: No such file or directory; allowed: a CSV file",
        "--times: 0.0 is not usable; allowed: a number above 0 and up to 1,000,000,000",
        f"--weeks: 0 is not usable; {weeks}",
        "--shape: 3 values; allowed: 24 for a day, 168 for a week",
        "--shape, number 3: -3.0 is not usable; allowed: a finite number from 0 on",
        "--fact: 'x' is not usable; allowed: KEY=NUMBER",
    ]
    assert said == (2, "", "".join(f"{line}\n" for line in wanted))
    code, out, err = load("--on", "chat", "--generate", "swing=a", "tide=1", "weeks=2", "--shape=x")
    assert (code, out) == (2, "")
    first, second, third, fourth = err.splitlines()
    assert first == "--generate: 'swing=a' is not usable; allowed: KEY=NUMBER"
    assert second == "--generate weeks: give --weeks"
    assert third == "--shape: is for a trace; --generate has swing, peak-hour and weekend"
    assert fourth.startswith("--generate tide: is not known; allowed: seed, weeks, requests_per_")
    assert "there is no load on stack" in load()[1]


CHAT = ("--on", "chat")
KIND = "Microsoft.CognitiveServices/accounts/deployments"
LOCAL = "http:// on 127.0.0.1, localhost, ::1 (for a real subscription, run 'pulumi up')"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--generate",), "--on: missing; name what the load is on"),
        (CHAT, "--on: names what takes the load; give --trace or --generate"),
        (("--off",), "--off: needs --on NAME, to know what to take the load off"),
        ((*CHAT, "--generate", "weeks=2"), "--generate weeks: give --weeks"),
        (
            (*CHAT, "--generate", "--fact", "ttl=1"),
            f"--fact ttl: is not known of {KIND}; allowed: cache_rate, ms_to_first_token,"
            " ms_between_tokens",
        ),
        (
            (*CHAT, "--trace", "nope", "--shape", "day"),
            "nope: cannot be read: No such file or directory; allowed: a CSV file\n"
            "--shape: 'day' is not usable; allowed: week, flat, or 24 or 168 numbers with commas",
        ),
        (
            ("--azure", "https://management.azure.com"),
            f"--azure: 'https://management.azure.com' is not a local Azure; allowed: {LOCAL}",
        ),
    ],
)
def test_what_cannot_be_used_is_refused(load, words, told):
    assert load(*words) == (2, "", f"{told}\n")


def test_a_line_of_a_trace_is_told_by_its_place(load, folder):
    (folder / "bad.csv").write_text(f"{TRACE}noon,1,1\n", "utf-8")
    code, out, err = load(*CHAT, "--trace", str(folder / "bad.csv"))
    assert (code, out) == (2, "")
    assert err.startswith("bad.csv:26: Invalid isoformat string: 'noon'; allowed: a time and two")


def test_what_is_not_deployed_takes_no_load(load):
    code, out, err = load(*CHAT, "--generate", stack="local")
    assert (code, out) == (2, "")
    assert err.startswith("stack 'local' has deployed nothing of Azure's; run 'azgreen up' first")


def test_another_azure_does_not_have_what_the_load_is_on(load):
    with LocalAzure(None) as other:
        said = load(*CHAT, "--generate", "--azure", other.url)
    fix = "deploy it again with 'azgreen up', or name the Azure that has it with --azure"
    assert said == (2, "", f"--on: is gone from this Azure; {fix}\n")

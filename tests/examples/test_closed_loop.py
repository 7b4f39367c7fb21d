"""Does the loop close: deployed too large, measured, written, deployed again, measured again?"""

from __future__ import annotations

import runpy
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from closed_loop.loop import Loop, Round, go_round
from closed_loop.measured import Taken
from closed_loop.project import BY_FEELING, CHAT, ROOT, SUMMARIES, oversized
from closed_loop.shown import table
from closed_loop.traces import PUBLISHED, Trace, chosen, generated

from azgreen.catalog import Spread
from azgreen_emulator.server import LocalAzure
from azgreen_emulator.traffic.trace import read_minutes

HERE = Path(__file__).parents[2] / "examples" / "closed-loop"


def gone_round(folder, trace):
    """Return what the loop made of the stack, and the stack's file then."""
    file = oversized(folder)
    with LocalAzure(None) as azure:
        loop = go_round(file, trace.file, azure.url)
    return loop, file.read_text("utf-8")


def check_machines(loop):
    """What Azure Monitor measured falls, the target holds, and a second look is silent."""
    before, after = loop.before.taken, loop.after.taken
    assert before.least_instances == before.most_instances == 6
    assert (before.gpu_hours, after.requests) == (6 * 336, pytest.approx(before.requests))
    assert after.gpu_hours < before.gpu_hours / 2
    assert after.gpu_kwh < before.gpu_kwh / 2
    for end in ("low", "mid", "high"):
        assert getattr(after.kgco2e, end) < getattr(before.kgco2e, end) / 2
    assert after.usd < before.usd / 2
    assert before.over_target <= after.over_target <= 0.01
    assert (loop.before.advised["changes"], loop.after.advised["changes"]) == (1, 0)
    assert (loop.before.exit_code, loop.after.exit_code) == (1, 0)
    first, second = by_name(loop.before)[SUMMARIES], by_name(loop.after)[SUMMARIES]
    assert (first["verdict"], second["verdict"]) == ("change", "keep")
    for quantity in ("gco2e", "water_l", "usd"):
        assert first["saving"][f"{quantity}_per_month"] > 0
    assert second["risk"]["now"] <= 0.01
    assert loop.is_written_once


def by_name(each):
    return {item["resource"]: item for item in each.advised["resources"]}


def test_the_loop_closes_with_the_published_trace(tmp_path):
    if not (ROOT / PUBLISHED).is_file():
        pytest.skip(f"{PUBLISHED} is not there")
    trace = chosen(None, ROOT, tmp_path)
    loop, _ = gone_round(tmp_path, trace)
    check_machines(loop)
    assert "the Azure LLM inference trace 2023\n" in table(loop, trace)


def test_the_loop_closes_with_the_generated_trace_as_the_readme_shows(tmp_path):
    trace = generated(tmp_path)
    loop, text = gone_round(tmp_path, trace)
    check_machines(loop)
    assert "    minInstances: 1 # to be safe\n" in text
    assert "    trafficProfile: [" in text
    # of what nothing is measured nothing is said
    assert {by_name(each)[CHAT]["verdict"] for each in (loop.before, loop.after)} == {"more data"}
    assert f"      capacity: {BY_FEELING}\n" in text
    assert text.startswith("# A small deployment for the team's own trials.\nconfig:\n")
    # 'python examples/closed-loop --write' makes it anew
    assert table(loop, trace) == (HERE / "results" / "generated.txt").read_text("utf-8")


def test_the_generated_hour_is_like_the_published_one_and_always_the_same(tmp_path):
    first = generated(tmp_path).file.read_text("utf-8")
    assert generated(tmp_path).file.read_text("utf-8") == first
    minutes = read_minutes(first)
    assert len(minutes) == 60
    requests, read, written = map(sum, zip(*minutes.values(), strict=True))
    assert requests / 60 == pytest.approx(334, rel=0.1)
    assert read / requests == pytest.approx(1155, rel=0.02)
    assert written / requests == pytest.approx(211, rel=0.02)
    times = [line.split(",")[0] for line in first.splitlines()[1:]]
    assert all(one <= other for one, other in pairwise(times))


def test_a_trace_that_is_named_comes_first_and_none_is_needed(tmp_path):
    named = tmp_path / "own.csv"
    assert chosen(named, ROOT, tmp_path) == Trace(named, "own.csv")
    assert chosen(None, tmp_path, tmp_path).what == "a generated trace"


USED = Taken("Standard_NC40ads_H100_v5", 1, 2, 500, 20, Spread(1, 2.5, 3), 1234.5, 1000, 4)
MORE = replace(USED, most_instances=1, gpu_hours=1000, gpu_kwh=80, usd=2469, refused=0)


@pytest.mark.parametrize(("once", "told"), [(True, "as it was"), (False, "CHANGED AGAIN")])
def test_the_table_tells_both_rounds(once, told):
    before, after = (
        {"resources": [{"resource": "chat", "verdict": each}]} for each in ("change", "keep")
    )
    loop = Loop(Round(MORE, before, 1), Round(USED, after, 0), once)
    assert table(loop, Trace(Path("x"), "a trace")).splitlines() == [
        "1,000 requests in two weeks, a trace",
        "",
        "                          before                     after",
        "machines     1 x NC40ads_H100_v5  1 to 2 x NC40ads_H100_v5",
        "GPU hours                  1,000                       500        -50%",
        "GPU kWh                       80                        20        -75%",
        "kgCO2e                       2.5                       2.5         +0%",
        "USD                        2,470                     1,230        -50%",
        "over target                0.00%                     0.40%  at most 1%",
        "",
        "rightsize, before: change for chat",
        "rightsize, after: keep for chat",
        f"the stack's file after the second 'rightsize --write': {told}",
    ]


def test_a_command_that_fails_says_why(monkeypatch, capsys):
    monkeypatch.setenv("AZGREEN_TRACE", "nope.csv")
    monkeypatch.setattr(sys, "argv", ["closed-loop"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(HERE), run_name="__main__")
    assert ended.value.code == 2
    told = "error: nope.csv: cannot be read: No such file or directory; allowed: a CSV file\n"
    assert capsys.readouterr() == ("", f"azgreen up\nazgreen load\n{told}")

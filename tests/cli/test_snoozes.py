"""Are snoozes read strictly, counted as long as they last, and added without touching the rest?"""

from __future__ import annotations

from argparse import Namespace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.cli.waste import snooze_file, snooze_record
from azgreen.cli.waste.snooze_file import Snooze
from azgreen.errors import InputError
from azgreen.estimate.waste import Judged

TODAY = date(2026, 11, 24)
GOOD = """\
# What stays.
snoozes:
  - kind: idle
    resource: chat
    owner: platform-team
    reason: a launch in December
    created: 2026-11-20
    until: 2026-12-24
"""
DAYS = st.integers(-200, 200).map(lambda days: TODAY + timedelta(days=days))


def written(tmp_path, text):
    (tmp_path / "snoozes.yaml").write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (
            ("kind: idle", "kind: idel"),
            "3: snoozes[0].kind: unknown kind 'idel'; did you mean 'idle'?",
        ),
        (
            ("    owner: platform-team\n", ""),
            "3: snoozes[0].owner: missing; it has no default, so write it",
        ),
        (
            ("reason: a launch in December", "reason: ''"),
            "6: snoozes[0].reason: '' is not a text; write one, in quotes if need be",
        ),
        (
            ("2026-12-24", "'2026-12-24'"),
            "8: snoozes[0].until: '2026-12-24' is not a date; write it as 2026-12-31, without"
            " quotes",
        ),
        (
            ("2026-12-24", "2027-12-24"),
            "8: snoozes[0].until: 2027-12-24 is too far; 2027-02-21 is the last day allowed",
        ),
        (
            ("2026-12-24", "2026-11-19"),
            "8: snoozes[0].until: 2026-11-19 is before it was created, 2026-11-20",
        ),
        (
            ("2026-11-20", "2026-11-25"),
            "7: snoozes[0].created: 2026-11-25 is in the future; today is 2026-11-24",
        ),
        (
            ("    until", "    expires"),
            "3: snoozes[0].until: missing; it has no default, so write it\n"
            "8: snoozes[0].expires: unknown key; allowed: created, kind, owner, reason, resource"
            " and 2 more",
        ),
        (
            ("snoozes:", "waivers:"),
            "2: snoozes: missing; it has no default, so write it\n"
            "2: waivers: unknown key; allowed: snoozes",
        ),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path, edit, told):
    text = GOOD.replace(*edit)
    assert text != GOOD
    with pytest.raises(InputError) as caught:
        snooze_file.read(written(tmp_path, text), TODAY)
    wanted = [f"{tmp_path}/snoozes.yaml:{line}" for line in told.splitlines()]
    assert str(caught.value).splitlines() == wanted


def test_every_fault_is_told_at_once_and_one_waste_has_one_snooze(tmp_path):
    entry = GOOD.partition("snoozes:\n")[2]
    twice = f"{GOOD}{entry}{entry.replace('idle', 'nothing').replace('2026-12-24', 'soon')}"
    with pytest.raises(InputError) as caught:
        snooze_file.read(written(tmp_path, twice), TODAY)
    file = f"{tmp_path}/snoozes.yaml"
    assert str(caught.value).splitlines() == [
        f"{file}:10: snoozes[1].resource: idle:chat is in line 3 too; keep one",
        f"{file}:15: snoozes[2].kind: unknown kind 'nothing'; allowed: idle, larger-model,"
        " never-zero, no-hits, underused",
        f"{file}:20: snoozes[2].until: 'soon' is not a date; write it as 2026-12-31, without"
        " quotes",
    ]


def snooze(until=TODAY, stacks=("*",), kind="idle", resource="cha*"):
    return Snooze(kind, resource, "me", "why", TODAY - timedelta(days=9), until, stacks)


@given(DAYS, DAYS)
def test_a_snooze_counts_to_its_last_day(until, today):
    found = Judged("idle", "chat", "waste", "")
    held = snooze_file.of_waste([snooze(until)], found, today)
    assert (held is not None) == (today <= until)
    said = [*snooze_file.notes([snooze(until)], [found], today)]
    ended = f"snoozes.yaml: the snooze of idle:cha* ended on {until}; it counts no more (by me)"
    assert said == ([] if held else [ended])


def test_a_snooze_is_for_its_stack_kind_and_resource_and_one_of_nothing_is_told(tmp_path):
    found = Judged("idle", "chat", "waste", "")
    others = [snooze(kind="no-hits"), snooze(resource="talk")]
    assert snooze_file.of_waste(others, found, TODAY) is None
    assert snooze_file.of_stack([snooze(stacks=("dev", "te?t"))], "test") != ()
    assert snooze_file.of_stack([snooze(stacks=("dev",))], "prod") == ()
    said = [*snooze_file.notes(others, [found], TODAY)]
    told = "is about nothing that is waste now; take it out"
    assert said == [
        f"snoozes.yaml: the snooze of no-hits:cha* {told}",
        f"snoozes.yaml: the snooze of idle:talk {told}",
    ]
    assert snooze_file.read(tmp_path, TODAY) == ()


def options(project, **given):
    usual = {"snooze": "idle:chat", "owner": "me", "until": "2026-12-01", "reason": "a launch"}
    return Namespace(**(usual | {"cwd": project, "stack": "dev", "format": "table"} | given))


WASTE = [SimpleNamespace(id="idle:chat", judged=Judged("idle", "chat", "waste", ""))]
ADDED = """\
  - kind: idle
    resource: chat
    stack: dev
    owner: me
    reason: a launch
    created: 2026-11-24
    until: 2026-12-01
"""


def add(project, **given):
    asked = options(project, **given)
    until = snooze_record.asked(asked, TODAY)
    return snooze_record.change(asked, WASTE, until, TODAY)


def test_a_snooze_is_added_with_comments_kept_and_only_once(tmp_path, capsys):
    before = f"{GOOD}  # The end.\n"
    made = add(written(tmp_path, before))
    assert made.after == f"{GOOD}  # The end.\n{ADDED}"
    snooze_record.write(made, options(tmp_path))
    assert capsys.readouterr().out == f"snoozed in {tmp_path}/snoozes.yaml\n"
    assert len(snooze_file.read(tmp_path, TODAY)) == 2
    assert add(tmp_path).difference == ""
    later = add(tmp_path, until="2026-12-09")
    assert later.after == made.after.replace("until: 2026-12-01", "until: 2026-12-09")


def test_the_first_snooze_makes_the_file(tmp_path):
    made = add(tmp_path)
    snooze_record.write(made, options(tmp_path, format="json"))
    head = "# Waste that stays for now, who answers for it and until when (azgreen waste).\n"
    assert made.file.read_text("utf-8") == f"{head}snoozes:\n{ADDED}"
    assert [each.told for each in snooze_file.read(tmp_path, TODAY)] == [
        "until 2026-12-01 by me: a launch"
    ]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            {"owner": None, "until": None, "reason": " "},
            "--owner: is missing: a snooze has an owner, an end and a reason\n"
            "--until: is missing: a snooze has an owner, an end and a reason\n"
            "--reason: is missing: a snooze has an owner, an end and a reason",
        ),
        ({"until": "soon"}, "--until: 'soon' is not a date; write it as 2027-02-25"),
        (
            {"until": "2027-02-26"},
            "--until: 2027-02-26 is not usable; allowed: 2026-11-24 to 2027-02-25, 93 days from"
            " today",
        ),
        (
            {"until": "2026-11-23"},
            "--until: 2026-11-23 is not usable; allowed: 2026-11-24 to 2027-02-25, 93 days from"
            " today",
        ),
        (
            {"snooze": None},
            "--owner: goes with --snooze ID alone\n--until: goes with --snooze ID alone\n"
            "--reason: goes with --snooze ID alone",
        ),
        (
            {"snooze": "idle:chta"},
            "--snooze: 'idle:chta' is no waste of the stack; did you mean 'idle:chat'?",
        ),
    ],
)
def test_a_snooze_without_its_words_is_refused(tmp_path, given, told):
    with pytest.raises(InputError) as caught:
        add(tmp_path, **given)
    assert str(caught.value) == told
    assert not [*tmp_path.iterdir()]

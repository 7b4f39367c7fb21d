"""Are waivers read strictly, and does each excuse what it says for as long as it says?"""
# ruff: noqa: E501  # a row of a table holds its message in full

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.errors import InputError
from azgreen_policies import _ledger
from azgreen_policies.waivers import MOST_DAYS, Waiver, of_stack, read, waiver_of

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 11, 24)
RULES = {"deployment-capacity": "AZG-S001", "placement-record": "AZG-C002"}
URN = "urn:pulumi:dev::shop::azure-native:cognitiveservices:Deployment::chat"
SOUND = {
    "rule": "AZG-S001",
    "resource": "chat*",
    "owner": "platform-team",
    "reason": "load test",
    "created": "2026-11-01",
    "expires": "2026-12-15",
}
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def written(folder: Path, *waivers: dict[str, Any] | str) -> Path:
    file = folder / "waivers.yaml"
    lines = ["waivers:"]
    for item in waivers:
        if isinstance(item, str):
            lines.append(f"  - {item}")
            continue
        pairs = [f"{key}: {value}" for key, value in item.items()]
        lines += [f"  {'-' if index == 0 else ' '} {pair}" for index, pair in enumerate(pairs)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def faults(file: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(file, RULES, TODAY)
    return [str(fault).removeprefix(f"{file}:") for fault in caught.value.faults]


def test_a_rule_is_named_by_id_or_name(tmp_path: Path) -> None:
    one, other = {**SOUND}, {**SOUND, "rule": "placement-record", "resource": "'*'"}
    found = read(written(tmp_path, one, other), RULES, TODAY)
    assert [waiver.rule for waiver in found] == ["AZG-S001", "AZG-C002"]
    assert found[0].told == "until 2026-12-15 by platform-team: load test"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rule": "AZG-S01"}, "2: waivers[0].rule: unknown rule 'AZG-S01'; did you mean 'AZG-S001'?"),
        ({"rule": 5}, "2: waivers[0].rule: 5 is not a text; write one, in quotes if need be"),
        ({"resource": "''"}, "3: waivers[0].resource: '' is not a text; write one, in quotes if need be"),
        ({"owner": "[]"}, "4: waivers[0].owner: what is written is not a text; write one, in quotes if need be"),
        ({"reason": ""}, "5: waivers[0].reason: nothing is not a text; write one, in quotes if need be"),
        ({"created": "soon"}, "6: waivers[0].created: 'soon' is not a date; write it as 2026-12-31, without quotes"),
        ({"created": "2026-11-25"}, "6: waivers[0].created: 2026-11-25 is in the future; today is 2026-11-24"),
        ({"expires": "2026-10-31"}, "7: waivers[0].expires: 2026-10-31 is before it was created, 2026-11-01"),
        ({"expires": "2027-11-03"}, "7: waivers[0].expires: 2027-11-03 is too far; 2027-11-02 is the last day allowed"),
        ({"expires": "'2026-12-15'"}, "7: waivers[0].expires: '2026-12-15' is not a date; write it as 2026-12-31, without quotes"),
        ({"stack": "[]"}, "8: waivers[0].stack: what is written is not a list of names; write at least one"),
        ({"until": 1}, "8: waivers[0].until: unknown key; allowed: created, expires, owner, reason, resource and 2 more"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_in_full(tmp_path: Path, change: Any, message: str) -> None:
    assert faults(written(tmp_path, {**SOUND, **change})) == [message]


@pytest.mark.parametrize("key", SOUND)
def test_every_field_is_required(tmp_path: Path, key: str) -> None:
    one = {name: value for name, value in SOUND.items() if name != key}
    assert faults(written(tmp_path, one)) == [
        f"2: waivers[0].{key}: missing; it has no default, so write it"
    ]


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    found = faults(written(tmp_path, {**SOUND, "rule": 1, "created": 2}, "text", SOUND, SOUND))
    assert found == [
        "2: waivers[0].rule: 1 is not a text; write one, in quotes if need be",
        "6: waivers[0].created: 2 is not a date; write it as 2026-12-31, without quotes",
        "8: waivers[1]: 'text' is not an object",
        "16: waivers[3].resource: AZG-S001 at 'chat*' is in line 9 too; keep one",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "1: holds no object; write 'name: ...' and so on"),
        ("waivers: 5", "1: waivers: 5 is not a list; write its items below it, each with '-'"),
        ("waiver: []", "1: waiver: unknown key; did you mean 'waivers'?"),
        ("a: [", "1: is not YAML: expected the node content, but found '<stream end>'"),
    ],
)
def test_a_file_of_another_form_is_refused(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "waivers.yaml"
    file.write_text(text, encoding="utf-8")
    assert message in faults(file)


@given(DAYS, st.integers(0, MOST_DAYS), DAYS)
def test_a_waiver_holds_up_to_its_last_day(created: date, days: int, today: date) -> None:
    ends = created + timedelta(days=days)
    waiver = Waiver("AZG-S001", "chat*", "me", "why", created, ends)
    assert waiver.holds(today) is (today <= ends)
    assert waiver_of([waiver], "AZG-S001", URN, today) is waiver
    assert waiver_of([waiver], "AZG-S002", URN, today) is None


@pytest.mark.parametrize(
    ("pattern", "covers"),
    [
        ("*", True),
        ("chat", True),
        ("ch?t", True),
        (URN, True),
        ("*::azure-native:cognitiveservices:*::chat", True),
        ("Chat", False),
        ("hat", False),
    ],
)
def test_a_pattern_is_of_a_name_or_an_urn(pattern: str, *, covers: bool) -> None:
    waiver = Waiver("AZG-S001", pattern, "me", "why", TODAY, TODAY)
    assert waiver.covers("AZG-S001", URN) is covers


def test_one_that_holds_goes_before_one_that_is_over() -> None:
    over = Waiver("AZG-S001", "chat", "me", "old", TODAY, TODAY - timedelta(days=1))
    holds = Waiver("AZG-S001", "*", "me", "new", TODAY, TODAY)
    assert waiver_of([over, holds], "AZG-S001", URN, TODAY) is holds


def test_a_waiver_may_be_for_some_stacks(tmp_path: Path) -> None:
    one, other = {**SOUND, "stack": "[prod, eu-*]"}, {**SOUND, "stack": "dev"}
    found = read(written(tmp_path, one, other, SOUND), RULES, TODAY)
    assert of_stack(found, "eu-1") == (found[0], found[2])
    assert of_stack(found, "dev") == (found[1], found[2])


def test_the_ledger_tells_what_was_waived_and_what_excused_nothing() -> None:
    today = _ledger.today()
    used = Waiver("AZG-S001", "chat", "me", "why", today, today)
    unused = Waiver("AZG-S001", "other", "me", "why", today, today)
    said: list[Any] = []
    _ledger.hold([used, unused])
    try:
        _ledger.report("AZG-S001", URN, "too large", lambda *args: said.append(args))
        _ledger.report("AZG-C002", URN, "no record", lambda *args: said.append(args))
        excused, idle = _ledger.close()
        assert said == [("no record", URN)]
        assert [(item.ref, item.message, item.waiver) for item in excused] == [
            ("AZG-S001", "too large", used)
        ]
        assert idle == [unused]
        assert _ledger.close() == ([], [used, unused])
    finally:
        _ledger.hold([])

"""Files of answers are read strictly, and every fault has its line."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from azgreen.errors import InputError
from azgreen.evaluation import Answer, read_answers, read_blocklist

GOOD = {"id": "q1", "question": "What?", "expected": "this", "answer": ""}
FORM = '{"id": "q1", "question": "...", "expected": "...", "answer": "..."}'
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)


def test_everything_is_read(written):
    row = GOOD | {
        "expected": ["this", "that"],
        "contexts": ["one"],
        "flags": ["violence"],
        "tokens": {"input": 900, "output": 6.5},
    }
    assert read_answers(written(GOOD | {"id": "q0"}, "", row)) == (
        Answer("q0", "What?", ("this",), ""),
        Answer("q1", "What?", ("this", "that"), "", ("one",), ("violence",), 900, 6.5),
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(TEXT, TEXT, st.lists(TEXT, min_size=1), st.lists(TEXT))
def test_what_is_written_is_read(written, question, answer, expected, contexts):
    tokens = len(question) / 3
    row = {"id": "q", "question": question, "expected": expected, "answer": answer}
    row |= {"contexts": contexts, "tokens": {"input": tokens, "output": 0}}
    for ascii_only in (True, False):
        file = written(json.dumps(row, ensure_ascii=ascii_only))
        read = Answer("q", question, tuple(expected), answer, tuple(contexts), (), tokens, 0)
        assert read_answers(file) == (read,)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"id": " "}, "id: ' ' is not usable; allowed: a text that is not empty"),
        ({"question": 1}, "question: 1 is not usable; allowed: a text that is not empty"),
        ({"answer": None}, "answer: None is not usable; allowed: a text"),
        (
            {"expected": []},
            "expected: [] is not usable; allowed: a text, or a list of at least one",
        ),
        ({"contexts": "x"}, "contexts: 'x' is not usable; allowed: a list of texts"),
        ({"flags": [1]}, "flags: [1] is not usable; allowed: a list of texts"),
        ({"tokens": 9}, 'tokens: 9 is not usable; allowed: {"input": 100, "output": 100}'),
        (
            {"tokens": {"input": True, "output": 0}},
            "tokens.input: True is not usable; allowed: a number from 0 to 1,000,000,000",
        ),
        (
            {"tokens": {"input": 0, "output": float("nan")}},
            "tokens.output: nan is not usable; allowed: a number from 0 to 1,000,000,000",
        ),
        (
            {"tokens": {"input": 10**400, "output": 0}},
            f"tokens.input: {10**400} is not usable; allowed: a number from 0 to 1,000,000,000",
        ),
        ({"tokens": {"input": 1}}, "tokens.output: missing; it has no default, so write it"),
        ({"context": []}, "context: unknown key; did you mean 'contexts'?"),
    ],
)
def test_a_wrong_value_is_told_with_its_line(written, changed, said):
    file = written(GOOD | {"id": "q0"}, GOOD | changed)
    with pytest.raises(InputError) as caught:
        read_answers(file)
    assert str(caught.value) == f"{file}:2: {said}"


def test_all_faults_are_told_at_once(written):
    file = written("{", "[]", {"id": "q1"}, GOOD, GOOD)
    with pytest.raises(InputError) as caught:
        read_answers(file)
    assert str(caught.value).splitlines() == [
        f"{file}:1: is not JSON: Expecting property name enclosed in double quotes: line 1 column 2"
        f" (char 1); write one object a line: {FORM}",
        f"{file}:2: holds no object; write one a line: {FORM}",
        *(
            f"{file}:3: {key}: missing; it has no default, so write it"
            for key in ("question", "expected", "answer")
        ),
        f"{file}:5: id 'q1' is that of line 4 too; take one out",
    ]


def test_a_file_must_hold_answers(written, tmp_path):
    file = written("")
    with pytest.raises(InputError) as caught:
        read_answers(file)
    assert str(caught.value) == f"{file}: holds no answer; write a line for each: {FORM}"
    absent = tmp_path / "absent"
    wrong = tmp_path / "latin"
    wrong.write_bytes("ä".encode("latin-1"))
    for reader in (read_answers, read_blocklist):
        with pytest.raises(InputError) as caught:
            reader(absent)
        said = "cannot be read: No such file or directory; give the path of a file"
        assert str(caught.value) == f"{absent}: {said}"
        with pytest.raises(InputError) as caught:
            reader(wrong)
        assert str(caught.value) == f"{wrong}: is not UTF-8; save it as such"


def test_deep_json_is_a_fault_too(written):
    file = written("[" * 100_000)
    with pytest.raises(InputError, match=r"answers\.jsonl:1: is not JSON"):
        read_answers(file)

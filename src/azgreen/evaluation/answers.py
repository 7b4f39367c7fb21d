"""What did a model answer? Reads a JSONL file strictly and tells every fault with its line.

A line a question::

    {"id": "q1", "question": "...", "expected": "..." or ["...", "..."], "answer": "...",
     "contexts": ["..."], "flags": ["violence"], "tokens": {"input": 900, "output": 60}}

`contexts`, `flags` and `tokens` may be left out.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from azgreen.errors import Fault, InputError
from azgreen.evaluation.fields import Fields

if TYPE_CHECKING:
    from pathlib import Path

_REQUIRED: Final = ("id", "question", "expected", "answer")
_OPTIONAL: Final = ("contexts", "flags", "tokens")
_EXAMPLE: Final = '{"id": "q1", "question": "...", "expected": "...", "answer": "..."}'


@dataclass(frozen=True, slots=True)
class Answer:
    """One question, what was expected and what a model answered."""

    id: str
    question: str
    expected: tuple[str, ...]
    answer: str
    contexts: tuple[str, ...] | None = None
    """What the answer was to rest on; None where the file says nothing of it."""
    flags: tuple[str, ...] = ()
    """What a content filter or a reader found wrong with the answer."""
    input_tokens: float | None = None
    output_tokens: float | None = None


def read_answers(file: Path) -> tuple[Answer, ...]:
    """Read a file of answers, in its order.

    Raises:
        InputError: every line that cannot be used, and every id that stands twice.
    """
    faults: list[Fault] = []
    found: list[tuple[int, Answer]] = []
    for number, line in enumerate(_lines(file), 1):
        if line.strip() and (answer := _answer(f"{file}:{number}", line, faults)) is not None:
            found.append((number, answer))
    faults += _twice(file, found)
    if not found and not faults:
        faults.append(Fault(str(file), f"holds no answer; write a line for each: {_EXAMPLE}"))
    if faults:
        raise InputError(faults)
    return tuple(answer for _, answer in found)


def _lines(file: Path) -> list[str]:
    try:
        # a JSON text may hold the other characters that Python ends lines at
        return file.read_text("utf-8").split("\n")
    except OSError as error:
        reason = f"cannot be read: {error.strerror}; give the path of a file"
        raise InputError([Fault(str(file), reason)]) from error
    except UnicodeDecodeError as error:
        raise InputError([Fault(str(file), "is not UTF-8; save it as such")]) from error


def _answer(where: str, line: str, faults: list[Fault]) -> Answer | None:
    try:
        given: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        faults.append(Fault(where, f"is not JSON: {error}; write one object a line: {_EXAMPLE}"))
        return None
    if not isinstance(given, dict):
        faults.append(Fault(where, f"holds no object; write one a line: {_EXAMPLE}"))
        return None
    before = len(faults)
    fields = Fields(where, cast("dict[str, Any]", given), faults)
    fields.known(_REQUIRED, _OPTIONAL)
    tokens = fields.object("tokens", ("input", "output"))
    answer = Answer(
        id=fields.text("id"),
        question=fields.text("question"),
        expected=fields.texts("expected", alone=True),
        answer=fields.text("answer", empty=True),
        contexts=fields.texts("contexts") if fields.has("contexts") else None,
        flags=fields.texts("flags") if fields.has("flags") else (),
        input_tokens=tokens and tokens.count("input"),
        output_tokens=tokens and tokens.count("output"),
    )
    return answer if len(faults) == before else None


def _twice(file: Path, found: list[tuple[int, Answer]]) -> list[Fault]:
    first: dict[str, int] = {}
    return [
        Fault(f"{file}:{number}", f"id {answer.id!r} is that of line {earlier} too; take one out")
        for number, answer in found
        if (earlier := first.setdefault(answer.id, number)) != number
    ]

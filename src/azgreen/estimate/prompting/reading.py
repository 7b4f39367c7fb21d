"""Which requests does a file hold: a plain prompt, a chat request, or one a line?

Read are the body of a chat completion, its bare list of messages, and Azure's batch lines, whose
`body` is such a request. Keys that nobody counts are left alone: the API has many.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from azgreen.errors import Fault, InputError
from azgreen.estimate.prompting.bodies import request_of
from azgreen.estimate.prompting.request import ChatRequest, Message

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT, JSON, JSON_LINES = ("text", "json", "jsonl")


@dataclass(frozen=True, slots=True)
class _Found:
    where: str
    value: Any


def read_prompt(text: str, where: str, form: str = TEXT) -> tuple[ChatRequest, ...]:
    """Return the requests of a file; `where` is what faults name, `form` one of the three.

    Raises:
        InputError: every fault of the file at once, with its line where there is one a line.
    """
    if not text.strip():
        raise InputError([Fault(where, "is empty; write a prompt")])
    if form == TEXT:
        return (ChatRequest((Message("user", text),)),)
    faults: list[Fault] = []
    found = list(_values(text, where, form, faults))
    requests = [request_of(item.value, item.where, faults) for item in found]
    if faults:
        raise InputError(faults)
    return tuple(item for item in requests if item is not None)


def form_of(name: str, text: str) -> str:
    """Return the form by the file's name; what comes from stdin is JSON where it reads as such."""
    for ending, form in ((".json", JSON), (".jsonl", JSON_LINES)):
        if name.lower().endswith(ending):
            return form
    if name != "-":
        return TEXT
    lines = [line for line in text.splitlines() if line.strip()]
    if _is_object(text):
        return JSON
    return JSON_LINES if len(lines) > 1 and all(map(_is_object, lines)) else TEXT


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict | list)
    except ValueError:
        return False


def _values(text: str, where: str, form: str, faults: list[Fault]) -> Iterator[_Found]:
    if form == JSON:
        yield from _value(text, where, 0, faults)
        return
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield from _value(line, f"{where}:{number}", number, faults)


def _value(text: str, where: str, line: int, faults: list[Fault]) -> Iterator[_Found]:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        place = where if line else f"{where}:{error.lineno}"
        faults.append(Fault(place, f"is not JSON: {error.msg}, column {error.colno}"))
        return
    while isinstance(value, dict) and "body" in value:
        value = cast("dict[str, Any]", value)["body"]
    yield _Found(where, value)

"""What does the body of a chat completion say? Notes every fault and reads on."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from azgreen.errors import Fault, nearest
from azgreen.estimate.prompting.request import LIMIT_NAMES, ChatRequest, Message, Parameters

if TYPE_CHECKING:
    from collections.abc import Mapping

ROLES: Final = ("assistant", "developer", "system", "tool", "user")
_SAMPLING: Final = ("temperature", "top_p", "frequency_penalty", "presence_penalty")
_TOOLS: Final = ("tools", "functions")


@dataclass(frozen=True, slots=True)
class _Notes:
    where: str
    faults: list[Fault]

    def add(self, path: str, what: str) -> None:
        self.faults.append(Fault(self.where, f"{path}: {what}"))


def request_of(value: Any, where: str, faults: list[Fault]) -> ChatRequest | None:
    """Return the request that a JSON value is; None once it is noted why it is none."""
    body = value
    if isinstance(value, list):
        body = {"messages": cast("list[Any]", value)}
    notes = _Notes(where, faults)
    if not isinstance(body, dict):
        shown = json.dumps(body)
        faults.append(Fault(where, f"{shown} is no request; write an object with 'messages'"))
        return None
    given = cast("dict[str, Any]", body)
    messages = _messages(given, notes)
    tools = [given[key] for key in _TOOLS if given.get(key)]
    written = json.dumps(tools, separators=(",", ":"), ensure_ascii=False) if tools else ""
    return ChatRequest(messages, written, _parameters(given, notes))


def _messages(body: Mapping[str, Any], notes: _Notes) -> tuple[Message, ...]:
    listed = body.get("messages")
    if not isinstance(listed, list) or not listed:
        notes.add("messages", "missing or empty; write a list of at least one message")
        return ()
    each = enumerate(cast("list[Any]", listed))
    return tuple(_message(item, f"messages[{at}]", notes) for at, item in each)


def _message(value: Any, path: str, notes: _Notes) -> Message:
    if not isinstance(value, dict):
        notes.add(path, f"{json.dumps(value)} is no message; write an object with 'role'")
        return Message("user", "")
    given = cast("dict[str, Any]", value)
    role, name = given.get("role"), given.get("name")
    if role not in ROLES:
        notes.add(f"{path}.role", f"{role!r} is no role; {nearest(str(role), ROLES)}")
    if name is not None and not isinstance(name, str):
        notes.add(f"{path}.name", f"{name!r} is not a text; write one, or leave it out")
    text = _text(given.get("content"), f"{path}.content", notes)
    calls = given.get("tool_calls")
    if calls:
        text += json.dumps(calls, separators=(",", ":"), ensure_ascii=False)
    elif given.get("content") is None:
        notes.add(f"{path}.content", "missing; only a message with 'tool_calls' may leave it out")
    return Message(str(role), text, None if name is None else str(name))


def _text(content: Any, path: str, notes: _Notes) -> str:
    if content is None or isinstance(content, str):
        return content or ""
    if not isinstance(content, list):
        notes.add(path, f"{json.dumps(content)} is neither a text nor a list of parts")
        return ""
    listed = cast("list[Any]", content)
    return "".join(_part(item, f"{path}[{at}]", notes) for at, item in enumerate(listed))


def _part(value: Any, path: str, notes: _Notes) -> str:
    given = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
    text = given.get("text")
    if given.get("type") == "text" and isinstance(text, str):
        return text
    kind = given.get("type", value)
    notes.add(path, f"{kind!r} is no part of text, and only text is counted; take it out")
    return ""


def _parameters(body: Mapping[str, Any], notes: _Notes) -> Parameters:
    named = [key for key in LIMIT_NAMES if body.get(key) is not None]
    if len(named) > 1:
        notes.add(named[0], f"stands beside {named[1]}, which means the same; take one out")
    limit = body[named[0]] if named else None
    if limit is not None and not (_is_number(limit) and limit >= 1 and limit == int(limit)):
        notes.add(named[0], f"{limit!r} is not usable; allowed: a whole number of at least 1")
        limit = None
    numbers = {key: _number(body, key, notes) for key in _SAMPLING}
    name = named[0] if named else LIMIT_NAMES[0]
    return Parameters(None if limit is None else int(limit), limit_name=name, **numbers)


def _number(body: Mapping[str, Any], key: str, notes: _Notes) -> float | None:
    value = body.get(key)
    if value is not None and not _is_number(value):
        notes.add(key, f"{value!r} is not a number; write one without quotes")
        return None
    return None if value is None else float(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)

"""What does a request to a chat model hold, and which part of the prompt is which?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

SYSTEM, FEW_SHOT, USER, TOOLS, OVERHEAD = ("system", "few-shot", "user", "tools", "overhead")
PARTS: Final[tuple[str, ...]] = (SYSTEM, FEW_SHOT, USER, TOOLS, OVERHEAD)
"""In the order of the report; `few-shot` takes earlier turns too, which look the same."""

LIMIT_NAMES: Final = ("max_tokens", "max_completion_tokens")
"""What the limit of an answer is called; reasoning models take the second alone."""

_INSTRUCTIONS: Final = ("system", "developer")


@dataclass(frozen=True, slots=True)
class Message:
    """One message; `text` is all that the model reads of it."""

    role: str
    text: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a request asks of the sampling; None stands for not given."""

    max_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    frequency_penalty: float | None = None
    presence_penalty: float | None = None
    limit_name: str = LIMIT_NAMES[0]
    """Under which of `LIMIT_NAMES` the limit was written."""


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """One request; `tools` is the JSON of the tool definitions, empty where there are none."""

    messages: tuple[Message, ...]
    tools: str = ""
    parameters: Parameters = field(default_factory=Parameters)


def parts(request: ChatRequest) -> tuple[str, ...]:
    """Return the part that each message belongs to.

    Instructions are those of `system` and `developer`, but for messages with a name, which the
    OpenAI Cookbook uses for examples. From the last message of the user on, it is the user's; what
    stands before it, of whichever speaker, are examples or earlier turns.
    """
    asked = [at for at, item in enumerate(request.messages) if item.role == "user"]
    last = asked[-1] if asked else len(request.messages)
    return tuple(_part(item, at, last) for at, item in enumerate(request.messages))


def _part(message: Message, at: int, last: int) -> str:
    if message.role in _INSTRUCTIONS:
        return SYSTEM if message.name is None else FEW_SHOT
    return USER if at >= last else FEW_SHOT

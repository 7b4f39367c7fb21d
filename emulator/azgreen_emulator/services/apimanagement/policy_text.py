"""What does the text of a policy say: which elements, in which section, at which place?"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from xml.parsers import expat
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPENERS: Final = {"(": ")", "{": "}"}
_START: Final = re.compile(r"(?P<lead>=\s*[\"']|>\s*)(?=@[({])")


class PolicyError(Exception):
    """The text is no XML that API Management takes."""


@dataclass
class Element:
    """One element of a policy, and where it begins: lines and columns count from 1."""

    name: str
    attributes: dict[str, str]
    line: int
    column: int
    children: list[Element] = field(default_factory=list["Element"])

    def fault(self, reason: str) -> str:
        """Say what is wrong with it, as API Management does."""
        where = f"on line {self.line}, column {self.column}"
        return f"Error in element '{self.name}' {where}: {reason}"

    def every(self) -> Iterator[Element]:
        """Yield it and all that is in it."""
        yield self
        for child in self.children:
            yield from child.every()


def read_policy(text: str) -> Element:
    """Read a policy whose expressions are escaped as XML asks for.

    Raises:
        PolicyError: for text that is no XML, and for a document type: nobody needs its entities.
    """
    parser = expat.ParserCreate()
    above: list[Element] = [Element("", {}, 0, 0)]

    def opened(name: str, attributes: dict[str, str]) -> None:
        # expat counts columns from 0, and API Management from behind the bracket
        line, column = parser.CurrentLineNumber, parser.CurrentColumnNumber + 2
        element = Element(name, attributes, line, column)
        above[-1].children.append(element)
        above.append(element)

    def closed(_: str) -> None:
        above.pop()

    def declared(*_: object) -> None:
        raise PolicyError("A policy has no document type declaration.")

    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.StartDoctypeDeclHandler = declared
    try:
        parser.Parse(text.encode(), True)  # noqa: FBT003 - the parser takes no keyword
    except expat.ExpatError as error:
        where = f"line {error.lineno}, position {error.offset + 1}"
        raise PolicyError(f"{expat.ErrorString(error.code)} on {where}.") from error
    return above[0].children[0]


def escaped(raw: str) -> str:
    """Write the policy of format `rawxml`, in which expressions are C# as it is, as XML."""
    made, at = "", 0
    while found := _START.search(raw, at):
        begin = found.end()
        end = _end_of_expression(raw, begin)
        quotes = {'"': "&quot;"} if found["lead"][-1] == '"' else {"'": "&apos;"}
        made += raw[at:begin] + escape(raw[begin:end], quotes if "=" in found["lead"] else {})
        at = end
    return made + raw[at:]


def _end_of_expression(raw: str, begin: int) -> int:
    """Find where `@(...)` or `@{...}` ends: brackets in strings and characters do not count."""
    opener = raw[begin + 1]
    closer, depth, at = _OPENERS[opener], 0, begin + 1
    while at < len(raw):
        if raw[at] in "\"'":
            at = _end_of_literal(raw, at)
            continue
        depth += {opener: 1, closer: -1}.get(raw[at], 0)
        at += 1
        if depth == 0:
            return at
    return len(raw)


def _end_of_literal(raw: str, begin: int) -> int:
    found = re.compile(r"(\"|')(?:\\.|(?!\1).)*\1").match(raw, begin)
    return found.end() if found else len(raw)

"""What does a policy of API Management say? XML with C# in it, which need not be escaped.

Format `xml` has its expressions escaped, as XML wants; `rawxml` has them as they are, quotes and
`<` included. So an expression is put aside before the XML is read, and put back where it was.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from azgreen.errors import Fault, InputError

RAW: Final = "rawxml"
_OPENING: Final = {"(": ")", "{": "}"}
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_TEXTS: Final = re.compile(
    r'@"(?:[^"]|"")*"|"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])+\'|//[^\n]*|/\*.*?\*/', re.DOTALL
)
_PLACE: Final = re.compile("\ue000(\\d+)\ue001")  # of the private use area: no policy has them


@dataclass(frozen=True)
class Lookup:
    """One question to a semantic cache, and what keeps its answers apart."""

    element: str
    vary_by: tuple[str, ...]


def lookups(text: str, policy_format: str, elements: tuple[str, ...]) -> Iterator[Lookup]:
    """Yield every element of some names in a policy.

    Raises:
        InputError: it is no well-formed policy.
    """
    expressions: list[str] = []
    plain = _COMMENT.sub("", text)
    if policy_format.lower() == RAW:
        plain = _without_expressions(plain, expressions)
    for each in _read(plain).iter():
        if each.tag in elements:
            found = (_put_back(one.text or "", expressions) for one in each.iter("vary-by"))
            yield Lookup(str(each.tag), tuple(one.strip() for one in found if one.strip()))


def _read(text: str) -> ET.Element:
    if "<!DOCTYPE" in text.upper():
        raise _fault("a policy has no document type")
    try:
        return ET.fromstring(text)  # noqa: S314 - entities need a document type
    except ET.ParseError as error:
        raise _fault(str(error)) from error


def _without_expressions(text: str, expressions: list[str]) -> str:
    parts: list[str] = []
    done = 0
    while (start := _next(text, done)) is not None:
        end = _end(text, start + 1)
        parts += (text[done:start], f"\ue000{len(expressions)}\ue001")
        expressions.append(text[start:end])
        done = end
    return "".join((*parts, text[done:]))


def _next(text: str, start: int) -> int | None:
    found = [place for each in _OPENING if (place := text.find(f"@{each}", start)) >= 0]
    return min(found, default=None)


def _end(text: str, start: int) -> int:
    """Return where the bracket at `start` closes; brackets in texts and comments do not count."""
    opening, place, depth = text[start], start, 0
    while place < len(text):
        skipped = _TEXTS.match(text, place)
        if skipped is not None:
            place = skipped.end()
            continue
        depth += {opening: 1, _OPENING[opening]: -1}.get(text[place], 0)
        place += 1
        if depth == 0:
            return place
    raise _fault(f"an expression is never closed: {text[start - 1 : start + 40]!r}")


def _put_back(text: str, expressions: list[str]) -> str:
    known = dict(enumerate(expressions))
    return _PLACE.sub(lambda found: known.get(int(found[1]), found[0]), text)


def _fault(what: str) -> InputError:
    return InputError([Fault("value", f"is no policy: {what}; API Management would refuse it")])

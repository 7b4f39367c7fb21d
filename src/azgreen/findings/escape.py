"""How is foreign text put into Markdown and XML so that it stays text?"""

from __future__ import annotations

import re
from typing import Final

_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 or UTF-8 cannot hold, and what steers a terminal."""
_MARKS: Final = re.compile(r"[\\`*\[\]|~$]|(?<![^\W_])_|_(?![^\W_])")
"""What Markdown reads as more than itself; an underscore only at the edge of a word."""
_MENTION: Final = re.compile(r"(?<!\w)@(?=\w)")
_JOINER: Final = "\u2060"
"""Has no width: an @ before it calls nobody."""
_PLAIN: Final = re.compile(r"[^`\\|<>&]+")


def printable(text: str) -> str:
    """Return text that every form can hold; what cannot be printed becomes U+FFFD."""
    return _UNPRINTABLE.sub("\ufffd", text)


def markdown_text(text: str) -> str:
    """Return one line that Markdown shows as it is: no mark-up, no HTML, no end of a cell."""
    safe = _flat(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MENTION.sub(f"@{_JOINER}", _MARKS.sub(r"\\\g<0>", safe))


def markdown_code(text: str) -> str:
    """Return a code span; text as it is where a span could not hold it in a table."""
    flat = _flat(text)
    return f"`{flat}`" if _PLAIN.fullmatch(flat) else markdown_text(flat)


def _flat(text: str) -> str:
    return " ".join(printable(text).split())

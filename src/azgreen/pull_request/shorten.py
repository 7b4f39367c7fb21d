"""What of a comment fits where only so many characters do? Whole lines, and a note."""

from __future__ import annotations

import re
from typing import Final

_NOTE: Final = "> {} more lines are left out: a comment here holds {:,} characters."
_CLOSED: Final = "</details>"
_HEAD: Final = re.compile(r"#+ |\| ?---")


def shortened(text: str, limit: int) -> str:
    """Return text that has at most `limit` characters, counted as UTF-16 does.

    Args:
        text: Markdown that ends with a newline; its tables have a row a line.
        limit: Large enough for the first line and the note.
    """
    if _size(text) <= limit:
        return text
    lines = text.splitlines()
    kept = len(lines)
    while kept > 1 and _size(_cut(lines, kept, limit)) > limit:
        kept -= 1
    while kept > 1 and _leads_on(lines, kept):
        kept -= 1
    return _cut(lines, kept, limit)


def _cut(lines: list[str], kept: int, limit: int) -> str:
    head = lines[:kept]
    folds = sum(line.startswith("<details>") for line in head) - head.count(_CLOSED)
    note = _NOTE.format(len(lines) - kept, limit)
    return "\n".join([*head, *["", _CLOSED] * folds, "", note, ""])


def _leads_on(lines: list[str], kept: int) -> bool:
    """Tell whether the last line that is kept is nothing without the next."""
    last, following = lines[kept - 1], "".join(lines[kept : kept + 1])
    opens = last.startswith("<details>")
    return not last or opens or bool(_HEAD.match(last)) or following.startswith("| ---")


def _size(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2

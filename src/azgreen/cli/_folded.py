"""How is a long line told on a terminal, or in a commit's message?"""

from __future__ import annotations

import textwrap
from typing import Final

WIDE: Final = 100


def folded(line: str, wide: int = WIDE) -> str:
    """Fold a line where it is too long, two blanks further in; names and addresses stay whole."""
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.fill(
        line.strip(),
        wide,
        initial_indent=indent,
        subsequent_indent=f"{indent}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )

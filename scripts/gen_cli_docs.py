"""The page of the command line: what every command says of itself."""

from __future__ import annotations

import contextlib
import io
import os
from pathlib import Path

from azgreen.cli import COMMANDS, main

ROOT = Path(__file__).parent.parent
_HEAD = """<!-- Written by scripts/gen_docs.py: change the commands instead. -->
# Commands
"""


def documents() -> dict[Path, str]:
    """Return the page."""
    os.environ["COLUMNS"] = "100"  # argparse wraps at the width of the terminal
    pages = [_HEAD, _help(), *(_help(command) for command in COMMANDS)]
    return {ROOT / "docs" / "cli.md": "\n".join(pages)}


def _help(*words: str) -> str:
    told = io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.suppress(SystemExit):
        main([*words, "--help"])
    title = " ".join(["azgreen", *words])
    return f"## {title}\n\n```text\n{told.getvalue()}```\n"

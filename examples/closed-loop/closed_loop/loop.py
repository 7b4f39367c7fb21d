"""How does the loop go round? Every step is a command that a user has as well."""

from __future__ import annotations

import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from azgreen.azure import place_of
from azgreen.cli import main
from closed_loop.measured import Taken, taken
from closed_loop.project import STACK, SUMMARIES

if TYPE_CHECKING:
    from pathlib import Path


class FailedError(Exception):
    """A command failed; with what it said."""


@dataclass(frozen=True)
class Round:
    """A deployment, the same load on it, and what Azure Monitor and rightsize say then."""

    taken: Taken
    advised: dict[str, Any]
    """What `azgreen rightsize --write --format json` prints."""
    exit_code: int
    """Its exit code: 1 where something is to change."""


@dataclass(frozen=True)
class Loop:
    """Both rounds."""

    before: Round
    after: Round
    is_written_once: bool
    """Whether the second `rightsize --write` left the file as it was."""


def go_round(file: Path, trace: Path, azure: str) -> Loop:
    """Deploy, load, measure, right-size; twice.

    Args:
        file: The stack's file, which is written to.
        trace: CSV with a line a request.
        azure: Address of a local Azure.

    Raises:
        FailedError: a command failed.
    """
    before = _round(file, trace, azure)
    written = file.read_bytes()
    after = _round(file, trace, azure)
    return Loop(before, after, file.read_bytes() == written)


def _round(file: Path, trace: Path, azure: str) -> Round:
    def azgreen(command: str, *words: str) -> tuple[int, dict[str, Any]]:
        shared = ("--stack", STACK, "--cwd", str(file.parents[1]), "--azure", azure)
        return _told(command, *shared, "--format", "json", *words)

    azgreen("up")
    _, placed = azgreen("load", "--on", SUMMARIES, "--trace", str(trace))
    (load,) = placed["loads"]
    used = taken(place_of(azure, None), load["resource"])
    code, advised = azgreen("rightsize", "--write")
    return Round(used, advised, code)


def _told(*words: str) -> tuple[int, dict[str, Any]]:
    sys.stderr.write(f"azgreen {words[0]}\n")
    out, progress = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(progress):
        code = main(words)
    if code not in {0, 1}:
        raise FailedError(progress.getvalue())
    return code, json.loads(out.getvalue())

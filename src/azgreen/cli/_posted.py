"""Where does the comment of a pull request go: files, the job's summary, the pull request?"""

from __future__ import annotations

import json
import os
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from azgreen.cli import _checked
from azgreen.errors import Fault, InputError
from azgreen.findings import Change, Checked, comment, marker
from azgreen.pull_request import PostError, shortened

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from azgreen.pull_request import AzureDevOps, GitHub

_SUMMARY: Final = "GITHUB_STEP_SUMMARY"
_MOST_OF_SUMMARY: Final = 1024 * 1024 // 3
"""GitHub shows no more than 1 MiB a step; a character of UTF-16 takes up to 3 bytes of UTF-8."""


@dataclass(frozen=True)
class Verdict:
    """Everything that the comment tells."""

    checked: Checked
    change: Change
    exceeded: Sequence[str]
    """Limits that are exceeded, in words."""
    not_judged: Sequence[str]
    """What limits say nothing of, in words."""

    @property
    def fails(self) -> bool:
        """Whether the pull request is to be stopped."""
        return bool(self.exceeded) or self.checked.fails()

    @property
    def text(self) -> str:
        """The comment."""
        told = [*self.exceeded, *self.not_judged]
        return comment(self.checked, self.change, tool_version=_checked.version(), told=told)

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "schemaVersion": 1,
            "toolVersion": _checked.version(),
            "fails": self.fails,
            "limits": {"exceeded": list(self.exceeded), "notJudged": list(self.not_judged)},
            "change": self.change.as_dict(),
            "checked": self.checked.as_dict(),
        }


def write(verdict: Verdict, options: argparse.Namespace) -> None:
    """Write the files that were asked for, the job's summary, and stdout where there is no other.

    Raises:
        InputError: a file cannot be written.
    """
    if options.json_file is not None:
        _checked.write(options.json_file, json.dumps(verdict.as_dict(), indent=2) + "\n")
    if options.sarif_file is not None:
        _checked.write(options.sarif_file, _checked.sarif_of(verdict.checked, options.cwd))
    if options.output_file is not None:
        _checked.write(options.output_file, verdict.text)
    elif options.post is None:
        sys.stdout.write(verdict.text)
    summary = os.environ.get(_SUMMARY)
    if summary:
        _add(Path(summary), shortened(verdict.text, _MOST_OF_SUMMARY))


def post(verdict: Verdict, service: GitHub | AzureDevOps) -> bool:
    """Post the comment, and tell where it is; what keeps it from there is told, not raised.

    A verdict must not get lost because a comment could not be written.
    """
    with closing(service):
        try:
            print(f"posted: {service.post(marker(verdict.checked), verdict.text)}")
        except PostError as error:
            sys.stderr.write(f"error: {error}\n")
            return False
    return True


def _add(file: Path, text: str) -> None:
    try:
        with file.open("a", encoding="utf-8") as opened:
            opened.write(text)
    except OSError as error:
        what = f"names {file}, which cannot be written: {error.strerror}; unset it elsewhere"
        raise InputError([Fault(_SUMMARY, what)]) from error

"""What does git say, asked about the repository that a file is in?"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from azgreen.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_OURS: Final = {"GIT_LITERAL_PATHSPECS": "1", "GIT_TERMINAL_PROMPT": "0"}
_THEIRS: Final = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""What a git hook sets: it is about the hook's repository, and relative to its folder."""


@dataclass(frozen=True)
class Git:
    """Git in one folder."""

    folder: Path
    where: str
    """What the user wrote that needs git: what a fault is told of."""
    more: Mapping[str, str] = field(default_factory=dict[str, str])
    """Variables of the environment beside the user's."""

    def says(self, *words: str, given: str | None = None) -> str:
        """Return what git prints, without the end of the line.

        Raises:
            InputError: git is not there, or fails; with its own message.
        """
        done = self._run(words, given)
        if done.returncode:
            told = "; ".join(done.stderr.decode("utf-8", "replace").split("\n")).strip("; ")
            raise self.fault(f"git {words[0]}: {told or f'exit code {done.returncode}'}")
        return done.stdout.decode("utf-8").removesuffix("\n")

    def knows(self, *words: str) -> str | None:
        """Return what git prints, None where it fails.

        Raises:
            InputError: git is not there.
        """
        done = self._run(words, None)
        return None if done.returncode else done.stdout.decode("utf-8").removesuffix("\n")

    def fault(self, what: str) -> InputError:
        """Return the error that says so."""
        return InputError([Fault(self.where, what)])

    def _run(self, words: tuple[str, ...], given: str | None) -> subprocess.CompletedProcess[bytes]:
        kept = {name: value for name, value in os.environ.items() if name not in _THEIRS}
        try:
            return subprocess.run(
                ["git", "-C", str(self.folder), *words],  # noqa: S607 - the git that PATH has
                input=None if given is None else given.encode(),
                stdin=subprocess.DEVNULL if given is None else None,
                capture_output=True,
                check=False,
                env={**kept, **_OURS, **self.more},
            )
        except OSError as error:
            reason = f"git cannot be started ({error.strerror}); install it, or use --write"
            raise self.fault(reason) from error

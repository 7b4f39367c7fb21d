"""What does an answer change in one file?"""

from __future__ import annotations

import difflib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Change:
    """The file before and after."""

    file: Path
    before: str
    after: str

    @property
    def difference(self) -> str:
        """The lines that differ, as `diff -u` shows them; empty where nothing changes."""
        before, after = (text.splitlines(keepends=True) for text in (self.before, self.after))
        return "".join(difflib.unified_diff(before, after, str(self.file), str(self.file)))

    def write(self) -> None:
        """Replace the file in one step: nobody ever reads half of it."""
        handle, name = tempfile.mkstemp(dir=self.file.parent, prefix=f".{self.file.name}.")
        fresh = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
                out.write(self.after)
            fresh.chmod(self.file.stat().st_mode)
            fresh.replace(self.file)
        finally:
            fresh.unlink(missing_ok=True)

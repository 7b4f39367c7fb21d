"""How is something recorded in a stack's file, with all else in it as it was?"""

from __future__ import annotations

import difflib
import io
import os
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ruamel.yaml import YAML

from azgreen.cli._stack_file import loaded, named_stack_file
from azgreen.errors import Fault, InputError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

_WIDE: Final = 4096  # long lines stay as they are


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


def stack_file(options: argparse.Namespace) -> Path | None:
    """Return the file to write to, None where nothing is to be recorded.

    Raises:
        InputError: the options do not go together, or the stack has no file.
    """
    if not options.write and not options.dry_run:
        if options.stack is not None:
            reason = "names a stack, but nothing is recorded without --write or --dry-run"
            raise InputError([Fault("--stack", reason)])
        return None
    if options.stack is None:
        raise InputError([Fault("--write", "needs --stack NAME, to know what to write to")])
    return named_stack_file(options.cwd, options.stack)


def changed(file: Path, edit: Callable[[Any], bool]) -> Change:
    """Return what editing a stack's configuration changes; comments, order and all else stay.

    Args:
        file: The stack's file.
        edit: Edits the configuration in place, and tells whether that changed anything.

    Raises:
        InputError: the file is not what a stack's file has to be.
    """
    with file.open(encoding="utf-8", newline="") as opened:
        before = opened.read()
    text = before.replace("\r\n", "\n")
    yaml = _like(text)
    document = loaded(file, yaml, text)
    if not edit(document["config"]):
        return Change(file, before, before)
    out = io.StringIO()
    yaml.dump(document, out)
    after = out.getvalue()
    after = after.replace("\n", "\r\n") if "\r\n" in before else after
    return Change(file, before, after)


def tell(change: Change, options: argparse.Namespace, what: str) -> None:
    """Write the change or, for a dry run, show it; on stderr where stdout is for a program."""
    told = sys.stderr if options.format == "json" else sys.stdout
    if options.dry_run:
        told.write(change.difference or f"{change.file} would not change\n")
    elif change.difference:
        change.write()
        told.write(f"recorded in {change.file}\n")
    else:
        told.write(f"{change.file} holds this {what} already\n")


def _like(text: str) -> Any:
    """Return a YAML writer that indents as `text` does."""
    yaml: Any = YAML()
    yaml.preserve_quotes = True
    yaml.width = _WIDE
    nested = re.search(r"^config:.*\n(?:\s*#.*\n|\s*\n)*( +)\S", text, re.MULTILINE)
    dash = re.search(r"^( +)\S+:[ ]*\n(?:\s*#.*\n)*( *)- ", text, re.MULTILINE)
    step = len(nested[1]) if nested else 2
    offset = max(0, len(dash[2]) - len(dash[1])) if dash else step
    yaml.indent(mapping=step, sequence=offset + 2, offset=offset)
    return yaml

"""How is something recorded in a stack's file, with all else in it as it was?"""

from __future__ import annotations

import difflib
import io
import re
import sys
from typing import TYPE_CHECKING, Any, Final

from ruamel.yaml import YAML

from azgreen.cli import _branch, _recording
from azgreen.cli._change import Change
from azgreen.cli._stack_file import loaded, named_stack_file
from azgreen.errors import Fault, InputError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from pathlib import Path

_WIDE: Final = 4096  # long lines stay as they are


def stack_file(options: argparse.Namespace) -> Path | None:
    """Return the file of a command that works without a stack; None: nothing is to be recorded.

    Raises:
        InputError: the options do not go together, the stack has no file, or no branch can be made.
    """
    asked = _recording.asked(options)
    if asked is None:
        if options.stack is not None:
            ways = "--write, --branch or --dry-run"
            reason = f"names a stack, but nothing is recorded without {ways}"
            raise InputError([Fault("--stack", reason)])
        return None
    if options.stack is None:
        raise InputError([Fault(asked, "needs --stack NAME, to know what to write to")])
    return file_to_record_in(options)


def file_to_record_in(options: argparse.Namespace) -> Path | None:
    """Return the stack's file, None where nothing is to be recorded.

    Raises:
        InputError: the stack has no file, or no branch can be made.
    """
    if _recording.asked(options) is None:
        return None
    file = named_stack_file(options.cwd, options.stack)
    if options.branch is not None:
        _branch.check(file, options.branch)
    return file


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
    yaml = writer_like(text)
    document = loaded(file, yaml, text)
    unedited = dumped(yaml, document)
    if not edit(document["config"]):
        return Change(file, before, before)
    after = _as_written(text, unedited, dumped(yaml, document))
    after = after.replace("\n", "\r\n") if "\r\n" in before else after
    return Change(file, before, after)


def dumped(yaml: Any, document: Any) -> str:
    """Return a document as `yaml` writes it."""
    out = io.StringIO()
    yaml.dump(document, out)
    return out.getvalue()


def _as_written(text: str, unedited: str, edited: str) -> str:
    """Return the edited document with every line that no edit changed as its writer spelled it.

    A dump spells some of them in its own way: the spaces in `{ most: 1 }` say.
    """
    written, before, after = (each.splitlines(keepends=True) for each in (text, unedited, edited))
    if len(written) != len(before):
        return edited
    lines = list[str]()
    for tag, low, high, first, last in difflib.SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        lines += written[low:high] if tag == "equal" else after[first:last]
    return "".join(lines)


def tell(change: Change, options: argparse.Namespace, what: str, message: str) -> None:
    """Record the change or, for a dry run, show it; on stderr where stdout is for a program.

    Args:
        change: What is to be recorded.
        options: Those of `_recording.add_recording_options`, and `format`.
        what: What the file then holds: 'answer'.
        message: The evidence, as the message of the commit on a branch.

    Raises:
        InputError: no branch can be made.
    """
    told = sys.stderr if options.format == "json" else sys.stdout
    told.write(_recorded(change, options, what, message))


def _recorded(change: Change, options: argparse.Namespace, what: str, message: str) -> str:
    if not change.difference:
        is_dry = options.dry_run and options.branch is None
        held = "would not change" if is_dry else f"holds this {what} already"
        return f"{change.file} {held}\n"
    if options.branch is not None:
        act = _branch.show if options.dry_run else _branch.make
        return act(change, options.branch, message)
    if options.dry_run:
        return change.difference
    change.write()
    return f"recorded in {change.file}\n"


def writer_like(text: str) -> Any:
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

"""Where is a page written, so that it is there as a whole or not at all?"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from azgreen.errors import Fault, InputError

if TYPE_CHECKING:
    from pathlib import Path


def page_faults(file: Path, *, force: bool) -> list[Fault]:
    """Return why a page cannot be written there."""
    faults: list[Fault] = []
    if file.exists() and not force:
        faults.append(_exists(file))
    if not file.parent.is_dir():
        reason = f"the folder {str(file.parent)!r} does not exist; make it first"
        faults.append(Fault("--output", reason))
    return faults


def write_page(file: Path, text: str, *, force: bool) -> str:
    """Write a page and say so; without `force` never over a file, not even one that has just come.

    Raises:
        InputError: it cannot be written; what was there is left as it was.
    """
    made = file.with_name(f".{file.name}.{uuid4().hex}")
    try:
        if not force:
            file.touch(exist_ok=False)  # from here on the name is ours
        _write_whole(made, file, text, force=force)
    except FileExistsError as error:
        raise InputError([_exists(file)]) from error
    except OSError as error:
        reason = f"{str(file)!r} cannot be written: {error.strerror}; give another path"
        raise InputError([Fault("--output", reason)]) from error
    return f"wrote {file} ({len(text.encode()) / 1000:,.0f} kB)"


def _write_whole(made: Path, file: Path, text: str, *, force: bool) -> None:
    try:
        made.write_text(text, "utf-8", newline="\n")
        made.replace(file)
    except OSError:
        made.unlink(missing_ok=True)
        if not force:
            file.unlink(missing_ok=True)
        raise


def _exists(file: Path) -> Fault:
    return Fault("--output", f"{str(file)!r} exists; use --force to replace it")

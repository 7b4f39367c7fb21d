"""Which columns hold the time and the tokens?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HEADERS: Final = {
    "at": ("timestamp",),
    "input_tokens": ("ContextTokens", "input_tokens"),
    "output_tokens": ("GeneratedTokens", "output_tokens"),
}
"""Names of each column, in any case: those of the Azure LLM inference traces, and plain ones."""


def unreadable(file: Path, error: OSError | UnicodeDecodeError) -> InputError:
    """Return the error of a trace that is not there, or no text."""
    said = getattr(error, "strerror", None) or "it is not UTF-8"
    return InputError([Fault(str(file), f"cannot be read: {said}; allowed: a CSV file")])


def columns(file: str, header: Sequence[str]) -> dict[str, str]:
    """Return which of the file's columns holds what.

    Raises:
        InputError: a column is missing or there twice; every fault at once.
    """
    spelled = [name.strip().lstrip("\ufeff") for name in header]
    found, faults = dict[str, str](), list[Fault]()
    for role, names in HEADERS.items():
        wanted = {name.lower() for name in names}
        matches = [raw for raw, name in zip(header, spelled, strict=True) if name.lower() in wanted]
        if len(matches) == 1:
            found[role] = matches[0]
            continue
        shown = " or ".join(map(repr, names))
        there = ", ".join(map(repr, spelled))
        what = "no column" if not matches else f"{len(matches)} columns"
        reason = f"{what} {shown} in the header ({there}); allowed: exactly one; name it in line 1"
        faults.append(Fault(f"{file}:1", reason))
    if faults:
        raise InputError(faults)
    return found

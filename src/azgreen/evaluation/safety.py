"""Is there something in an answer that must not be there?

Flags come with the answers, from a content filter or from readers; a blocklist adds terms of one's
own. Neither finds what nobody annotated or listed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from azgreen.errors import Fault, InputError

if TYPE_CHECKING:
    from pathlib import Path

    from azgreen.evaluation.answers import Answer

_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Blocklist:
    """Terms that no answer may hold, as whole words, whatever their case or width."""

    terms: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        empty = [term for term in self.terms if not _words(term)]
        if empty:
            reason = f"{empty[0]!r} has no word in it; write terms of at least one word"
            raise InputError([Fault("blocklist", reason)])

    def found_in(self, text: str) -> tuple[str, ...]:
        """Return the terms that a text holds."""
        spaced = f" {_words(text)} "
        return tuple(term for term in self.terms if f" {_words(term)} " in spaced)


def flags_of(answer: Answer, blocklist: Blocklist) -> tuple[str, ...]:
    """Return the flags that came with an answer, and a flag for each blocked term in it."""
    blocked = (f"blocked term {term!r}" for term in blocklist.found_in(answer.answer))
    return (*answer.flags, *blocked)


def read_blocklist(file: Path) -> Blocklist:
    """Read a term a line; empty lines and those that begin with # are passed over.

    Raises:
        InputError: it cannot be read, or a term holds no word.
    """
    try:
        lines = file.read_text("utf-8").splitlines()
    except OSError as error:
        reason = f"cannot be read: {error.strerror}; give the path of a file"
        raise InputError([Fault(str(file), reason)]) from error
    except UnicodeDecodeError as error:
        raise InputError([Fault(str(file), "is not UTF-8; save it as such")]) from error
    terms = [(number, line.strip()) for number, line in enumerate(lines, 1)]
    terms = [(number, term) for number, term in terms if term and not term.startswith("#")]
    faults = [
        Fault(f"{file}:{number}", f"{term!r} has no word in it; write a term of at least one word")
        for number, term in terms
        if not _words(term)
    ]
    if faults:
        raise InputError(faults)
    return Blocklist(tuple(term for _, term in terms))


def _words(text: str) -> str:
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))

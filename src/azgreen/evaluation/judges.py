"""Does an answer rest on the contexts that it was given?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from azgreen.errors import Fault, InputError
from azgreen.evaluation.text import words

if TYPE_CHECKING:
    from collections.abc import Sequence


class Judge(Protocol):
    """Whoever tells groundedness: a function of one's own in a class, or a service."""

    @property
    def name(self) -> str:
        """Who it is and what it can tell, for the reader of the verdict."""
        ...

    def groundedness(self, question: str, answer: str, contexts: Sequence[str]) -> float:
        """Return how far an answer rests on its contexts: 0 not at all, 1 wholly."""
        ...


@dataclass(frozen=True, slots=True)
class LexicalJudge:
    """Tells which share of an answer's words stands, in runs of `run_words`, in a context.

    It compares words and understands none: a sentence that was turned round, or lost its "not",
    may score high, and a good paraphrase low. It suits answers that quote. The measure is
    extractive fragment coverage (Grusky et al., arXiv 1804.11283) with a least length of fragments.
    An answer without words claims nothing, so it scores 1; F1 is what punishes it.
    """

    run_words: int = 2

    def __post_init__(self) -> None:
        if self.run_words < 1:
            reason = f"{self.run_words!r} is not usable; allowed: a whole number of at least 1"
            raise InputError([Fault("run_words", reason)])

    @property
    def name(self) -> str:
        """Say what it is, and what it is not."""
        return f"words in runs of {self.run_words} that a context holds; no judge of meaning"

    def groundedness(self, question: str, answer: str, contexts: Sequence[str]) -> float:
        """Return the share of the words that lie in such a run."""
        del question
        own = words(answer)
        if not own:
            return 1.0
        length = min(self.run_words, len(own))
        held = {run for text in contexts for run in _runs(words(text), length)}
        supported: set[int] = set()
        for start, run in enumerate(_runs(own, length)):
            if run in held:
                supported.update(range(start, start + length))
        return len(supported) / len(own)


def _runs(found: tuple[str, ...], length: int) -> list[tuple[str, ...]]:
    return [found[start : start + length] for start in range(len(found) - length + 1)]

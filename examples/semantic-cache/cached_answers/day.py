"""What does the whole application do with the questions, one after another?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .assistant import Assistant, Reply
    from .pairs import Pair

CHOSEN_COSINE: Final = 0.9
"""Loosest with 5 % or less of hits wrong in these pairs, where the words are checked too."""


@dataclass(frozen=True, slots=True)
class Day:
    """What came of every question."""

    least_cosine: float
    questions: int
    from_cache: int
    wrong: int

    def told(self) -> str:
        """Return it as a sentence."""
        asked = self.questions - self.from_cache
        return (
            f"{self.questions} questions at a cosine of {self.least_cosine} with the second check: "
            f"{asked} went to the model, {self.from_cache} were answered from the cache, "
            f"{self.wrong} of them wrongly. Answers to questions that missed are kept too."
        )


def run_day(assistant: Assistant, pairs: Sequence[Pair]) -> Day:
    """Ask every first question, then every later one; the cache fills as it goes."""
    first = [assistant.reply(pair.cached_by, pair.cached) for pair in pairs]
    later = [assistant.reply(pair.asked_by, pair.asked) for pair in pairs]
    wrong = sum(reply.from_cache for reply in first)  # no two first questions ask the same
    wrong += sum(_is_wrong(reply, pair) for reply, pair in zip(later, pairs, strict=True))
    hits = sum(reply.from_cache for reply in (*first, *later))
    return Day(assistant.least_cosine, len(first) + len(later), hits, wrong)


def _is_wrong(reply: Reply, pair: Pair) -> bool:
    right = pair.label == "same" and reply.first_asked == pair.cached
    return reply.from_cache and not right

"""How many hits are there at a threshold, and how many of them are wrong?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .pairs import TENANT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .assistant import Assistant, Candidate
    from .pairs import Pair

THRESHOLDS: Final = tuple(percent / 100 for percent in range(80, 100))
LOOSEST: Final = THRESHOLDS[0]
FEWEST_HITS: Final = 20
"""Of fewer, one wrong hit alone is above 5 %."""

_Z_95: Final = 1.959964  # of the normal distribution, two-sided


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the cache had for a question."""

    pair: Pair
    candidate: Candidate | None

    @property
    def is_right(self) -> bool:
        """Whether the nearest entry is the one whose answer does for the question."""
        found = self.candidate
        return found is not None and (
            self.pair.label == "same" and found.found.prompt == self.pair.cached
        )

    def is_hit(self, threshold: float, *, guarded: bool) -> bool:
        """Whether the application answers from the cache."""
        found = self.candidate
        if found is None or found.found.cosine < threshold:
            return False
        return not (guarded and found.objections)


@dataclass(frozen=True, slots=True)
class Score:
    """Hits among the questions that were asked."""

    threshold: float
    asked: int
    asked_same: int
    """Of these, the questions to which a kept answer does."""
    hits: int
    wrong: int

    @property
    def right(self) -> int:
        """Hits whose answer does."""
        return self.hits - self.wrong

    @property
    def hit_rate(self) -> float:
        """Hits as a share of what was asked."""
        return self.hits / self.asked

    @property
    def wrong_share(self) -> float | None:
        """Wrong hits as a share of hits; None where there is none."""
        return self.wrong / self.hits if self.hits else None

    @property
    def interval(self) -> tuple[float, float]:
        """Where the wrong share lies in 95 of 100 such measurements."""
        return wilson(self.wrong, self.hits)

    def wrong_share_at(self, hard_share: float) -> float | None:
        """Return the wrong share of hits where `hard_share` of questions only look alike.

        Every other question has a kept answer that does.
        """
        right = (1 - hard_share) * self.right / self.asked_same
        wrong = hard_share * self.wrong / (self.asked - self.asked_same)
        return wrong / (right + wrong) if right + wrong else None


def replay(assistant: Assistant, pairs: Sequence[Pair]) -> list[Outcome]:
    """Fill the cache with every kept question, then ask every other; nothing is learnt of these."""
    for pair in pairs:
        assistant.learn(pair.cached_by, pair.cached)
    return [Outcome(pair, assistant.candidate(pair.asked_by, pair.asked)) for pair in pairs]


def score(outcomes: Sequence[Outcome], threshold: float, *, guarded: bool) -> Score:
    """Count at one threshold; questions of another tenant are not asked here (see `crossed`)."""
    own = [outcome for outcome in outcomes if outcome.pair.kind != TENANT]
    hits = [outcome for outcome in own if outcome.is_hit(threshold, guarded=guarded)]
    same = sum(outcome.pair.label == "same" for outcome in own)
    return Score(threshold, len(own), same, len(hits), sum(not hit.is_right for hit in hits))


def scores(outcomes: Sequence[Outcome], *, guarded: bool) -> list[Score]:
    """Count at every threshold."""
    return [score(outcomes, threshold, guarded=guarded) for threshold in THRESHOLDS]


def crossed(outcomes: Sequence[Outcome]) -> tuple[int, int]:
    """Return how many questions found an entry of another tenant, and of how many."""
    others = [outcome for outcome in outcomes if outcome.pair.kind == TENANT]
    return sum(outcome.candidate is not None for outcome in others), len(others)


def recommended(
    found: Sequence[Score], most_wrong: float, hard_share: float | None = None
) -> Score | None:
    """Return the loosest threshold at and above which no wrong share is above `most_wrong`.

    Thresholds with fewer than 20 hits say nothing here. None where no threshold is left. Without
    `hard_share` the questions are mixed as in the pairs.
    """
    best: Score | None = None
    enough = [one for one in found if one.hits >= FEWEST_HITS]
    for one in sorted(enough, key=lambda item: -item.threshold):
        share = one.wrong_share if hard_share is None else one.wrong_share_at(hard_share)
        if share is None or share > most_wrong:
            break
        best = one
    return best


def wilson(count: int, total: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927); 0 to 1 where nothing was counted."""
    if not 0 <= count <= total:
        raise ValueError(f"{count} of {total} is no share; allowed: 0 to the total")
    if not total:
        return 0.0, 1.0
    share, square = count / total, _Z_95**2
    middle = share + square / (2 * total)
    reach = _Z_95 * math.sqrt(share * (1 - share) / total + square / (4 * total**2))
    low, high = ((middle + side * reach) / (1 + square / total) for side in (-1, 1))
    return max(0.0, min(low, share)), min(1.0, max(high, share))

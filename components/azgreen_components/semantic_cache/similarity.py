"""What is one similarity on the scale of each store and of API Management?

    similarity              cosine of two prompts: 1 is the same direction; asked for as 0 to 1
    RediSearch, COSINE      distance   = 1 - cosine, 0 to 2, lower is closer
    Cosmos DB, cosine       similarity = cosine, -1 to 1, higher is closer
    API Management          score      = 1 - cosine, lower is closer

Sources: redis.io, vectors, distance metrics; Cosmos DB query language, VECTORDISTANCE; azure-docs,
includes/api-management-semantic-cache-policy-details.md (2025-10-29): from 0.0 to 1.0, lower values
require more similarity, start with 0.05, above 0.2 mismatches may come. That the score is the
distance of the RediSearch below it is our reading: Microsoft gives no formula.

A cosine belongs to an embedding model. Measured with one, all-MiniLM-L6-v2, on questions written to
be hard (examples/semantic-cache): no threshold from 0.8 to 0.99 parts the questions that ask the
same from those that only look alike, and half of the hits at 0.95 are wrong. So 0.95 stays, as
strict as API Management starts; an application that also compares negations, numbers, names and the
order of words (`guard.py` there) may go down to 0.9.
"""

from dataclasses import dataclass
from typing import Final

DEFAULT_SIMILARITY: Final = 0.95
"""The score of 0.05 with which API Management's page starts."""

LOOSE_SIMILARITY: Final = 0.8
"""The score of 0.2 from which that page warns of mismatches."""

_OF_GPTCACHE: Final = ((0.95, 425, 25), (0.9, 804, 77), (0.8, 904, 92))
"""Threshold, right hits and wrong hits of 999 pairs: GPTCache, README, its own data and score."""


@dataclass(frozen=True)
class Measured:
    """How many questions were hits at a threshold."""

    alike: int
    """Questions that ask what a kept question asks."""
    look_alike: int
    """Questions that only look like a kept one."""
    rows: tuple[tuple[float, int, int], ...]
    """Threshold, hits of the former, hits of the latter."""


MEASURED: Final = Measured(
    94, 112, ((0.99, 8, 6), (0.95, 25, 26), (0.9, 33, 47), (0.85, 44, 64), (0.8, 54, 74))
)
"""Vectors alone, all-MiniLM-L6-v2: examples/semantic-cache/results/thresholds.csv."""

_DIGITS: Final = 6  # 1 - 0.95 is 0.050000000000000044 in binary


@dataclass(frozen=True)
class Similarity:
    """The least similarity of a hit."""

    cosine: float

    @property
    def distance(self) -> float:
        """The same as a distance: the most that a hit may have."""
        return round(1 - self.cosine, _DIGITS)

    def as_dict(self) -> dict[str, float]:
        """Return the one threshold on every scale."""
        return {
            "cosine": self.cosine,
            "redis_distance": self.distance,
            "cosmos_similarity": self.cosine,
            "apim_score_threshold": self.distance,
        }

    def explain(self) -> list[str]:
        """Say what the threshold means on each scale, and how often such hits were wrong."""
        scales = (
            f"similarity: a hit has a cosine of {self.cosine:g} or more: Redis distance and API "
            f"Management score {self.distance:g} or less, Cosmos DB similarity {self.cosine:g}"
        )
        return [scales, self._weakness(), self._look_alikes()]

    def _weakness(self) -> str:
        threshold, right, wrong = next(
            (row for row in _OF_GPTCACHE if row[0] <= self.cosine), _OF_GPTCACHE[-1]
        )
        share = wrong / (right + wrong)
        seen = f"of hits at {threshold:g} GPTCache saw {share:.1%} wrong (its own data and score)"
        if self.cosine < LOOSE_SIMILARITY:
            seen += f"; below {LOOSE_SIMILARITY:g} API Management's page expects mismatches"
        return f"weak: {seen}; measure on your own prompts"

    def _look_alikes(self) -> str:
        rows = MEASURED.rows
        threshold, right, wrong = next((row for row in rows if row[0] <= self.cosine), rows[-1])
        return (
            f"weak: at {threshold:g} {right} of {MEASURED.alike} hard questions that ask the same "
            f"were hits, and {wrong} of {MEASURED.look_alike} that only look alike, as 'is X safe' "
            "and 'is X unsafe' do (examples/semantic-cache); no threshold parts them, a check of "
            "the words does"
        )

"""What is one similarity on the scale of each store and of API Management?

    similarity              cosine of two prompts: 1 is the same direction; asked for as 0 to 1
    RediSearch, COSINE      distance   = 1 - cosine, 0 to 2, lower is closer
    Cosmos DB, cosine       similarity = cosine, -1 to 1, higher is closer
    API Management          score      = 1 - cosine, lower is closer

Sources: redis.io, vectors, distance metrics; Cosmos DB query language, VECTORDISTANCE; azure-docs,
includes/api-management-semantic-cache-policy-details.md (2025-10-29): from 0.0 to 1.0, lower values
require more similarity, start with 0.05, above 0.2 mismatches may come. That the score is the
distance of the RediSearch below it is our reading: Microsoft gives no formula.
"""

from dataclasses import dataclass
from typing import Final

DEFAULT_SIMILARITY: Final = 0.95
"""The score of 0.05 with which API Management's page starts."""

LOOSE_SIMILARITY: Final = 0.8
"""The score of 0.2 from which that page warns of mismatches."""

_MEASURED: Final = ((0.95, 425, 25), (0.9, 804, 77), (0.8, 904, 92))
"""Threshold, right hits and wrong hits of 999 pairs: GPTCache, README, its own data and score."""

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
        return [scales, self._weakness()]

    def _weakness(self) -> str:
        threshold, right, wrong = next(
            (row for row in _MEASURED if row[0] <= self.cosine), _MEASURED[-1]
        )
        share = wrong / (right + wrong)
        seen = f"of hits at {threshold:g} GPTCache saw {share:.1%} wrong (its own data and score)"
        if self.cosine < LOOSE_SIMILARITY:
            seen += f"; below {LOOSE_SIMILARITY:g} API Management's page expects mismatches"
        return f"weak: {seen}; measure on your own prompts"

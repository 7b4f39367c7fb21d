"""By what does one decide, and with which certainty?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from azgreen.errors import Fault, InputError

LEAST_QUESTIONS: Final = 30
"""Fewer decide nothing: below, the bootstrap's bounds are too narrow (our own judgement, after the
usual least sample of the central limit theorem)."""

_LEAST_RESAMPLES: Final = 200
_COIN: Final = 0.5


@dataclass(frozen=True, slots=True)
class Terms:
    """The margin, the certainty and the draws."""

    margin: float = 0.02
    """How much worse, in points of 1, the mean of F1 or groundedness may be at most."""
    confidence: float = 0.95
    """Certainty of each of the two claims, that it is no worse and that it is."""
    resamples: int = 2000
    seed: int = 0

    def __post_init__(self) -> None:
        enough = f"a whole number of at least {_LEAST_RESAMPLES}"
        rules = (
            ("margin", 0 < self.margin < 1, "above 0 and below 1"),
            ("confidence", _COIN < self.confidence < 1, f"above {_COIN} and below 1"),
            ("resamples", self.resamples >= _LEAST_RESAMPLES, enough),
        )
        faults = [
            Fault(name, f"{getattr(self, name)!r} is not usable; allowed: {allowed}")
            for name, holds, allowed in rules
            if not holds
        ]
        if faults:
            raise InputError(faults)

    @property
    def alpha(self) -> float:
        """Chance of a wrong claim."""
        return 1 - self.confidence

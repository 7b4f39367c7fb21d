"""What does one check say, and what is to be done about it?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class NextBest:
    """The region with the cleanest grid of those that have what is wanted, and enough of it."""

    region: str
    place: str
    """Where that is."""
    grid_gco2e_per_kwh: float
    grid_year: int
    left: float | None
    """Units of what was asked for; None where Azure does not say."""

    def __str__(self) -> str:
        """Say it, to follow a remedy."""
        grid = f"{self.grid_gco2e_per_kwh:g} gCO2e/kWh in {self.grid_year}"
        left = "not known" if self.left is None else f"{self.left:,.10g}"
        return f"next best: {self.region} ({self.place}), {grid}; left there: {left}"

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "region": self.region,
            "place": self.place,
            "grid_gco2e_per_kwh": self.grid_gco2e_per_kwh,
            "grid_year": self.grid_year,
            "left": self.left,
        }


class Verdict(Enum):
    """How a check ends."""

    PASS = "PASS"
    WARN = "WARN"
    """Azure gives no guarantee, or says that it will not last."""
    FAIL = "FAIL"
    """The deployment would be refused."""
    SKIP = "SKIP"
    """Nobody could tell."""


CHECKS = ("role", "provider", "name", "deleted", "offer", "quota", "capacity", "ptu", "machines")
"""What is checked, in the order of the answer."""


@dataclass(frozen=True, slots=True)
class Line:
    """The answer to one check."""

    verdict: Verdict
    check: str
    """One of `CHECKS`."""
    subject: str
    """The resource in the program, several with commas between, or `subscription`."""
    told: str
    remedy: str = ""
    """What to do; empty for PASS."""
    next_best: NextBest | None = None
    """Where else it would pass; None where nobody was asked, or nowhere."""

    @property
    def order(self) -> tuple[int, str, str]:
        """By what is checked, then by resource."""
        return CHECKS.index(self.check), self.subject, self.told

    def __str__(self) -> str:
        """Say it in one sentence, for an error or a finding."""
        return f"{self.check} of {self.subject}: {self.told}; {self.remedy}".removesuffix("; ")

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        plain = {"verdict": self.verdict.value, "check": self.check, "subject": self.subject}
        place = None if self.next_best is None else self.next_best.as_dict()
        return {**plain, "told": self.told, "remedy": self.remedy or None, "next_best": place}


def or_there(remedy: str, place: NextBest | None) -> str:
    """Append where else it would pass to what can be done here."""
    return "; ".join(filter(None, (remedy, "" if place is None else str(place))))


def counts(lines: Iterable[Line]) -> dict[str, int]:
    """Return how many lines there are of each verdict."""
    found = [line.verdict for line in lines]
    return {verdict.value: found.count(verdict) for verdict in Verdict}

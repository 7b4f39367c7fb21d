"""What does one check say, and what is to be done about it?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


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
        return {**plain, "told": self.told, "remedy": self.remedy or None}


def counts(lines: Iterable[Line]) -> dict[str, int]:
    """Return how many lines there are of each verdict."""
    found = [line.verdict for line in lines]
    return {verdict.value: found.count(verdict) for verdict in Verdict}

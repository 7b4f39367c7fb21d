"""What does a check of a prompt's budget say?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PASS, WARN, FAIL = ("PASS", "WARN", "FAIL")
LEVELS: Final = (PASS, WARN, FAIL)


@dataclass(frozen=True, slots=True)
class Finding:
    """One check; `fix` is empty where there is nothing to do."""

    level: str
    check: str
    said: str
    fix: str = ""

    def as_dict(self) -> dict[str, str]:
        """Return plain values for JSON."""
        return {"level": self.level, "check": self.check, "said": self.said, "fix": self.fix}

    def __str__(self) -> str:
        end = f"; {self.fix}" if self.fix else ""
        return f"{self.level} {self.check}: {self.said}{end}"

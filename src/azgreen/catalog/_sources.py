"""How old is each table of the catalogue, and how old may it become?

Sources, units and licences of every column: `data/SOURCES.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from azgreen.catalog._load import load

if TYPE_CHECKING:
    from datetime import date

_MOST_DAYS = 3650


@dataclass(frozen=True, slots=True)
class DataFile:
    """A table of the catalogue, and the script that renews it."""

    file: str
    as_of: date
    """The day whose state it shows."""
    max_age_days: int
    script: str

    def age_days(self, on: date) -> int:
        """Return how old it is on that day."""
        return (on - self.as_of).days

    def is_too_old(self, on: date) -> bool:
        """Return whether it should be renewed before it is relied on that day."""
        return self.age_days(on) > self.max_age_days


@cache
def data_files() -> tuple[DataFile, ...]:
    """Return every table of the catalogue, sorted by name."""
    columns = ("file", "as_of", "max_age_days", "script")
    return tuple(
        DataFile(
            file=row.text("file"),
            as_of=row.day("as_of"),
            max_age_days=row.whole("max_age_days", 1, _MOST_DAYS),
            script=f"scripts/{row.text('script')}",
        )
        for row in load("sources.csv", columns, columns[:1])
    )

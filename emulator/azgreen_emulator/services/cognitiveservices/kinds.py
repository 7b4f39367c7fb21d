"""Which kinds of account are there, and which SKUs does each have?"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Kind:
    """One kind of account."""

    name: str
    skus: tuple[str, ...]
    serves_models: bool


@cache
def kinds() -> dict[str, Kind]:
    """Return every kind by its name in lower case; source: `data/SOURCES.md`."""
    return {
        row["kind"].lower(): Kind(
            row["kind"], tuple(row["skus"].split()), row["serves_models"] == "yes"
        )
        for row in table("account_kinds.csv")
    }


def table(name: str) -> list[dict[str, str]]:
    """Read one table of `data/`."""
    place = files("azgreen_emulator.services.cognitiveservices") / "data" / name
    return list(csv.DictReader(place.read_text(encoding="utf-8").splitlines()))

"""Which questions are asked of the cache, and may the kept answer be given?"""

from __future__ import annotations

import csv
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

PAIRS: Final = Path(__file__).parents[1] / "pairs.csv"
LABELS: Final = ("same", "different")
HALVES: Final = ("tuning", "held-out")
TENANT: Final = "tenant"
"""Kind of the pairs that are asked by another tenant than the one whose answer is kept."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A question whose answer is kept, and one that is asked later."""

    id: str
    kind: str
    label: str
    """'same' where one answer does for both."""
    half: str
    """'held-out' where the guard was written without looking at it."""
    cached_by: str
    asked_by: str
    cached: str
    asked: str


def read_pairs(path: Path = PAIRS) -> list[Pair]:
    """Return the pairs of a file.

    Raises:
        ValueError: what is wrong with the file, all of it.
    """
    names = [field.name for field in fields(Pair)]
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if reader.fieldnames != names:
            raise ValueError(f"{path.name}: columns {reader.fieldnames}; allowed: {names}")
        pairs = [Pair(**row) for row in reader]
    faults = [fault for pair in pairs for fault in _faults(pair)] + _ambiguous(pairs)
    if faults:
        raise ValueError(f"{path.name}: " + "; ".join(faults))
    return pairs


def texts(pairs: list[Pair]) -> list[str]:
    """Return every question once, sorted."""
    return sorted({text for pair in pairs for text in (pair.cached, pair.asked)})


def _faults(pair: Pair) -> list[str]:
    faults: list[str] = []
    if pair.label not in LABELS:
        faults.append(f"{pair.id}: label {pair.label!r}; allowed: {', '.join(LABELS)}")
    if pair.half not in HALVES:
        faults.append(f"{pair.id}: half {pair.half!r}; allowed: {', '.join(HALVES)}")
    if (pair.cached_by != pair.asked_by) != (pair.kind == TENANT):
        faults.append(f"{pair.id}: only pairs of kind {TENANT!r} have two tenants, and all do")
    return faults


def _ambiguous(pairs: list[Pair]) -> list[str]:
    """Note a kept question that stands twice: a hit could not be told right or wrong."""
    kept = [pair.cached for pair in pairs]
    return [f"kept twice: {text!r}" for text in sorted(set(kept)) if kept.count(text) > 1]

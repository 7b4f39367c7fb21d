"""How well does a model do in the one benchmark that its maker published?

Sources, units and licences of every column: `data/SOURCES.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from azgreen.catalog._load import load

BENCHMARKS = ("MMLU", "MMLU-Pro")
"""Scores of the two are not comparable: the second is the harder one."""

COLUMNS = ("model", "benchmark", "score", "setting", "source", "source_date")


@dataclass(frozen=True, slots=True)
class Score:
    """A published result in percent; `setting` says how the questions were put."""

    benchmark: str
    score_percent: float
    setting: str
    source: str


def score_of(model: str) -> Score | None:
    """Return the score of the model of exactly this name, or None where none is published."""
    return _scores().get(model)


@cache
def _scores() -> dict[str, Score]:
    return {
        row.text("model"): Score(
            benchmark=row.one_of("benchmark", BENCHMARKS),
            score_percent=row.number("score", 0, 100),
            setting=row.text("setting"),
            source=f"{row.text('source')} ({row.day('source_date').isoformat()})",
        )
        for row in load("scores.csv", COLUMNS, ("model",))
    }

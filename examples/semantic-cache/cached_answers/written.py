"""What is told in the end? The files of `results/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import tables
from .avoided import MODEL, REGION, REQUESTS, SKU, TRAFFIC
from .chart import chart
from .pairs import TENANT
from .scores import FEWEST_HITS, LOOSEST, crossed, scores
from .vectors import MODEL as EMBEDDING_MODEL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .day import Day
    from .scores import Outcome


def results(outcomes: Sequence[Outcome], day: Day) -> dict[str, str]:
    """Return the text of each file by its name."""
    alone, checked = (scores(outcomes, guarded=guarded) for guarded in (False, True))
    return {
        "measured.md": _measured(outcomes, day),
        "thresholds.csv": tables.as_csv(outcomes),
        "hit-rate.svg": chart(alone, checked),
    }


def _measured(outcomes: Sequence[Outcome], day: Day) -> str:
    alone, checked = (scores(outcomes, guarded=guarded) for guarded in (False, True))
    parts = [
        "# What was measured",
        "Written by `python examples/semantic-cache --write`.",
        _set(outcomes),
        "## By vectors alone",
        tables.by_threshold(alone),
        "## With a second check of the words",
        tables.by_threshold(checked),
        _spared(),
        "## Threshold for a limit",
        tables.by_limit(outcomes),
        (
            f"The loosest threshold at and above which the share is kept, of those with "
            f"{FEWEST_HITS} hits and more."
        ),
        "## By kind: hits by vectors alone, hits with the second check",
        tables.by_kind(outcomes),
        f"## What the second check takes away at {LOOSEST}",
        tables.by_half(outcomes),
        "## The wrong hits that look most alike",
        tables.most_alike(outcomes),
        "## The application, run once through",
        day.told(),
    ]
    return "\n\n".join(parts) + "\n"


def _set(outcomes: Sequence[Outcome]) -> str:
    own = [outcome for outcome in outcomes if outcome.pair.kind != TENANT]
    same = sum(outcome.pair.label == "same" for outcome in own)
    found, others = crossed(outcomes)
    return (
        f"{len(own)} questions: {same} ask what a kept question asks, {len(own) - same} only look "
        f"like one. Vectors: {EMBEDDING_MODEL}. {others} more are asked by another tenant: "
        f"{found} found an entry."
    )


def _spared() -> str:
    return (
        f"Avoided by right hits, for each {REQUESTS:,} requests mixed like these, of "
        f"{TRAFFIC.input_tokens:,} tokens in and {TRAFFIC.output_tokens} out to {MODEL} "
        f"({SKU}, {REGION}); before what the cache and its embeddings take, which is not known."
    )

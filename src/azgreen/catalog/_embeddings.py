"""How long are the vectors of an embedding model?

Sources, units and licences of every column: `data/SOURCES.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from azgreen.catalog._load import load
from azgreen.errors import UnknownNameError

COLUMNS = ("model", "dimensions", "shortens", "source")

_MOST_DIMENSIONS = 16_384  # no model on Azure comes near: a slip of the hand would


@dataclass(frozen=True, slots=True)
class Embedding:
    """What an embedding model answers with."""

    model: str
    dimensions: int
    """Numbers of a vector, unless fewer are asked for."""
    shortens: bool
    """Whether fewer can be asked for, by the parameter `dimensions`."""
    source: str


def embedding(model: str) -> Embedding:
    """Look an embedding model up by Azure's name of it.

    Raises:
        UnknownNameError: the catalogue does not list the model.
    """
    for known in embeddings():
        if known.model.lower() == model.lower():
            return known
    raise UnknownNameError("embedding model", model, [known.model for known in embeddings()])


@cache
def embeddings() -> tuple[Embedding, ...]:
    """Return every embedding model of the catalogue, by name."""
    return tuple(
        Embedding(
            row.text("model"),
            row.whole("dimensions", 1, _MOST_DIMENSIONS),
            row.one_of("shortens", ("yes", "no")) == "yes",
            row.text("source"),
        )
        for row in load("embeddings.csv", COLUMNS, COLUMNS[:1])
    )

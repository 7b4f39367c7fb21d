"""Which models does Azure serve, how large are they and when do they retire?

Sources, units and licences of every column: `data/SOURCES.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from azgreen.catalog._architectures import architecture_of
from azgreen.catalog._load import load
from azgreen.catalog._scores import score_of
from azgreen.catalog._spread import Spread
from azgreen.errors import UnknownNameError

if TYPE_CHECKING:
    from datetime import date

    from azgreen.catalog._architectures import Architecture
    from azgreen.catalog._load import Row
    from azgreen.catalog._scores import Score

KINDS = ("chat", "embedding", "image")
"""What a model answers with."""

COLUMNS = (
    "name",
    "version",
    "format",
    "kind",
    "active_params_low_b",
    "active_params_mid_b",
    "active_params_high_b",
    "total_params_low_b",
    "total_params_high_b",
    "retires_on",
    "successor",
    "source",
    "source_date",
    "context_tokens",
    "licence",
)
_PROPRIETARY = "proprietary"
_MOST_CONTEXT_TOKENS = 100_000_000
_MOST_PARAMS_B = 10_000.0


@dataclass(frozen=True, slots=True)
class Model:
    """One model; parameters in billions, None where their number is not published or estimated.

    `retires_on` is the day on which nobody serves the model any more: None for open weights, which
    go on running on one's own GPUs after Azure has taken them off its endpoints (`retirement`).
    """

    name: str
    version: str
    versions: tuple[str, ...]
    format: str
    kind: str
    active_params_b: Spread | None
    total_params_b: Spread | None
    retires_on: date | None
    successor: str | None
    source: str
    context_tokens: int | None = None
    licence: str | None = None
    architecture: Architecture | None = None
    score: Score | None = None

    @property
    def is_open(self) -> bool:
        """Whether its weights can be had, so that it runs on one's own GPUs."""
        return self.licence != _PROPRIETARY


def model(name: str) -> Model:
    """Return the model called `name`, in any case."""
    known = _models()
    found = known.get(name.lower())
    if found is None:
        raise UnknownNameError("model", name, [item.name for item in known.values()])
    return found


def models() -> tuple[Model, ...]:
    """Return every model, sorted by name."""
    return tuple(_models().values())


@cache
def offer_rows() -> tuple[Row, ...]:
    """Read `offers.csv`: one row per model, SKU, region and version."""
    columns = ("model", "sku", "region", "version")
    return load("offers.csv", columns, columns)


@cache
def _models() -> dict[str, Model]:
    versions: dict[str, set[str]] = {}
    for row in offer_rows():
        versions.setdefault(row.text("model"), set()).add(row.text("version"))
    rows = load("models.csv", COLUMNS, ("name",))
    return {
        row.text("name").lower(): _model(row, versions.get(row.text("name"), set())) for row in rows
    }


def _model(row: Row, offered: set[str]) -> Model:
    version = row.text("version")
    return Model(
        name=row.text("name"),
        version=version,
        versions=tuple(sorted(offered | {version})),
        format=row.text("format"),
        kind=row.one_of("kind", KINDS),
        active_params_b=_spread(
            row, "active_params_low_b", "active_params_mid_b", "active_params_high_b"
        ),
        total_params_b=_spread(row, "total_params_low_b", None, "total_params_high_b"),
        retires_on=row.day_or_none("retires_on"),
        successor=row.text_or_none("successor"),
        source=f"{row.text('source')} ({row.day('source_date').isoformat()})",
        context_tokens=row.whole_or_none("context_tokens", 1, _MOST_CONTEXT_TOKENS),
        licence=row.text_or_none("licence"),
        architecture=architecture_of(row.text("name")),
        score=score_of(row.text("name")),
    )


def _spread(row: Row, low: str, mid: str | None, high: str) -> Spread | None:
    """Return the parameters in billions; without a column for it, the middle lies halfway."""
    if not row.cells[low]:
        return None
    ends = [row.number(name, 0, _MOST_PARAMS_B) for name in (low, high)]
    middle = sum(ends) / 2 if mid is None else row.number(mid, 0, _MOST_PARAMS_B)
    if not ends[0] <= middle <= ends[1]:
        raise row.fault(f"{low} to {high} is out of order; write low <= mid <= high")
    return Spread(ends[0], middle, ends[1])

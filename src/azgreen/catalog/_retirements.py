"""Until when does Azure serve a model, and what does it name as successor?

Sources, units and licences of every column: `data/SOURCES.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from azgreen.catalog._load import load
from azgreen.catalog._models import model as model_named

if TYPE_CHECKING:
    from datetime import date

LIFECYCLES = ("Preview", "GA", "Legacy", "Deprecated", "Retired")
"""Microsoft's stages, in their order; on the day of the source, not today."""

_COLUMNS = ("model", "version", "lifecycle", "retires_on", "successor")


@dataclass(frozen=True, slots=True)
class Retirement:
    """What Azure announced for a version of a model; `retires_on` None: no day is set."""

    model: str
    version: str
    lifecycle: str
    retires_on: date | None
    successor: str | None


def retirement(model: str, version: str | None = None) -> Retirement | None:
    """Return what is announced for a version (else the default one), or None where nothing is."""
    known = model_named(model)
    return _retirements().get((known.name, known.version if version is None else version))


def retirements() -> tuple[Retirement, ...]:
    """Return everything announced, sorted by model and version."""
    return tuple(_retirements().values())


@cache
def _retirements() -> dict[tuple[str, str], Retirement]:
    return {
        (row.text("model"), row.text("version")): Retirement(
            model=row.text("model"),
            version=row.text("version"),
            lifecycle=row.one_of("lifecycle", LIFECYCLES),
            retires_on=row.day_or_none("retires_on"),
            successor=row.text_or_none("successor"),
        )
        for row in load("retirements.csv", _COLUMNS, ("model", "version"))
    }

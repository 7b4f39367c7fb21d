"""Until when does Azure serve a model, and what does it name as successor?

Sources, units and licences of every column: `data/SOURCES.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from azgreen.catalog._load import load
from azgreen.catalog._models import model as model_named

if TYPE_CHECKING:
    from datetime import date

LIFECYCLES = ("Preview", "GA", "Legacy", "Deprecated", "Retired")
"""Microsoft's stages, in their order; on the day of the source, not today."""

SOON_DAYS = 90
"""How long before its end a model is worth a warning: about what moving a workload takes."""

COLUMNS = ("model", "version", "lifecycle", "retires_on", "successor")


@dataclass(frozen=True, slots=True)
class Retirement:
    """What Azure announced for a version of a model; `retires_on` None: no day is set."""

    model: str
    version: str
    lifecycle: str
    retires_on: date | None
    successor: str | None

    def is_retired(self, on: date) -> bool:
        """Return whether Azure no longer serves it on that day."""
        return self.retires_on is not None and self.retires_on <= on


def retirement(model: str, version: str | None = None) -> Retirement | None:
    """Return what is announced for a version (else the default one), or None where nothing is."""
    known = model_named(model)
    return _retirements().get((known.name, known.version if version is None else version))


def retirements() -> tuple[Retirement, ...]:
    """Return everything announced, sorted by model and version."""
    return tuple(_retirements().values())


def retiring(on: date, within_days: int = SOON_DAYS) -> tuple[Retirement, ...]:
    """Return what is retired on that day or will be so many days later, the earliest first."""
    last = on + timedelta(days=within_days)
    ending = ((item.retires_on, item) for item in retirements())
    found = [(day, item) for day, item in ending if day is not None and day <= last]
    return tuple(item for _, item in sorted(found, key=lambda pair: pair[0]))


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
        for row in load("retirements.csv", COLUMNS, ("model", "version"))
    }

"""What does Azure list of a model in a region, and until when?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from azgreen.preflight.azure import field, items, number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from azgreen.preflight.azure import Json
    from azgreen.preflight.wanted import Deployed


@dataclass(frozen=True, slots=True)
class Listed:
    """A version of a model under one SKU, as Models - List has it."""

    format: str
    name: str
    version: str
    sku: str
    is_default: bool
    usage_name: str
    """The key of its quota."""
    ends_on: date | None
    lifecycle: str
    least: float | None = None
    most: float | None = None
    step: float | None = None
    """Units of capacity that can be had; None where Azure does not say."""

    def is_of(self, wanted: Deployed) -> bool:
        """Tell whether it is of the model, whatever version and SKU."""
        same = self.name.lower() == wanted.model.lower()
        return same and wanted.format.lower() in ("", self.format.lower())

    def is_version(self, wanted: Deployed) -> bool:
        """Tell whether a deployment would get this version."""
        return self.version == wanted.version if wanted.version else self.is_default

    def is_wanted(self, wanted: Deployed) -> bool:
        """Tell whether this is what a deployment asks for."""
        return self.is_of(wanted) and self.is_version(wanted) and self.is_sku(wanted)

    def is_sku(self, wanted: Deployed) -> bool:
        """Tell whether the SKU is that of a deployment."""
        return self.sku.lower() == wanted.sku.lower()


def listed(answer: Sequence[Json]) -> tuple[Listed, ...]:
    """Read the items of Models - List; one that is there for two kinds of account counts once."""
    return tuple(dict.fromkeys(found for item in answer for found in _of(field(item, "model"))))


def _of(model: Json | None) -> Iterator[Listed]:
    for sku in items(model, "skus"):
        ends = field(sku, "deprecationDate") or field(model, "deprecation", "inference")
        yield Listed(
            _text(model, "format"),
            _text(model, "name"),
            _text(model, "version"),
            _text(sku, "name"),
            bool(field(model, "isDefaultVersion")),
            _text(sku, "usageName"),
            _day(ends),
            _text(model, "lifecycleStatus"),
            number(sku, "capacity", "minimum"),
            number(sku, "capacity", "maximum"),
            number(sku, "capacity", "step"),
        )


def _text(answer: object, key: str) -> str:
    return str(field(answer, key) or "")


def _day(moment: Any) -> date | None:
    try:
        return date.fromisoformat(str(moment)[:10])
    except ValueError:
        return None

"""How clean is the power of a zone at one moment?

An estimate takes the average of the newest year unless it is given such readings. They are
consumption-based, life cycle and location-based as the yearly averages are, so that one may stand
for the other. Marginal rates answer another question and have no place here. Pure: `azgreen.grid`
asks the network.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

from azgreen.errors import EstimateError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class GridIntensity:
    """A reading: gCO2e/kWh of one zone, for the hour that begins at `as_of`.

    Raises:
        EstimateError: the intensity is not a number of at least 0, or the moment has no time zone.
    """

    gco2e_per_kwh: float
    source: str
    zone: str
    as_of: datetime
    is_estimated: bool
    """Whether the source computed it because nothing is measured yet."""

    def __post_init__(self) -> None:
        if not (math.isfinite(self.gco2e_per_kwh) and self.gco2e_per_kwh >= 0):
            reason = f"{self.gco2e_per_kwh!r} gCO2e/kWh is not usable; it must be finite, from 0"
            raise EstimateError(f"grid reading of zone {self.zone}: {reason}")
        if self.as_of.utcoffset() is None:
            reason = f"{self.as_of.isoformat()} has no time zone; write it as 2026-01-31T12:00Z"
            raise EstimateError(f"grid reading of zone {self.zone}: {reason}")

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys."""
        return {
            "gco2e_per_kwh": self.gco2e_per_kwh,
            "source": self.source,
            "zone": self.zone,
            "as_of": self.as_of.isoformat(),
            "is_estimated": self.is_estimated,
        }

    def __str__(self) -> str:
        sure = ", estimated by the source" if self.is_estimated else ""
        return f"{self.source}, zone {self.zone}, hour of {at(self.as_of)}{sure}"


Grid = Mapping[str, GridIntensity]
"""Readings by name of the region; for a region that is not in it the yearly average counts."""


def at(moment: datetime) -> str:
    """Write a moment in UTC, to the minute."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def pool_source(readings: Sequence[GridIntensity], regions: int, year: int | None) -> str:
    """Say where the intensities of a pool come from: how many are read, and of when.

    `year` is the oldest of the yearly averages that stand in for the rest, None where none does.
    """
    sources = " and ".join(sorted({item.source for item in readings}))
    oldest = at(min(item.as_of for item in readings))
    estimated = sum(item.is_estimated for item in readings)
    said = f"{sources}, live in {len(readings)} of {regions} regions, oldest hour {oldest}"
    said += f", {estimated} estimated by the source" if estimated else ""
    if year is None:
        return said
    return f"{said}; yearly average {year} of the other {regions - len(readings)} (ODbL)"

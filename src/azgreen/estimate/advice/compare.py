"""Does one way emit less than another, as far as can be told?

Only where the ranges do not overlap. Two ways share uncertainties (the fit, the hardware's life),
so that ranges apart are safe to call different, and ranges that overlap may still differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from azgreen.estimate.advice.routes import ENDPOINT, Route

if TYPE_CHECKING:
    from collections.abc import Iterable

LESS: Final = "emits less: the ranges do not overlap"
OPEN: Final = "not distinguishable: the ranges overlap"
ALIKE: Final = "counted alike: the same tokens in the same place"


@dataclass(frozen=True, slots=True)
class Compared:
    """The choice beside another way."""

    choice: Route
    other: Route

    @property
    def verdict(self) -> str:
        """What can be said of the choice."""
        if _tokens_of(self.choice) == _tokens_of(self.other) is not None:
            return ALIKE
        apart = self.choice.gco2e_per_month.high < self.other.gco2e_per_month.low
        return LESS if apart else OPEN

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        other = self.other
        named = {"model": other.model, "route": other.kind, "region": other.region}
        return {**named, "verdict": self.verdict}

    def explain(self) -> str:
        """Say it in a line."""
        other = self.other
        carbon = f"{other.gco2e_per_month * 0.001} kgCO2e"
        return f"against {other.model}, {other.kind} in {other.region}, {carbon}: {self.verdict}"


def compared(choice: Route, ways: Iterable[Route]) -> list[Compared]:
    """Return the choice beside every other way, in their order."""
    return [Compared(choice, item) for item in ways if item is not choice]


def least_of_each_kind(found: list[Compared]) -> list[Compared]:
    """Return of each kind of route the comparison with the one that emits least by its middle."""
    kinds = dict.fromkeys(item.other.kind for item in found)
    return [
        min(
            (item for item in found if item.other.kind == kind),
            key=lambda item: item.other.gco2e_per_month.mid,
        )
        for kind in kinds
    ]


def cheapest_open(choice: Route, found: list[Compared]) -> Route | None:
    """Return the cheapest way that carbon does not tell from the choice; None: the choice is it."""
    open_ways = [item.other for item in found if item.verdict != LESS]
    priced = [(item.usd_per_month, item) for item in open_ways]
    known = [(usd, item) for usd, item in priced if usd is not None]
    if not known or choice.usd_per_month is None:
        return None
    usd, cheapest = min(known, key=lambda pair: pair[0])
    return cheapest if usd < choice.usd_per_month else None


def _tokens_of(route: Route) -> tuple[str, str, float] | None:
    """Return what decides the carbon of tokens; None where machines are counted."""
    if route.kind == ENDPOINT:
        return None
    return route.model, route.region, route.gco2e_per_month.mid

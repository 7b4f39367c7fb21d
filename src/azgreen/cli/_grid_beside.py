"""What do the grid's services say that is in no number of a decision: hours to come, the margin?

Where one cannot be told, the reason is.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from azgreen.cli._grid import stand_in

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from azgreen.estimate.placement import Candidate, Decision
    from azgreen.grid import Forecast, Marginal, WattTime


@dataclass(frozen=True, slots=True)
class Beside:
    """A text stands for what cannot be told, and says why."""

    forecast: Forecast | str | None = None
    """Of the zone of the choice; None: not asked for."""
    marginal: Mapping[str, Marginal | str] | None = None
    """By region of the places compared; None: not asked for."""

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON: what was asked for, and no key for the rest."""
        found: dict[str, Any] = {}
        if self.forecast is not None:
            found["forecast"] = _plain(self.forecast)
        if self.marginal is not None:
            found["marginal"] = {name: _plain(item) for name, item in self.marginal.items()}
        return found

    def lines(self) -> list[str]:
        """Return a sentence for each, with what it is."""
        said = [] if self.forecast is None else [f"forecast: {self.forecast}"]
        rates = self.marginal or {}
        said += [f"marginal, in no total: {name}: {told}" for name, told in rates.items()]
        return said


def beside(decision: Decision, options: argparse.Namespace) -> Beside:
    """Ask for what the options name.

    Raises:
        GridError: WattTime cannot be asked at all.
    """
    return Beside(
        forecast=_forecast(decision.choice, options) if options.grid == "live" else None,
        marginal=_marginal(decision, options) if options.marginal else None,
    )


def _plain(item: Forecast | Marginal | str) -> dict[str, Any]:
    return {"not_known": item} if isinstance(item, str) else item.as_dict()


def _forecast(choice: Candidate, options: argparse.Namespace) -> Forecast | str:
    from azgreen.grid import ElectricityMaps, GridError, NoReadingError  # noqa: PLC0415

    if not choice.place.region_is_pinned:
        return f"none: {choice.sku} does not say in which zone it runs"
    with closing(ElectricityMaps(stand_in(options))) as service:
        try:
            return service.forecast(choice.region.grid_zone)
        except (GridError, NoReadingError) as error:
            return f"none: {error}"


def _marginal(decision: Decision, options: argparse.Namespace) -> dict[str, Marginal | str]:
    from azgreen.grid import WattTime  # noqa: PLC0415 - not without --marginal

    compared = (decision.choice, decision.runner_up, decision.stay)
    asked = {item.region.name: item for item in compared if item is not None}
    with closing(WattTime(stand_in(options))) as service:
        return {name: _rate(item, service) for name, item in asked.items()}


def _rate(item: Candidate, service: WattTime) -> Marginal | str:
    from azgreen.grid import NoReadingError  # noqa: PLC0415 - not without --marginal

    if not item.place.region_is_pinned:
        return f"none: {item.sku} does not say where it runs"
    try:
        return service.now(item.region)
    except NoReadingError as error:
        return f"none: {error}"

"""Which models are good enough, and which of them emits least?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from azgreen.catalog import model as model_named
from azgreen.catalog import models
from azgreen.estimate.advice.routes import NoRoute, Route, routes

if TYPE_CHECKING:
    from datetime import date

    from azgreen.catalog import Model
    from azgreen.estimate.advice.ask import Ask


@dataclass(frozen=True, slots=True)
class Judged:
    """A model, its ways, and why it is out where it is."""

    model: Model
    why_out: str | None
    ways: tuple[Route | NoRoute, ...] = ()

    @property
    def best(self) -> Route | None:
        """The way with the least carbon by its middle; of equal ones the first, so not PTUs."""
        found = [item for item in self.ways if isinstance(item, Route)]
        return min(found, key=lambda item: item.gco2e_per_month.mid, default=None)

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys."""
        score, size = self.model.score, self.model.active_params_b
        return {
            "model": self.model.name,
            "benchmark": None if score is None else score.benchmark,
            "score_percent": None if score is None else score.score_percent,
            "setting": None if score is None else score.setting,
            "active_params_b": None if size is None else size.as_dict(),
            "why_out": self.why_out,
            "routes": [item.as_dict() for item in self.ways if isinstance(item, Route)],
            "not": {item.kind: item.reason for item in self.ways if isinstance(item, NoRoute)},
        }


def judged(ask: Ask, today: date) -> list[Judged]:
    """Return every model that is looked at: least carbon first, then those that are out."""
    found = [_judged(model, ask, today) for model in _looked_at(ask)]
    return sorted(found, key=_order)


def smallest(found: list[Judged]) -> Judged | None:
    """Return the model with the fewest active parameters that is good enough and can be had."""
    able = [item for item in found if item.best is not None and item.model.active_params_b]
    return min(able, key=_size, default=None)


def _looked_at(ask: Ask) -> list[Model]:
    if not ask.any_model:
        return [model_named(name) for name in ask.workload.models]
    return [item for item in models() if item.kind == "chat"]


def _judged(model: Model, ask: Ask, today: date) -> Judged:
    why = _why_out(model, ask)
    return Judged(model, why, () if why else tuple(routes(model, ask, today)))


def _why_out(model: Model, ask: Ask) -> str | None:
    score, wanted = model.score, ask.score_percent
    if ask.benchmark is None or wanted is None:
        return None
    if score is None:
        return f"no score in {ask.benchmark} is published, so it cannot be chosen"
    if score.benchmark != ask.benchmark:
        return f"only {score.benchmark} is published, not {ask.benchmark}: it cannot be chosen"
    if score.score_percent < wanted:
        return f"{score.score_percent:g} % in {score.benchmark} is under {wanted:g}"
    return None


def _order(item: Judged) -> tuple[bool, float, float, str]:
    best = item.best
    carbon = 0.0 if best is None else best.gco2e_per_month.mid
    return (best is None, carbon, _size(item), item.model.name)


def _size(item: Judged) -> float:
    size = item.model.active_params_b
    return float("inf") if size is None else size.mid

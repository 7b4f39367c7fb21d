"""Which route and which model, with which levers? The decision and all that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from azgreen.errors import EstimateError
from azgreen.estimate.advice import compare
from azgreen.estimate.advice.candidates import Judged, judged, smallest
from azgreen.estimate.advice.levers import Lever, levers
from azgreen.estimate.advice.lifetime import LORA_SHARE, UTILISATION, Method, methods
from azgreen.estimate.advice.routes import NoRoute, Route
from azgreen.estimate.advice.stay import stay_gco2e_per_month
from azgreen.estimate.energy import BATCH_SIZES

if TYPE_CHECKING:
    from datetime import date

    from azgreen.estimate.advice.ask import Ask


_TRAINING: Final = (
    f"training: 6 x parameters x tokens FLOP, LoRA {LORA_SHARE:.0%} of it, at "
    f"{UTILISATION.mid:.0%} ({UTILISATION.low:.0%} to {UTILISATION.high:.0%}) of an H100"
)
_THINKS: Final = (
    "the score is one with reasoning: its tokens are output tokens, so count them there"
)


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do, and what was weighed."""

    ask: Ask
    models: tuple[Judged, ...]
    """Least carbon first; those that are out at the end."""
    choice: Route
    methods: tuple[Method, ...]
    levers: tuple[Lever, ...]
    decided_on: date

    @property
    def chosen(self) -> Judged:
        """The model of the choice."""
        return self.models[0]

    @property
    def ways(self) -> list[Route]:
        """Every way that was weighed, models with the least carbon first."""
        return [way for item in self.models for way in item.ways if isinstance(way, Route)]

    @property
    def compared(self) -> list[compare.Compared]:
        """The choice beside every other way."""
        return compare.compared(self.choice, self.ways)

    @property
    def best_method(self) -> Method:
        """The method that emits least over the workload's life, of those that can be computed."""
        known = [item for item in self.methods if item.gco2e_over_life is not None]
        return min(known, key=lambda item: item.gco2e_over_life or 0.0)

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys."""
        small = smallest(list(self.models))
        return {
            "workload": self.ask.workload.name,
            "decided_on": self.decided_on.isoformat(),
            "benchmark": self.ask.benchmark,
            "score_percent": self.ask.score_percent,
            "choice": self.choice.as_dict(),
            "compared": [item.as_dict() for item in self.compared],
            "smallest_model": None if small is None else small.model.name,
            "models": [item.as_dict() for item in self.models],
            "lifetime_months": self.ask.lifetime_months,
            "best_method": self.best_method.name,
            "methods": [item.as_dict() for item in self.methods],
            "levers": [item.as_dict() for item in self.levers],
            "explain": self.explain(),
        }

    def explain(self) -> list[str]:
        """Say how the decision came about, one thing a line."""
        out = [item for item in self.models if item.why_out]
        return [
            self._explain_choice(),
            *self._explain_compared(),
            *self._explain_own(),
            self._explain_quality(out),
            *[
                f"{item.kind} is not possible: {item.reason}"
                for item in self.chosen.ways
                if isinstance(item, NoRoute)
            ],
            self._explain_method(),
            _TRAINING,
            *self._explain_weak(),
        ]

    def _explain_choice(self) -> str:
        best = self.choice
        how = f"{best.model}, {best.kind}, {best.deployed_as} in {best.region}"
        carbon = f"{best.gco2e_per_month * 0.001} kgCO2e a month"
        return f"decision: {how}: {carbon}, the least by the middle"

    def _explain_compared(self) -> list[str]:
        found = self.compared
        if not found:
            return ["no other way is possible, so there is nothing to compare with"]
        apart = sum(item.verdict == compare.LESS for item in found)
        unclear = sum(item.verdict == compare.OPEN for item in found)
        count = (
            f"of {len(found)} other ways {apart} emit more, as their ranges lie above it, and "
            f"{unclear} are not distinguishable"
        )
        cheapest = compare.cheapest_open(self.choice, found)
        cheaper = (
            f"of what carbon cannot tell apart, {cheapest.model}, {cheapest.kind} costs least: "
            f"{cheapest.usd_per_month or 0.0:,.0f} USD a month"
            if cheapest
            else None
        )
        nearest = [item.explain() for item in compare.least_of_each_kind(found)]
        return [count, *nearest, *([cheaper] if cheaper else [])]

    def _explain_own(self) -> list[str]:
        """Take apart the machines of one's own that emit least, chosen or not."""
        own = [item for item in [self.choice, *self.ways] if item.own is not None]
        chosen = [item for item in own if item is self.choice]
        known = chosen or sorted(own, key=lambda item: item.gco2e_per_month.mid)
        if not known or known[0].own is None:
            return []
        first = f"the best own GPUs are {known[0].deployed_as} with {known[0].model}"
        return [first, *known[0].own.explain()]

    def _explain_weak(self) -> list[str]:
        score = self.chosen.model.score
        thinks = score is not None and "reasoning" in score.setting
        return [
            (
                "weak: all ways are counted by one model of decoding and prefill; a provider's "
                f"batch is assumed ({', '.join(map(str, BATCH_SIZES))}), that of own GPUs follows "
                "from the mean load by a roofline"
            ),
            *(["weak: " + _THINKS] if thinks else []),
            "from the catalogue, offline; location-based, with PUE and hardware",
        ]

    def _explain_quality(self, out: list[Judged]) -> str:
        if self.ask.benchmark is None:
            return "quality: none was stated, so every model of the workload counts as good enough"
        unknown = sum("cannot be chosen" in (item.why_out or "") for item in out)
        score = self.chosen.model.score
        said = "" if score is None else f"{score.score_percent:g} % ({score.setting}), "
        wanted = f"{said}at least {self.ask.score_percent:g} in {self.ask.benchmark} was asked"
        return f"quality: {wanted}; {unknown} models have no score in it and cannot be chosen"

    def _explain_method(self) -> str:
        best, months = self.best_method, self.ask.lifetime_months
        life = (best.gco2e_over_life or 0.0) / 1000
        pays = [
            f"{item.name} pays after {item.pays_after_requests:,.0f} requests"
            for item in self.methods
            if item.pays_after_requests is not None
        ]
        first = (
            f"over {months:g} months: {best.name} emits least by the middles, {life:,.4g} kgCO2e"
        )
        return "; ".join([first, *pays])


def advise(ask: Ask, today: date) -> Advice:
    """Return the route and model with the least carbon that are good enough.

    Raises:
        InputError: a number or name is not usable.
        EstimateError: no model is good enough and can be had; says why of each.
    """
    ask.check()
    found = judged(ask, today)
    best = found[0].best if found else None
    if best is None:
        raise EstimateError(_why_none(found))
    return Advice(
        ask=ask,
        models=tuple(found),
        choice=best,
        methods=tuple(methods(ask, best)),
        levers=tuple(levers(ask, best, stay_gco2e_per_month(ask, best, today))),
        decided_on=today,
    )


def _why_none(found: list[Judged]) -> str:
    """Say of each model what stands in its way."""
    reasons: list[str] = []
    for item in found:
        if item.why_out is not None:
            reasons.append(f"{item.model.name}: {item.why_out}")
        reasons += [
            f"{item.model.name}, {way.kind}: {way.reason}"
            for way in item.ways
            if isinstance(way, NoRoute)
        ]
    return "\n".join(["no model is good enough and can be had so; relax one of these", *reasons])

"""How is an advice shown to people?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen.cli._sized import percent, print_lines, print_table, text
from azgreen.estimate.advice import Route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen.catalog import Spread
    from azgreen.estimate.advice import Advice, Judged, Lever, Method

_SHOWN: Final = 8
_NONE: Final = "-"
_PREFIX: Final = "Standard_"
"""Of every instance type: left out where room is short."""


def show(advice: Advice, form: str) -> None:
    """Print routes, methods and levers, then how the decision came about."""
    able = [item for item in advice.models if item.best is not None][:_SHOWN]
    head = ("model, score", "deployed as", "region", "kgCO2e a month", "USD")
    print_table(form, head, [row for item in able for row in _ways(item)])
    months = f"kgCO2e in {advice.ask.lifetime_months:g} months"
    head = ("method", "prompt", "training, kg", months, "pays after requests")
    print_table(form, head, [_method(item) for item in advice.methods])
    head = ("lever", "setting", "saves", "kgCO2e a month", "USD")
    print_table(form, head, [_lever(item) for item in advice.levers])
    print_lines(form, advice.explain())
    print_lines(form, [f"{item.name}: {item.note}" for item in (*advice.methods, *advice.levers)])
    out = len(advice.models) - sum(item.best is not None for item in advice.models)
    if out:
        print_lines(form, [f"{out} models are out; --format json says why of each"])


def _ways(item: Judged) -> Iterator[tuple[str, ...]]:
    score = item.model.score
    shown = "" if score is None else f", {score.score_percent:g} %"
    for way in item.ways:
        if isinstance(way, Route):
            carbon = _kg(way.gco2e_per_month)
            usd = "not known" if way.usd_per_month is None else f"{way.usd_per_month:,.0f}"
            name = f"{way.model}{shown}"
            yield name, way.deployed_as.replace(_PREFIX, ""), way.region, carbon, usd


def _method(item: Method) -> tuple[str, ...]:
    life, pays = item.gco2e_over_life, item.pays_after_requests
    return (
        item.name,
        _NONE if item.input_tokens is None else f"{item.input_tokens:g}",
        _NONE if item.training_gco2e is None else _kg(item.training_gco2e),
        _NONE if life is None else text(life / 1000),
        _NONE if pays is None else f"{pays:,.0f}",
    )


def _lever(item: Lever) -> tuple[str, ...]:
    usd = item.saved_usd_per_month
    return (
        item.name,
        item.setting,
        _NONE if item.saved_share is None else percent(item.saved_share),
        _NONE if item.saved_gco2e_per_month is None else _kg(item.saved_gco2e_per_month),
        _NONE if usd is None else f"{usd:,.0f}",
    )


def _kg(grams: Spread) -> str:
    return str(grams * 0.001)

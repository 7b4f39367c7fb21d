"""How is a placement shown to people?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rich.box import MARKDOWN, SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from azgreen.cli import _branch
from azgreen.estimate.placement import ORDER, notes, snapshot_warnings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from azgreen.catalog import Spread
    from azgreen.estimate import Place
    from azgreen.estimate.placement import Candidate, Decision

_WIDE: Final = 200
_SHOWN: Final = 5
_KG: Final = 1000
_NAMES: Final = ("", "region", "model, SKU")
_GRID: Final = ("gCO2e/kWh",)
_GRIDS: Final = ("gCO2e/kWh now", "gCO2e/kWh yearly")
_SUMS: Final = ("kgCO2e a month", "USD", "ms")


def show(decision: Decision, form: str, *, everything: bool, more: Iterable[str] = ()) -> None:
    """Print the choice, what it was weighed against, why not elsewhere, and what else is told."""
    out = _console(form)
    chosen = decision.choice
    where = f"{chosen.region.display_name} ({chosen.region.place})"
    out.print(f"{decision.workload.name}: {chosen.model} as {chosen.sku} in {where}\n")
    out.print(_compared(decision, form))
    for line in (*_savings(decision), *notes(chosen), *_warned(decision), *more):
        out.print(line)
    out.print(f"\n{len(decision.feasible)} places hold every constraint; none of them beats these:")
    out.print(_table(decision, form, [("", item) for item in decision.front]))
    out.print(f"{len(decision.rejected)} regions are rejected:")
    out.print(_each(decision, form) if everything else _by_constraint(decision, form))
    out.print(f"grid: {_grid_told(decision)}; middle (low to high), with PUE and hardware")
    out.print(f"from {decision.source}; {decision.decided_on.isoformat()}")


def as_message(decision: Decision) -> str:
    """Return the choice and what it rests on, as the message of a commit."""
    chosen = decision.choice
    told = [
        f"{chosen.model} as {chosen.sku}.",
        f"kgCO2e a month: {_kg(chosen.gco2e_per_month)}, middle (low to high).",
        *_savings(decision),
        *notes(chosen),
        *_warned(decision),
        f"{len(decision.feasible)} places hold every constraint.",
        f"{len(decision.rejected)} regions are rejected.",
        f"Grid: {_grid_told(decision)}.",
        f"From {decision.source}; {decision.decided_on.isoformat()}.",
    ]
    return _branch.message(f"Place {decision.workload.name} in {chosen.region.name}", told)


def _grid_told(decision: Decision) -> str:
    yearly = decision.data_version
    if decision.yearly_choice is None:
        return yearly
    return f"now of the choice: {decision.choice.place.grid_source}; yearly: {yearly}"


def _warned(decision: Decision) -> list[str]:
    return [f"warning: {said}" for said in snapshot_warnings(decision)]


def _compared(decision: Decision, form: str) -> Table:
    second, stay, yearly = decision.runner_up, decision.stay, decision.yearly_choice
    rows = [("choice", decision.choice)]
    rows += [] if second is None else [("runner-up", second)]
    rows += [] if yearly is None or yearly == decision.choice else [("by year", yearly)]
    rows += [] if stay is None else [("staying", stay)]
    table = _table(decision, form, rows)
    other, emitted = decision.default, _kg(decision.default_gco2e_per_month)
    named = f"{other.model}, {other.sku}"
    table.add_row("default", other.region, named, *_grids(decision, other.place), emitted, "", "")
    return table


def _grids(decision: Decision, place: Place) -> list[str]:
    """Return the grid that decided, and beside a reading the yearly average."""
    shown = [_grid(place.grid_gco2e_per_kwh)]
    live = decision.yearly_choice is not None
    return [*shown, _grid(place.yearly_grid_gco2e_per_kwh)] if live else shown


def _savings(decision: Decision) -> list[str]:
    start, stay = decision.workload.from_region, decision.saved_against_staying
    lines: list[str] = []
    if stay is not None:
        lines.append(f"{_share(stay)} staying in {start}")
    elif start is not None:
        lines.append(
            f"{decision.choice.model} is not offered in {start}, so nothing can stay there"
        )
    lines.append(f"{_share(decision.saved_against_default)} the default choice")
    return lines


def _share(saved: float) -> str:
    if saved < 0:
        return f"{-saved:.0%} more carbon than"
    return f"{saved:.0%} less carbon than" if saved else "as much carbon as"


def _table(decision: Decision, form: str, rows: list[tuple[str, Candidate]]) -> Table:
    grids = _GRID if decision.yearly_choice is None else _GRIDS
    table = Table(*_NAMES, *grids, *_SUMS, box=_box(form))
    table.columns[1].no_wrap = True
    table.columns[2].min_width = max(len(item.model) for _, item in rows) + 1
    for name, item in rows:
        table.add_row(
            name,
            item.region.name,
            f"{item.model}, {item.sku}",
            *_grids(decision, item.place),
            _kg(item.gco2e_per_month),
            "not known" if item.usd_per_month is None else f"{item.usd_per_month:,.0f}",
            "" if item.round_trip_ms is None else _grid(item.round_trip_ms),
        )
    return table


def _by_constraint(decision: Decision, form: str) -> Table:
    table = Table("constraint", "regions", "such as", box=_box(form))
    for constraint in ORDER:
        names = [name for name, item in decision.rejected.items() if item.constraint == constraint]
        if names:
            shown = [f"{name}: {decision.rejected[name].reason}" for name in names[:1]]
            more = ", ".join(names[1:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
            table.add_row(
                constraint, str(len(names)), "; ".join([*shown, *([more] if more else [])])
            )
    return table


def _each(decision: Decision, form: str) -> Table:
    table = Table("region", "constraint", "why", box=_box(form))
    for name, item in decision.rejected.items():
        table.add_row(name, item.constraint, item.reason)
    return table


def _grid(value: Spread) -> str:
    shown = f"{value.mid:.0f}"
    return shown if value.low == value.high else f"{shown} ({value.low:.0f} to {value.high:.0f})"


def _kg(value: Spread | None) -> str:
    if value is None:
        return "not known"
    low, mid, high = (_number(end / _KG) for end in (value.low, value.mid, value.high))
    return f"{mid} ({low} to {high})"


def _number(value: float) -> str:
    """Write two significant digits, which is more than the estimate knows, and no exponent."""
    return f"{float(f'{value:.2g}'):,.15g}"


def _box(form: str) -> Any:
    return MARKDOWN if form == "markdown" else SIMPLE_HEAD


def _console(form: str) -> Console:
    # a Markdown row must not be broken, however narrow the window
    width = _WIDE if form == "markdown" else None
    return Console(highlight=False, markup=False, soft_wrap=form == "markdown", width=width)

"""What will each deployment emit and cost, and what would the default choice?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rich.box import SIMPLE_HEAD
from rich.table import Table

from azgreen.catalog import region

if TYPE_CHECKING:
    from rich.console import Console

_COLUMNS: Final = (
    ("", "left"),
    ("model, SKU", "left"),
    ("runs in", "left"),
    ("grid gCO2e/kWh", "right"),
    ("gCO2e per {requests:,}\nlow / mid / high", "right"),
    ("USD per {requests:,}\nlow / mid / high", "right"),
)


def show(out: Console, footprints: list[dict[str, Any]]) -> None:
    """Print a row for each deployment and, beside it, the default choice."""
    for footprint in footprints:
        default = footprint["default_choice"]
        out.print(_table(footprint, default))
        out.print(_comparison(footprint, default), markup=False)
    out.print(_notes(footprints), markup=False, style="dim")


def _table(footprint: dict[str, Any], default: dict[str, Any]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for title, justify in _COLUMNS:
        table.add_column(title.format(**footprint), justify=justify, overflow="fold")
    table.add_row(footprint["deployment"], *_cells(footprint))
    table.add_row("default choice", *_cells(default))
    return table


def _cells(footprint: dict[str, Any]) -> tuple[str, ...]:
    place = region(footprint["region"])
    where = f"{place.display_name}\n({place.place})" if footprint["region_is_pinned"] else "unknown"
    grid = footprint["grid_gco2e_per_kwh"]
    shown = f"{grid['mid']:.0f}" if grid["low"] == grid["high"] else _spread(grid)
    return (
        f"{footprint['model']}\n{footprint['sku']}",
        where,
        f"{shown}\n({footprint['grid_year']})",
        _spread(footprint["gco2e"]),
        _spread(footprint["usd"]) if footprint["usd"] else "unknown",
    )


def _comparison(footprint: dict[str, Any], default: dict[str, Any]) -> str:
    mine, other = footprint["gco2e"]["mid"], default["gco2e"]["mid"]
    if mine >= other:
        return f"{footprint['deployment']}: no less carbon than the default choice"
    times = f"{other / mine:.0f}" if other / mine >= 10 else f"{other / mine:.1f}"  # noqa: PLR2004
    return (
        f"{footprint['deployment']}: {times} times less carbon a request than the default choice"
        f" ({default['model']} in {default['region']})"
    )


def _notes(footprints: list[dict[str, Any]]) -> str:
    sources = {item["grid_source"] for footprint in footprints for item in _pair(footprint)}
    prices = {item["usd_source"] for footprint in footprints for item in _pair(footprint)} - {None}
    return "\n".join(
        [
            "Location-based, hardware's share included; formulas: docs/METHODOLOGY.md.",
            *(f"Grid: {source}." for source in sorted(sources)),
            *(f"Prices: {source}." for source in sorted(prices)),
        ]
    )


def _pair(footprint: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    return footprint, footprint["default_choice"]


def _spread(values: dict[str, float]) -> str:
    return " / ".join(f"{values[key]:.2g}" for key in ("low", "mid", "high"))

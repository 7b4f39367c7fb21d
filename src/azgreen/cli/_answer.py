"""What will each deployment emit and cost, and what would the default choice?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rich.box import SIMPLE_HEAD
from rich.table import Table

from azgreen.catalog import region

if TYPE_CHECKING:
    from rich.console import Console

_FEW: Final = 10
"""Below this, a ratio is worth a decimal."""


def show(out: Console, footprints: list[dict[str, Any]]) -> None:
    """Print a table for each deployment, with the default choice beside it where there is one."""
    known = [item for item in footprints if "default_choice" in item]
    for footprint in known:
        out.print(_table(footprint, footprint["default_choice"]))
        out.print(_comparison(footprint, footprint["default_choice"]), markup=False)
    _show_machines(out, [item for item in footprints if "gco2e_per_h" in item])
    _show_requests(out, [item for item in footprints if "gco2e" in item and item not in known])
    for item in footprints:
        if "not_known" in item:
            out.print(f"{item['deployment']}: not known: {item['not_known']}", markup=False)
    if known:
        out.print("\n" + _notes(known), markup=False, style="dim")


def _show_machines(out: Console, footprints: list[dict[str, Any]]) -> None:
    """Print what machines of one's own take, which is by the hour."""
    if not footprints:
        return
    table = Table("deployment", "machines", "gCO2e/h", "USD/h", box=SIMPLE_HEAD)
    for item in footprints:
        count = f"{item['instances']:g} x {item['instance_type']}, {item['use']:.0%} full"
        price = "not known" if item["usd_per_h"] is None else _number(item["usd_per_h"])
        table.add_row(item["deployment"], count, _spread(item["gco2e_per_h"]), price)
    out.print(table)


def _show_requests(out: Console, footprints: list[dict[str, Any]]) -> None:
    """Print what requests take that are not paid by themselves, or whose price is not known."""
    if not footprints:
        return
    per = f"gCO2e/{footprints[0]['requests']:,.0f} requests"
    table = Table("deployment", "serves", per, box=SIMPLE_HEAD)
    for item in footprints:
        where = region(item["region"]).display_name if item["region_is_pinned"] else _place(item)
        served = f"{item['model']}, {where}"
        table.add_row(item["deployment"], served, _spread(item["gco2e"]))
    out.print(table)


def _table(*footprints: dict[str, Any]) -> Table:
    table = Table("", footprints[0]["deployment"], "default choice", box=SIMPLE_HEAD)
    per = f"per {footprints[0]['requests']:,} requests"
    table.add_row("model, SKU", *(f"{item['model']}, {item['sku']}" for item in footprints))
    table.add_row("runs in", *map(_place, footprints))
    table.add_row("grid, gCO2e/kWh", *map(_grid, footprints))
    table.add_row(f"gCO2e {per}", *(_spread(item["gco2e"]) for item in footprints))
    table.add_row(f"USD {per}", *(_spread(item["usd"]) for item in footprints))
    table.add_row("", *["low / mid / high"] * len(footprints), style="dim")
    return table


def _place(footprint: dict[str, Any]) -> str:
    where = region(footprint["region"])
    if not footprint["region_is_pinned"]:
        return f"not known: {footprint['sku']} may leave {where.display_name}"
    return f"{where.display_name} ({where.place})"


def _grid(footprint: dict[str, Any]) -> str:
    grid, year = footprint["grid_gco2e_per_kwh"], footprint["grid_year"]
    shown = f"{grid['mid']:g}" if grid["low"] == grid["high"] else _spread(grid)
    return f"{shown} ({year})"


def _comparison(footprint: dict[str, Any], default: dict[str, Any]) -> str:
    ratio = default["gco2e"]["mid"] / footprint["gco2e"]["mid"]
    choice = f"the default choice ({default['model']} in {default['region']})"
    if ratio <= 1:
        return f"{footprint['deployment']}: no less carbon a request than {choice}"
    times = f"{ratio:.0f}" if ratio >= _FEW else f"{ratio:.1f}"
    return f"{footprint['deployment']}: {times} times less carbon a request than {choice}"


def _notes(footprints: list[dict[str, Any]]) -> str:
    shown = [*footprints, *(item["default_choice"] for item in footprints)]
    grids = sorted({item["grid_source"] for item in shown})
    prices = sorted({f"{item['usd_source']}, {item['usd_as_of']}" for item in shown if item["usd"]})
    return "\n".join(
        [
            "Location-based, with the hardware's share; how: docs/METHODOLOGY.md.",
            *(f"Grid: {source}." for source in grids),
            *(f"Price: {source}; low with the whole prompt cached." for source in prices),
        ]
    )


def _spread(values: dict[str, float] | None) -> str:
    if values is None:
        return "not known"
    return " / ".join(_number(values[key]) for key in ("low", "mid", "high"))


def _number(value: float) -> str:
    """Write two significant digits, which is more than the estimate knows, and no exponent."""
    return f"{float(f'{value:.2g}'):,.15g}"

"""What did resources emit, GPUs measure and caches avoid, as tables of the trend page?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen.estimate.measured import (
    MEASURED,
    NOT_KEPT,
    OWN_NOT_KNOWN,
    SCOPES,
    UPPER_BOUND,
    type_of,
)
from azgreen.report._markup import tag
from azgreen.report._numbers import NOT_KNOWN, coverage, month_name, number, spread
from azgreen.report._tables import folded, table
from azgreen.report.trend_chart import CO2E

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from xml.etree.ElementTree import Element

    from azgreen.estimate.measured import (
        Avoided,
        AvoidedMonth,
        Gpus,
        MeasuredMonth,
        Month,
        ResourceRow,
        Unread,
    )

_MOST: Final = 12
_KEPT: Final = "Azure keeps metrics for 93 days"


def resources_table(month: Month) -> list[Element]:
    """Return the resources of a month, the largest first; the rest is folded."""
    head = ("resource", "type", *(f"scope {each[-1]}" for each in SCOPES), "estimate", "ratio")
    caption = f"kg{CO2E} in {month_name(month.month)}, the largest first"
    shown, more = month.resources[:_MOST], month.resources[_MOST:]
    made = [table(caption, head, map(_resource, shown), stacks=True)]
    if more:
        rest = table(caption, head, map(_resource, more), stacks=True)
        made.append(folded(f"{len(more)} more", rest))
    return made


def _resource(row: ResourceRow) -> tuple[str, ...]:
    reported = row.reported_by_scope_kg
    return (
        row.name,
        type_of(row.resource).removeprefix("microsoft."),
        *(number(reported[each]) if each in reported else "nothing" for each in SCOPES),
        spread(row.estimated_kg),
        spread(row.ratio),
    )


def gpus_table(gpus: Gpus, grids: Sequence[str]) -> list[Element]:
    """Return what GPUs measured, month by month, and what could not be read."""
    head = (
        "month",
        "GPU kWh",
        f"measured kg{CO2E}",
        "of the time",
        "estimate of the same time",
        "Azure's scope 2",
    )
    note = (
        "Electricity alone, with host, PUE and grid. A minute that was not measured is in no sum;"
        " Azure's figure is of the whole month."
    )
    kept = [month for month in gpus.months if month.state != NOT_KEPT]
    caption = "Electricity that GPUs measured"
    made = [table(caption, head, map(_gpus, kept), stacks=True)] if kept else []
    scaled = [
        f"{month_name(month.month)}: {spread(month.scaled_kgco2e)} had the gaps been as the rest."
        for month in gpus.months
        if month.scaled_kgco2e is not None
    ]
    gone = _gone([month.month for month in gpus.months if month.state == NOT_KEPT])
    sources = [f"{text[0].upper()}{text[1:]}." for text in grids]
    notes = (*([note, *sources] if made else []), *scaled, *gone)
    return [*made, *map(_note, notes), *_unread(gpus.unread)]


def _gone(months: Sequence[date]) -> list[str]:
    """Say which months Azure has no metrics of any more."""
    if not months:
        return []
    last = "" if len(months) == 1 else f" to {month_name(months[-1])}"
    return [f"Not kept: {month_name(months[0])}{last}. {_KEPT}."]


def _gpus(month: MeasuredMonth) -> tuple[str, ...]:
    name = month_name(month.month)
    if month.state != MEASURED:
        return name, "nothing measured", "", "", "", ""
    reported, missing = month.reported_scope2_kg, "not yet" if month.is_pending else "nothing"
    return (
        name,
        number(month.gpu_kwh),
        spread(month.kgco2e),
        "" if month.coverage is None else coverage(month.coverage),
        spread(month.estimated_kg),
        missing if reported is None else number(reported),
    )


def avoided_table(avoided: Avoided) -> list[Element]:
    """Return what caches avoided at most, month by month, and why it is no more than that."""
    price = "USD less the cache's price"
    head = ("month and cache", "keys found", "kWh", f"kg{CO2E}", "L water", "USD", price)
    kept = [month for month in avoided.months if month.coverage is not None]
    made = [table("Avoided, at most", head, map(_avoided, kept), stacks=True)] if kept else []
    why = [f"What a request takes is not known: {avoided.why_not}."] if avoided.why_not else []
    limits = [f"{text[0].upper()}{text[1:]}." for text in (UPPER_BOUND, OWN_NOT_KNOWN)]
    without = {month.month for month in avoided.months if month.coverage is None}
    notes = (*why, *(limits if made else ()), *_gone(sorted(without)))
    return [*made, *map(_note, notes), *_unread(avoided.unread)]


def _avoided(month: AvoidedMonth) -> tuple[str, ...]:
    name = f"{month_name(month.month)} {month.resource.rpartition('/')[2]}"
    if month.hits is None:
        return name, "nothing counted", "", "", "", "", ""
    return (
        name,
        f"{month.hits:,.0f}",
        spread(month.energy_kwh),
        spread(month.kgco2e),
        NOT_KNOWN if month.water_l is None else number(month.water_l.mid),
        NOT_KNOWN if month.usd is None else number(month.usd.mid),
        NOT_KNOWN if month.net_usd is None else number(month.net_usd),
    )


def _unread(unread: Iterable[Unread]) -> list[Element]:
    return [_note(f"Not read, {each.resource.rpartition('/')[2]}: {each.why}.") for each in unread]


def _note(text: str) -> Element:
    return tag("p", text, class_="note")

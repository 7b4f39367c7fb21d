"""How is told what Azure reported, beside the estimate?"""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING, Final

from azgreen.estimate.measured import SCOPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen.catalog import Spread
    from azgreen.cli._emitted import Looked
    from azgreen.estimate.measured import Month

_ROW: Final = "{:<9}{:<8}{:>12}  {:<28}{}"
_WIDE: Final = 100
_UNKNOWN: Final = "not known"
_NOTHING: Final = "nothing"


def as_json(looked: Looked) -> str:
    """Return one JSON object; kilograms of CO2e."""
    found = {
        "of": looked.what,
        "azure": looked.place.url,
        "subscription": looked.place.subscription,
        "reported": not looked.compared.is_empty,
        "months": [month.as_dict() for month in looked.compared.months],
        "reasons": [each.as_dict() for each in looked.reasons],
    }
    return json.dumps(found, indent=2, sort_keys=True)


def as_table(looked: Looked) -> str:
    """Return a table by month and scope, and what may explain the ratios."""
    where = f"{looked.place.url}, subscription {looked.place.subscription}"
    lines = [f"kgCO2e of {looked.what}, as reported by {where}", ""]
    lines.append(_ROW.format("month", "scope", "Azure", "estimate", "ratio").rstrip())
    for month in looked.compared.months:
        lines += _month(month)
    if looked.compared.is_empty:
        lines += [
            "",
            "Azure has reported nothing of it yet: a month is there by day 19 of the next",
        ]
    return "\n".join([*lines, *_reasons(looked)])


def _month(month: Month) -> Iterator[str]:
    name = f"{month.month:%Y-%m}"
    for scope in SCOPES:
        estimate = month.estimated_by_scope_kg.get(scope)
        yield _line(name, scope[-1], month.reported_kg.get(scope), estimate, month.ratio_of(scope))
        name = ""
    yield _line("", "all", month.total_kg, month.estimated_kg, month.ratio)
    for row in month.types:
        yield _line("", "", row.reported_kg, row.estimated_kg, row.ratio) + f"  {row.type}"
    if month.others_kg:
        yield _line("", "others", month.others_kg, None, None)


def _line(
    month: str, scope: str, reported: float | None, estimate: Spread | None, ratio: Spread | None
) -> str:
    told = _NOTHING if reported is None else f"{reported:.4g}"
    row = _ROW.format(month, scope, told, _spread(estimate), _spread(ratio))
    return row.rstrip()


def _spread(value: Spread | None) -> str:
    return _UNKNOWN if value is None else str(value)


def _reasons(looked: Looked) -> Iterator[str]:
    if looked.reasons:
        yield ""
        yield "why they may differ (ratio: Azure's figure over the estimate)"
    for each in looked.reasons:
        text = f"{each.name}, {each.state}: {each.what} [{each.source}]"
        yield textwrap.fill(text, _WIDE, initial_indent="  ", subsequent_indent="    ")

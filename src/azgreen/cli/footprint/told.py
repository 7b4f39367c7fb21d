"""How is told what Azure reported, beside the estimate and what was measured?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from azgreen.cli._folded import folded
from azgreen.cli.footprint.told_measured import measured_lines
from azgreen.estimate.measured import SCOPES, type_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen.catalog import Spread
    from azgreen.estimate.measured import Month, Trend

_ROW: Final = "{:<9}{:<8}{:>12}  {:<28}{}"
_UNKNOWN: Final = "not known"
_NOTHING: Final = "nothing"
_PENDING: Final = "not yet"
_MOST_RESOURCES: Final = 5


def as_json(trend: Trend) -> str:
    """Return one JSON object; kilograms of CO2e where the key does not name another unit."""
    return json.dumps(trend.as_dict(), indent=2, sort_keys=True)


def as_table(trend: Trend) -> str:
    """Return a table by month, scope and resource, what was measured, and what may explain it."""
    where = f"{trend.azure}, subscription {trend.subscription}"
    lines = [f"kgCO2e of {trend.of}, as reported by {where}", ""]
    lines.append(_ROW.format("month", "scope", "Azure", "estimate", "ratio").rstrip())
    for month in trend.compared.months:
        lines += _month(month)
    if any(month.is_pending for month in trend.compared.months):
        lines += ["", "not yet: Azure reports a month by day 19 of the next"]
    if trend.compared.is_empty:
        lines += [
            "",
            "Azure has reported nothing of it yet: a month is there by day 19 of the next",
        ]
    return "\n".join([*lines, *measured_lines(trend), *_reasons(trend)])


def _month(month: Month) -> Iterator[str]:
    name = f"{month.month:%Y-%m}"
    if month.is_pending:
        row = _ROW.format(name, "all", _PENDING, _spread(month.estimated_kg), _UNKNOWN)
        yield row if month.elapsed == 1 else f"{row}  ({month.elapsed:.0%} of the month so far)"
        return
    for scope in SCOPES:
        estimate = month.estimated_by_scope_kg.get(scope)
        yield _line(name, scope[-1], month.reported_kg.get(scope), estimate, month.ratio_of(scope))
        name = ""
    yield _line("", "all", month.total_kg, month.estimated_kg, month.ratio)
    yield from _resources(month)
    if month.others_kg:
        yield _line("", "others", month.others_kg, None, None)


def _resources(month: Month) -> Iterator[str]:
    """Yield the largest resources; the types first where not all resources are shown."""
    more = len(month.resources) - _MOST_RESOURCES
    if more > 0:
        for row in month.types:
            yield _line("", "type", row.reported_kg, row.estimated_kg, row.ratio) + f"  {row.type}"
    for each in month.resources[:_MOST_RESOURCES]:
        name = f"  {each.name} ({type_of(each.resource)})"
        yield _line("", "", each.reported_kg, each.estimated_kg, each.ratio) + name
    if more > 0:
        noun = "resource" if more == 1 else "resources"
        yield f"{'':<17}and {more} smaller {noun}; all are in --format json"


def _line(
    month: str, scope: str, reported: float | None, estimate: Spread | None, ratio: Spread | None
) -> str:
    told = _NOTHING if reported is None else f"{reported:.4g}"
    row = _ROW.format(month, scope, told, _spread(estimate), _spread(ratio))
    return row.rstrip()


def _spread(value: Spread | None) -> str:
    return _UNKNOWN if value is None else str(value)


def _reasons(trend: Trend) -> Iterator[str]:
    if trend.reasons:
        yield ""
        yield "why they may differ (ratio: Azure's figure over the estimate)"
    for each in trend.reasons:
        text = f"{each.name}, {each.state}: {each.what} [{each.source}]"
        yield folded(f"  {text}")

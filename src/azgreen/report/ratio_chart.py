"""How does Azure's figure stand to the estimate, month by month?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen.report import _scales
from azgreen.report._figures import Chart, figure, line, words
from azgreen.report._marks import mark
from azgreen.report._months import LEFT, RIGHT, Columns, month_axis, value_axis
from azgreen.report._numbers import NOT_KNOWN, month_name, number
from azgreen.report._tables import table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from azgreen.catalog import Spread
    from azgreen.estimate.measured import Month

_TOP, _BOTTOM = 20.0, 120.0
_HEIGHT: Final = 150.0
_MARK: Final = 3.6
_LEAST: Final = 1e-3
"""Below this a ratio is drawn at the lower edge: a logarithm has no zero."""


def ratio_figure(months: Sequence[Month]) -> Element | None:
    """Return the ratios and the same as a table; None where there is none."""
    if all(month.ratio is None for month in months):
        return None
    caption = (
        "Azure's figure over the estimate: 1 where both agree. Above it Azure reports more. The"
        " line goes from the ratio to the high end of the estimate to that to its low end."
    )
    rows = [(month_name(month.month), *_cells(month.ratio)) for month in months]
    twin = table("Azure over estimate", ("month", "low", "middle", "high"), rows)
    return figure([_chart(months)], caption, twin)


def _cells(ratio: Spread | None) -> tuple[str, str, str]:
    if ratio is None:
        return "", NOT_KNOWN, ""
    return number(ratio.low), number(ratio.mid), number(ratio.high)


def _chart(months: Sequence[Month]) -> Chart:
    columns = Columns([month.month for month in months])
    known = [month.ratio for month in months if month.ratio is not None]
    values = [max(_LEAST, end) for each in known for end in (each.low, each.mid, each.high)]
    y = _scales.logarithmic([*values, 1.0], _BOTTOM, _TOP)
    drawn = [
        *value_axis(y, "Azure over estimate, logarithmic"),
        line((LEFT, y.at(1)), (RIGHT, y.at(1)), "band-middle"),
        *month_axis(columns, _BOTTOM),
    ]
    for place, month in enumerate(months):
        if month.ratio is not None:
            drawn += _ratio(columns.at(place), month.ratio, y)
        else:
            drawn.append(words(columns.at(place), _BOTTOM - 7, "?", "middle", "axis"))
    told = "; ".join(f"{month_name(month.month)}: {_cells(month.ratio)[1]}" for month in months)
    return Chart("ratio", "Azure's figure over the estimate", told, _HEIGHT, drawn)


def _ratio(x: float, ratio: Spread, y: _scales.Scale) -> list[Element]:
    low, mid, high = (y.at(max(_LEAST, end)) for end in (ratio.low, ratio.mid, ratio.high))
    return [line((x, low), (x, high), "whisker"), mark("feasible", x, mid, _MARK)]

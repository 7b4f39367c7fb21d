"""What did each month emit: as reported by scope, as estimated from low to high, as measured?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from azgreen.estimate.measured import SCOPES
from azgreen.report._figures import Chart, figure, hatch, line
from azgreen.report._marks import mark
from azgreen.report._markup import tag
from azgreen.report._months import Columns, Sign, key, month_axis, value_axis
from azgreen.report._numbers import NOT_KNOWN, month_name, number, spread
from azgreen.report._scales import Scale
from azgreen.report._tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

    from azgreen.catalog import Spread
    from azgreen.estimate.measured import Month, Trend

CO2E: Final = "CO\N{SUBSCRIPT TWO}e"
_TOP, _BOTTOM = 20.0, 190.0
_ROOM: Final = 1.15
_MOST_ABOVE: Final = 2.5
"""A high end that is further above all else would press everything else flat: it is cut."""

_BAR_SHARE: Final = 0.5
_MARK: Final = 3.6
_PENDING: Final = 14.0
_TONNES_FROM_KG: Final = 10_000.0
_GRAMS_UP_TO_KG: Final = 0.1
_STATES: Final = {"pending": "not yet reported", "nothing": "nothing reported"}


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A month, and what GPUs measured in it."""

    month: Month
    measured: Spread | None

    @property
    def values(self) -> Iterator[float]:
        """What has to be seen whole, kg."""
        if self.month.total_kg is not None:
            yield self.month.total_kg
        if self.month.estimated_kg is not None:
            yield self.month.estimated_kg.mid
        if self.measured is not None:
            yield self.measured.high

    @property
    def state(self) -> str:
        """`reported`, `pending`, or `nothing`."""
        if self.month.is_pending:
            return "pending"
        return "nothing" if self.month.total_kg is None else "reported"


def trend_figure(trend: Trend) -> Element:
    """Return the months as bars, bands and marks, and the same as a table.

    Where nothing is known of any month the table says it all.
    """
    rows = [
        _Drawn(month, None if (found := trend.gpus.of(month.month)) is None else found.kgco2e)
        for month in trend.compared.months
    ]
    if not any(value for row in rows for value in row.values):
        return _twin(rows)
    y = _scale(rows)
    return figure([_chart(rows, y)], " ".join(_caption(rows, y)), _twin(rows))


def _caption(rows: Sequence[_Drawn], y: Scale) -> Iterator[str]:
    yield "Bars: what Azure reported, by scope."
    if any(row.month.estimated_kg is not None for row in rows):
        yield "Band: the estimate of use and hardware, from low to high, with a line at its middle."
    if any(row.measured is not None for row in rows):
        yield (
            "Triangles: electricity that GPUs measured, with host, PUE and grid; to be held against"
            " scope 2 alone."
        )
    if any(_is_cut(row, y) for row in rows):
        yield "A broken upper edge: the band goes on above; its end is in the table."


def _scale(rows: Sequence[_Drawn]) -> Scale:
    """Return a scale from 0 that shows every high end which does not press the rest flat."""
    most = max(value for row in rows for value in row.values)
    highs = [row.month.estimated_kg.high for row in rows if row.month.estimated_kg is not None]
    high = max([*highs, most])
    end = high if high <= _MOST_ABOVE * most else _MOST_ABOVE * most / _ROOM
    return Scale(0.0, end * _ROOM, _BOTTOM, _TOP)


def _is_cut(row: _Drawn, y: Scale) -> bool:
    found = row.month.estimated_kg
    return found is not None and found.high > y.high


def _chart(rows: Sequence[_Drawn], y: Scale) -> Chart:
    columns = Columns([row.month.month for row in rows])
    unit, unit_kg = _unit(y)
    drawn = [
        tag("defs", hatch("scope-3", 45, 4), hatch("scope-1", 135, 3)),
        *value_axis(y, f"{unit}{CO2E} a month", unit_kg),
    ]
    for place, row in enumerate(rows):
        drawn += [
            *_band(row, columns.at(place), columns.width, y),
            *_bar(row, columns.at(place), columns.width * _BAR_SHARE, y),
        ]
    drawn += month_axis(columns, _BOTTOM)
    for place, row in enumerate(rows):
        drawn += _measured(row, columns.at(place), y)
    signs, height = key([*_signs(rows)], _BOTTOM + 38)
    return Chart("trend", "Emissions by month", _told(rows), height, [*drawn, *signs])


def _unit(y: Scale) -> tuple[str, float]:
    """Return the unit whose numbers are short enough for the axis, and how many kg it is."""
    if y.high >= _TONNES_FROM_KG:
        return "t", 1000.0
    return ("g", 0.001) if y.high < _GRAMS_UP_TO_KG else ("kg", 1.0)


def _told(rows: Sequence[_Drawn]) -> str:
    return "; ".join(
        f"{month_name(row.month.month)}: reported {_reported(row)}, estimated {_ends(row.month)}"
        for row in rows
    )


def _reported(row: _Drawn) -> str:
    total = row.month.total_kg
    return _STATES.get(row.state, "") if total is None else number(total)


def _ends(month: Month) -> str:
    found = month.estimated_kg
    return NOT_KNOWN if found is None else f"{number(found.low)} to {number(found.high)}"


def _band(row: _Drawn, x: float, width: float, y: Scale) -> list[Element]:
    found = row.month.estimated_kg
    if found is None:
        return []
    left, right = x - width / 2, x + width / 2
    bottom, top = y.at(found.low), y.at(min(found.high, y.high))
    size = {"x": left, "y": top, "width": width, "height": max(bottom - top, 1)}
    edge = "band-end cut" if _is_cut(row, y) else "band-end"
    return [
        tag("rect", **size, class_="band"),
        line((left, top), (right, top), edge),
        line((left, bottom), (right, bottom), "band-end"),
        line((left, y.at(found.mid)), (right, y.at(found.mid)), "band-middle"),
    ]


def _bar(row: _Drawn, x: float, width: float, y: Scale) -> list[Element]:
    left = x - width / 2
    if row.state == "pending":
        size = {"x": left, "y": _BOTTOM - _PENDING, "width": width, "height": _PENDING}
        return [tag("rect", **size, class_="pending")]
    if row.state == "nothing":
        return [mark("rejected", x, _BOTTOM - 6, _MARK)]
    drawn: list[Element] = []
    below = 0.0
    for scope in SCOPES:
        above = below + row.month.reported_kg.get(scope, 0.0)
        if above > below:
            drawn += _part(scope, left, width, y.at(above), y.at(below))
        below = above
    return drawn


def _part(scope: str, left: float, width: float, top: float, bottom: float) -> list[Element]:
    name = f"scope-{scope[-1]}"
    size = {"x": left, "y": top, "width": width, "height": max(bottom - top, 0.5)}
    drawn = [tag("rect", **size, class_=name)]
    return drawn if scope == "Scope2" else [*drawn, tag("rect", **size, fill=f"url(#{name})")]


def _measured(row: _Drawn, x: float, y: Scale) -> list[Element]:
    found = row.measured
    if found is None:
        return []
    whisker = line((x, y.at(found.low)), (x, y.at(found.high)), "whisker")
    return [whisker, mark("runner-up", x, y.at(found.mid), _MARK)]


def _signs(rows: Sequence[_Drawn]) -> Iterator[Sign]:
    """Yield the key of what is there, no more."""
    for scope in SCOPES:
        if any(row.month.reported_kg.get(scope) for row in rows):
            yield Sign(
                f"scope {scope[-1]}",
                lambda x, y, scope=scope: _part(scope, x - 6, 12, y - 5, y + 5),
            )
    if any(row.month.estimated_kg is not None for row in rows):
        yield Sign("estimate, low to high", _band_sign)
    if any(row.measured is not None for row in rows):
        yield Sign("measured by GPUs", lambda x, y: [mark("runner-up", x, y, _MARK)])
    states = {row.state for row in rows}
    if "pending" in states:
        size = {"width": 12, "height": 10}
        yield Sign(
            _STATES["pending"],
            lambda x, y: [tag("rect", x=x - 6, y=y - 5, **size, class_="pending")],
        )
    if "nothing" in states:
        yield Sign(_STATES["nothing"], lambda x, y: [mark("rejected", x, y, _MARK)])


def _band_sign(x: float, y: float) -> list[Element]:
    return [
        tag("rect", x=x - 7, y=y - 5, width=14, height=10, class_="band"),
        line((x - 7, y), (x + 7, y), "band-middle"),
    ]


def _twin(rows: Sequence[_Drawn]) -> Element:
    head = ("month", "scope 1", "scope 2", "scope 3", "reported", "estimate", "measured")
    cells = [
        (
            month_name(row.month.month),
            *(_amount(row.month.reported_kg.get(scope)) for scope in SCOPES),
            _reported(row),
            spread(row.month.estimated_kg),
            "" if row.measured is None else spread(row.measured),
        )
        for row in rows
    ]
    return table(f"kg{CO2E} a month", head, cells, stacks=True)


def _amount(value: float | None) -> str:
    return "" if value is None else number(value)

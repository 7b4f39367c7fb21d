"""What does less carbon cost? The feasible places by carbon and money, and the front of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from azgreen.report import _scales
from azgreen.report._figures import WIDTH, Chart, figure, line, words
from azgreen.report._labels import Label, around, labelled
from azgreen.report._marks import MEANINGS, mark
from azgreen.report._numbers import kg_ends, number, plain, usd, whole
from azgreen.report._tables import table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from azgreen.estimate.placement import Candidate, Decision
    from azgreen.report._marks import Shape
    from azgreen.report._scales import Scale

_LEFT, _RIGHT, _TOP, _BOTTOM = 38.0, WIDTH - 10, 20.0, 206.0
_HEIGHT: Final = 262.0
_SIZE: Final = 4.5
_ON_TOP: Final[tuple[Shape, ...]] = ("feasible", "front", "runner-up", "choice")
_KG: Final = 1000
_WIDE_RANGE: Final = 20.0
_FEW: Final = 8
_FRACTION: Final = 10.0


@dataclass(frozen=True, slots=True)
class _Placed:
    """A place and where its mark stands."""

    candidate: Candidate
    shape: Shape
    x: float
    y: float

    @property
    def is_named(self) -> bool:
        return self.shape in {"choice", "runner-up"}


def front_figure(decision: Decision) -> Element:
    """Return carbon against cost, and every feasible place as a table."""
    priced = [item for item in decision.feasible if item.usd_per_month is not None]
    caption = (
        "Each place at the middle of its carbon; those on the front are beaten by no other in "
        "carbon, cost and round trip at once. "
        f"{_unpriced(len(decision.feasible) - len(priced))}"
    ).strip()
    charts = [_chart(decision, priced)] if priced else []
    return figure(charts, caption, _twin(decision))


def _unpriced(count: int) -> str:
    return f"Without a list price, so in the table only: {count}." if count else ""


def shape_of(decision: Decision, item: Candidate) -> Shape:
    """Return what a place is to the decision."""
    if item == decision.choice:
        return "choice"
    if item == decision.runner_up:
        return "runner-up"
    return "front" if item in decision.front else "feasible"


def _chart(decision: Decision, priced: Sequence[Candidate]) -> Chart:
    x, y = _scales_of(priced)
    # the best last: what is drawn last lies on top
    placed = [
        _Placed(item, shape_of(decision, item), x.at(_usd(item)), y.at(_kg(item)))
        for item in reversed(priced)
    ]
    placed.sort(key=lambda item: _ON_TOP.index(item.shape))
    marks = [mark(item.shape, item.x, item.y, _SIZE) for item in placed]
    drawn = [*_axes(x, y), *marks, *_labels(decision, placed, y), *_legend()]
    told = f"{len(priced)} feasible places by carbon and cost"
    named = f"{told}; choice: {_label(decision, decision.choice)}"
    return Chart("front", "Carbon against cost", named, _HEIGHT, drawn)


def _labels(decision: Decision, placed: Sequence[_Placed], y: Scale) -> list[Element]:
    """Return the names that find room; those off the front only where there are few places."""
    boxes = [around(item.x, item.y, _SIZE) for item in placed]
    boxes += [around(_LEFT / 2, y.at(tick), _LEFT / 2) for tick in y.ticks()]
    labels = [
        Label(item.x, item.y, _label(decision, item.candidate), _SIZE + 1, item.is_named)
        for item in reversed(placed)
        if item.shape != "feasible" or len(placed) <= _FEW
    ]
    return labelled(labels, boxes, _BOTTOM)


def _scales_of(priced: Sequence[Candidate]) -> tuple[Scale, Scale]:
    costs, carbon = [_usd(item) for item in priced], [_kg(item) for item in priced]
    wide = min(carbon) > 0 and max(carbon) / min(carbon) > _WIDE_RANGE
    scale = _scales.logarithmic if wide else _scales.from_zero
    return _scales.around(costs, _LEFT, _RIGHT), scale(carbon, _BOTTOM, _TOP)


def _usd(item: Candidate) -> float:
    return item.usd_per_month or 0.0


def _kg(item: Candidate) -> float:
    return 0.0 if item.gco2e_per_month is None else item.gco2e_per_month.mid / _KG


def _label(decision: Decision, item: Candidate) -> str:
    """Name a place; and its model and SKU where they are not the choice's."""
    away = "" if item.round_trip_ms is None else f", {plain(item.round_trip_ms)} ms"
    ours = decision.choice
    model = "" if item.model == ours.model else f" {item.model}"
    sku = "" if item.sku == ours.sku else f" {item.sku}"
    return f"{item.region.display_name}{model}{sku}{away}"


def _axes(x: Scale, y: Scale) -> list[Element]:
    log = ", logarithmic" if y.log else ""
    drawn = [
        words(0, 7, f"kgCO\N{SUBSCRIPT TWO}e a month{log}", class_="axis"),
        words(_RIGHT, _BOTTOM + 27, "USD a month", "end", "axis"),
        line((_LEFT, _BOTTOM), (_RIGHT, _BOTTOM), "base"),
    ]
    for tick in y.ticks():
        drawn += [
            line((_LEFT, y.at(tick)), (_RIGHT, y.at(tick)), "grid"),
            words(_LEFT - 4, y.at(tick), number(tick), "end"),
        ]
    for tick in x.ticks():
        drawn += [
            line((x.at(tick), _BOTTOM), (x.at(tick), _BOTTOM + 4), "base"),
            words(x.at(tick), _BOTTOM + 13, _cost(tick), "middle"),
        ]
    return drawn


def _cost(value: float) -> str:
    return whole(value) if value >= _FRACTION or value == int(value) else number(value)


def _legend() -> list[Element]:
    drawn: list[Element] = []
    shapes: tuple[Shape, ...] = ("choice", "runner-up", "front", "feasible")
    for shape, left in zip(shapes, (8, 68, 148, 240), strict=True):
        named = "feasible" if shape == "feasible" else MEANINGS[shape]
        drawn += [mark(shape, left, _HEIGHT - 9, 4), words(left + 10, _HEIGHT - 9, named)]
    return drawn


def _twin(decision: Decision) -> Element:
    rows = [
        (
            f"{item.region.display_name}: {item.model}, {item.sku}",
            MEANINGS[shape_of(decision, item)],
            *kg_ends(item.gco2e_per_month),
            usd(item.usd_per_month),
            plain(item.round_trip_ms),
        )
        for item in decision.feasible
    ]
    head = (
        "place",
        "standing",
        "kgCO\N{SUBSCRIPT TWO}e low",
        "middle",
        "high",
        "USD a month",
        "ms",
    )
    return table("Feasible places, best first", head, rows, stacks=True)

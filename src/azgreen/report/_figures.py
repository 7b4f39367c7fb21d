"""How is a chart put on the page? An SVG with a name and a description, and its table twin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from azgreen.report._markup import add, tag
from azgreen.report._tables import folded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

WIDTH: Final = 340.0
"""Units across every chart: the pixels that a phone of 360 has for it, so that 11 units read."""

FONT: Final = 11.0
"""Height of a chart's text in units on a phone; wide windows take less (`_style`)."""

_PER_CHAR: Final = 0.62  # mean width of a character over the height, of system fonts
_PER_BOLD_CHAR: Final = 0.68


@dataclass(frozen=True, slots=True)
class Chart:
    """One picture, its words, and the same as a table."""

    name: str
    """Identifier on the page."""
    title: str
    description: str
    height: float
    drawn: Sequence[Element]


def text_width(text: str, *, bold: bool = False) -> float:
    """Return about how many units a text is wide on a phone."""
    return len(text) * FONT * (_PER_BOLD_CHAR if bold else _PER_CHAR)


def svg(chart: Chart) -> Element:
    """Return the picture alone."""
    made = tag(
        "svg",
        tag("title", chart.title, id=f"{chart.name}-title"),
        tag("desc", chart.description, id=f"{chart.name}-desc"),
        viewBox=f"0 0 {WIDTH:g} {chart.height:g}",
        role="img",
        aria_labelledby=f"{chart.name}-title {chart.name}-desc",
    )
    add(made, *chart.drawn)
    return made


def figure(charts: Sequence[Chart], caption: str, twin: Element) -> Element:
    """Return pictures with a caption and their table twin."""
    shown = [svg(chart) for chart in charts]
    return tag("figure", *shown, tag("figcaption", caption), folded("The same as a table", twin))


def words(x: float, y: float, text: str, anchor: str = "start", class_: str = "") -> Element:
    """Return a text, centred upon `y` whatever the height of its letters."""
    return tag(
        "text",
        text,
        x=x,
        y=y,
        text_anchor=None if anchor == "start" else anchor,
        class_=class_ or None,
    )


def line(start: tuple[float, float], end: tuple[float, float], class_: str) -> Element:
    """Return a straight line."""
    return tag("line", x1=start[0], y1=start[1], x2=end[0], y2=end[1], class_=class_)


def hatch(name: str, angle: int, gap: float) -> Element:
    """Return the definition of a hatching, which tells areas apart without colour."""
    stroke = tag("line", x1=0, y1=0, x2=0, y2=gap, class_="hatch")
    turned = f"rotate({angle})"
    return tag(
        "pattern",
        stroke,
        id=name,
        width=gap,
        height=gap,
        patternUnits="userSpaceOnUse",
        patternTransform=turned,
    )

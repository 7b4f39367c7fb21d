"""What do hit rate and wrong hits look like against each other? One picture, without a library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .scores import Score

_WIDTH, _HEIGHT = 640, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 66, 610, 58, 346
_MOST_HITS, _MOST_WRONG = 0.7, 0.8
_NAMED: Final = (0.8, 0.85, 0.9, 0.95, 0.99)
_CROWDED: Final = 0.9  # stricter ones stand close: their numbers go to the other side
_STYLE: Final = """
text{font:13px system-ui,sans-serif;fill:#1b211d}.soft{fill:#535c55}
.title{font-size:15px;font-weight:600}
.grid{stroke:#d5dad4}.paper{fill:#fff}
.alone{stroke:#8a3b12;fill:#8a3b12}.checked{stroke:#0b6b45;fill:#0b6b45}
path{fill:none!important;stroke-width:2.5}.alone path{stroke-dasharray:7 4}.reach{stroke-width:1}
text.alone,text.checked{stroke:none}
"""


def chart(alone: Sequence[Score], checked: Sequence[Score]) -> str:
    """Return the SVG: a line for vectors alone, one for vectors and words, with 95 % intervals."""
    svg = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {_WIDTH} {_HEIGHT}",
            "role": "img",
            "aria-labelledby": "title",
        },
    )
    title = "A check of the words does what no threshold can"
    SubElement(svg, "title", {"id": "title"}).text = title
    SubElement(svg, "style").text = _STYLE
    SubElement(svg, "rect", {"width": str(_WIDTH), "height": str(_HEIGHT), "class": "paper"})
    _text(svg, (_LEFT - 50, 24), title, "title")
    _axes(svg)
    _curve(svg, alone, "alone")
    _curve(svg, checked, "checked")
    _text(svg, (_x(0.262), _y(0.62)), "vectors alone", "alone")
    _text(svg, (_x(0.29), _y(0.10)), "vectors and words", "checked")
    indent(svg)
    return tostring(svg, encoding="unicode") + "\n"


def _axes(svg: Element) -> None:
    for percent in range(0, 81, 20):
        at = _y(percent / 100)
        _line(svg, (_LEFT, at), (_RIGHT, at), "grid")
        _text(svg, (_LEFT - 8, at + 4), f"{percent} %", "soft", "end")
    for percent in range(0, 71, 10):
        _text(svg, (_x(percent / 100), _BOTTOM + 18), f"{percent} %", "soft", "middle")
    _text(svg, (_LEFT - 50, _TOP - 12), "wrong hits, share of hits, with its 95 % interval", "soft")
    told = "hits, share of what is asked; the numbers at the points are cosines"
    _text(svg, (_RIGHT, _BOTTOM + 40), told, "soft", "end")


def _curve(svg: Element, found: Sequence[Score], name: str) -> None:
    group = SubElement(svg, "g", {"class": name})
    known = [(one, one.wrong_share) for one in found if one.wrong_share is not None]
    points = [(_x(one.hit_rate), _y(share)) for one, share in known]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    SubElement(group, "path", {"d": path})
    for (one, _), (x, y) in zip(known, points, strict=True):
        if one.threshold in _NAMED:
            low, high = one.interval
            _line(group, (x, _y(low)), (x, _y(high)), "reach")
            SubElement(group, "circle", {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": "4"})
            left = one.threshold > _CROWDED
            at = (x - 4 if left else x + 4, _y(high) + 9)
            _text(svg, at, f"{one.threshold:.2f}", name, "end" if left else "start")


def _line(parent: Element, start: tuple[float, float], end: tuple[float, float], name: str) -> None:
    ends = zip(("x1", "y1", "x2", "y2"), (*start, *end), strict=True)
    SubElement(parent, "line", {key: f"{value:.1f}" for key, value in ends} | {"class": name})


def _text(
    parent: Element, at: tuple[float, float], text: str, name: str, anchor: str = "start"
) -> None:
    where = {"x": f"{at[0]:.1f}", "y": f"{at[1]:.1f}", "text-anchor": anchor}
    SubElement(parent, "text", where | {"class": name}).text = text


def _x(share: float) -> float:
    return _LEFT + share / _MOST_HITS * (_RIGHT - _LEFT)


def _y(share: float) -> float:
    return _BOTTOM - share / _MOST_WRONG * (_BOTTOM - _TOP)

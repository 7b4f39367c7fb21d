"""Which shape stands for what? The same on the map and on the front, told apart without colour."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, Literal

from azgreen.report._markup import tag

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Shape = Literal["choice", "runner-up", "front", "feasible", "rejected", "caller"]

MEANINGS: Final[dict[Shape, str]] = {
    "choice": "choice",
    "runner-up": "runner-up",
    "front": "on the front",
    "feasible": "feasible",
    "rejected": "rejected",
    "caller": "callers",
}
_POINTS: Final = 5
_INNER: Final = 0.45


def mark(shape: Shape, x: float, y: float, size: float, shade: int | None = None) -> Element:
    """Return a shape `size` units from its middle to its edge; `shade` is a class of intensity.

    The inner group may be scaled by the style without moving the shape.
    """
    classes = f"mark {shape}" if shade is None else f"mark {shape} shade-{shade}"
    inner = tag("path", d=_path(shape, size), class_=classes)
    return tag("g", inner, transform=f"translate({x:.1f} {y:.1f})")


def _path(shape: Shape, size: float) -> str:
    if shape == "choice":
        return _closed(_star(size * 1.5))
    if shape == "runner-up":
        wide = size * 1.25
        return _closed([(0, -wide), (wide, wide * 0.8), (-wide, wide * 0.8)])
    if shape == "rejected":
        end = size * 0.8
        return (
            f"M{-end:.2f} {-end:.2f}L{end:.2f} {end:.2f}M{-end:.2f} {end:.2f}L{end:.2f} {-end:.2f}"
        )
    if shape == "caller":
        return _closed([(-size, -size), (size, -size), (size, size), (-size, size)])
    arc = f"a{size:.2f} {size:.2f} 0 1 0"
    return f"M{-size:.2f} 0{arc} {2 * size:.2f} 0{arc} {-2 * size:.2f} 0Z"


def _star(size: float) -> list[tuple[float, float]]:
    corners: list[tuple[float, float]] = []
    for corner in range(2 * _POINTS):
        reach = size * (_INNER if corner % 2 else 1)
        angle = math.pi * corner / _POINTS
        corners.append((reach * math.sin(angle), -reach * math.cos(angle)))
    return corners


def _closed(corners: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in corners) + "Z"

"""Where does a label stand so that it covers neither a mark nor another label?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from azgreen.report._figures import FONT, WIDTH, line, text_width, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from xml.etree.ElementTree import Element

Point = tuple[float, float]

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_GAP: Final = 2.0
_FAR: Final = (0.0, 6.0, 13.0, 21.0, 30.0, 42.0, 56.0, 72.0)
_NEAR: Final = 2
_PIECE: Final = 4.0
_CENTRED: Final = 0.1
_LEADER: Final = 5.0
_TURNS: Final = (0, 4, 1, 7, 3, 5, 2, 6, 8, 9, 10, 11, 12, 13, 14, 15)
_DIRECTIONS: Final = tuple(
    (math.cos(angle), math.sin(angle))
    for angle in (
        *(math.pi * eighth / 4 for eighth in range(8)),
        *(math.pi * (2 * sixteenth + 1) / 8 for sixteenth in range(8)),
    )
)


@dataclass(frozen=True, slots=True)
class Label:
    """A text that belongs to a mark."""

    x: float
    y: float
    text: str
    reach: float
    """From the mark's middle to its edge."""
    needed: bool = False
    """Whether it must be shown, if need be at some distance with a line to its mark."""


def labelled(labels: Sequence[Label], marks: Iterable[Box], height: float) -> list[Element]:
    """Return the texts that fit, in the order of `labels`; those that are needed come first."""
    taken = list(marks)
    drawn: list[Element] = []
    for label in sorted(labels, key=lambda item: not item.needed):
        box = _free(label, taken, height)
        if box is not None:
            taken += [box, *_leader(label, box)]
            drawn += _drawn(label, box)
    return drawn


def around(x: float, y: float, reach: float) -> Box:
    """Return the box of a mark."""
    return x - reach, y - reach, x + reach, y + reach


def along(start: Point, end: Point) -> list[Box]:
    """Return boxes that cover a line."""
    count = max(1, int(math.dist(start, end) / _PIECE))
    shares = [place / count for place in range(1, count)]
    points = [
        (start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1]))
        for part in shares
    ]
    return [around(x, y, 1) for x, y in points]


def _free(label: Label, taken: Sequence[Box], height: float) -> Box | None:
    """Return the nearest free box; a needed label takes the one that covers least."""
    least: tuple[float, Box] | None = None
    for far in _FAR if label.needed else _FAR[:_NEAR]:
        for turn in _TURNS:
            box = _box(label, far, _DIRECTIONS[turn])
            if not _inside(box, height):
                continue
            shape = [box, *_leader(label, box)]
            covered = math.fsum(_overlap(part, other) for part in shape for other in taken)
            if not covered:
                return box
            if least is None or covered < least[0]:
                least = covered, box
    return least[1] if label.needed and least is not None else None


def _box(label: Label, far: float, direction: tuple[float, float]) -> Box:
    wide, tall = text_width(label.text, bold=label.needed), FONT
    right, down = direction
    away = label.reach + _GAP + far
    x, y = label.x + right * (away + wide / 2), label.y + down * (away + tall / 2)
    return x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2


def _inside(box: Box, height: float) -> bool:
    left, top, right, bottom = box
    return left >= 0 and top >= 0 and right <= WIDTH and bottom <= height


def _overlap(one: Box, other: Box) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    tall = min(one[3], other[3]) - max(one[1], other[1])
    return wide * tall if wide > 0 and tall > 0 else 0.0


def _drawn(label: Label, box: Box) -> list[Element]:
    x, y, anchor = _anchored(label, box)
    text = words(x, y, label.text, anchor, "named" if label.needed else "")
    ends = _ends(label, box)
    return [text] if ends is None else [line(*ends, "leader"), text]


def _anchored(label: Label, box: Box) -> tuple[float, float, str]:
    """Return where the text is held: on the side of its mark, so that small letters stay near."""
    left, top, right, bottom = box
    middle = (left + right) / 2
    if abs(label.x - middle) < (right - left) * _CENTRED:
        return middle, (top + bottom) / 2, "middle"
    x, anchor = (left, "start") if middle > label.x else (right, "end")
    return x, (top + bottom) / 2, anchor


def _ends(label: Label, box: Box) -> tuple[Point, Point] | None:
    """Return the ends of the line from a mark's edge to its label, or None where they are near."""
    left, top, right, bottom = box
    near = (min(max(label.x, left), right), min(max(label.y, top), bottom))
    if math.dist(near, (label.x, label.y)) - label.reach <= _LEADER:
        return None
    x, y = _anchored(label, box)[0], near[1]
    part = label.reach / math.dist((x, y), (label.x, label.y))
    return (label.x + part * (x - label.x), label.y + part * (y - label.y)), (x, y)


def _leader(label: Label, box: Box) -> list[Box]:
    ends = _ends(label, box)
    return [] if ends is None else along(*ends)

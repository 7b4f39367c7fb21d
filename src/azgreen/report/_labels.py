"""Where does a label stand so that it covers neither a mark nor another label?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from azgreen.report._figures import FONT, WIDTH, line, text_width, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from xml.etree.ElementTree import Element

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_GAP: Final = 2.0
_FAR: Final = (0.0, 6.0, 13.0, 21.0, 30.0, 42.0, 56.0, 72.0)
_NEAR: Final = 2
_PIECE: Final = 4.0
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
            taken.append(box)
            drawn += _drawn(label, box)
    return drawn


def around(x: float, y: float, reach: float) -> Box:
    """Return the box of a mark."""
    return x - reach, y - reach, x + reach, y + reach


def along(start: tuple[float, float], end: tuple[float, float]) -> list[Box]:
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
            covered = math.fsum(_overlap(box, other) for other in taken)
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
    """Return the text, which begins on the side of its mark so that small letters stay near it."""
    left, top, right, bottom = box
    y = (top + bottom) / 2
    if left >= label.x:
        end, anchor = left, "start"
    elif right <= label.x:
        end, anchor = right, "end"
    else:
        end, anchor = (left + right) / 2, "middle"
    near = (min(max(label.x, left), right), min(max(label.y, top), bottom))
    text = words(end, y, label.text, anchor, "named" if label.needed else "")
    distance = math.dist(near, (label.x, label.y)) - label.reach
    if distance <= _LEADER:
        return [text]
    return [line((label.x, label.y), near, "leader"), text]

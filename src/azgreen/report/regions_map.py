"""Where are Azure's regions, how clean are they, and which are feasible?

Equirectangular: longitude and latitude are straight axes. There is no coastline; the grid of
degrees is enough to find one's way.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from azgreen.report._figures import WIDTH, Chart, figure, line, words
from azgreen.report._labels import Label, Point, along, around, labelled
from azgreen.report._marks import MEANINGS, mark
from azgreen.report._numbers import whole
from azgreen.report._sites import BOUNDS, SIZES, Site, sites
from azgreen.report._tables import table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from azgreen.estimate.placement import Decision
    from azgreen.report._marks import Shape

_TALLER: Final = 1.3
"""A degree of latitude over one of longitude: true to shape at 40 degrees, near most regions."""

_WORLD: Final = (-136.0, 184.0, -46.0, 70.0)
_NEAR_DEGREES: Final = 110.0
"""A second map that spans more than this would show no more than the first."""

_ROOM: Final = 6.0
_LEAST_SPAN: Final = 26.0
_RATIO: Final = 0.78
_RING: Final = 3.0
_LEGEND: Final = 44.0
_COLUMNS: Final = (8, 66, 140, 206, 279)
_STEPS: Final = (1, 2, 5, 10, 15, 30, 60)
_ABOUT: Final = 5


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the Earth that a map shows, in degrees."""

    west: float
    east: float
    south: float
    north: float

    @property
    def unit(self) -> float:
        """Units of the picture for a degree of longitude."""
        return WIDTH / (self.east - self.west)

    @property
    def height(self) -> float:
        """Height of the picture in units."""
        return (self.north - self.south) * self.unit * _TALLER

    def at(self, site: Site) -> tuple[float, float]:
        """Return where a region stands."""
        right = (site.region.longitude - self.west) * self.unit
        return right, (self.north - site.region.latitude) * self.unit * _TALLER

    def holds(self, site: Site) -> bool:
        """Return whether the region is shown, with room for its mark."""
        right, down = self.at(site)
        edge = SIZES[-1]
        return edge <= right <= WIDTH - edge and edge <= down <= self.height - edge


def regions_figure(decision: Decision) -> Element:
    """Return the world, the neighbourhood of what is feasible, and the same as a table."""
    found = sites(decision)
    near, world = _near(found), Frame(*_WORLD)
    charts = [_chart("world", "Azure's regions", world, found, is_last=near is None)]
    if near is not None:
        charts.append(_chart("near", *near, found, is_last=True))
    caption = (
        "Number: yearly grid intensity in gCO\N{SUBSCRIPT TWO}e/kWh; the larger and stronger the "
        "mark, the more carbon. ms: round trip from the callers. What has no room is in the table."
    )
    if not decision.choice.place.region_is_pinned:
        caption += f" Under {decision.choice.sku} tokens may be made in any region of its pool."
    return figure(charts, caption, _twin(found))


def _near(found: Sequence[Site]) -> tuple[str, Frame] | None:
    """Return a closer look at what is feasible, else at the named places, else none."""
    feasible = [item for item in found if item.shape != "rejected" or item.is_caller]
    named = [item for item in found if item.is_named]
    looks = (
        ("The neighbourhood of the feasible regions", _around(feasible)),
        ("The callers, the choice and the runner-up", _around(named)),
    )
    return next((look for look in looks if look[1].east - look[1].west <= _NEAR_DEGREES), None)


def _around(shown: Sequence[Site]) -> Frame:
    """Return the frame around some regions, of a fixed shape."""
    lefts = [item.region.longitude for item in shown]
    lows = [item.region.latitude for item in shown]
    wide, tall = max(lefts) - min(lefts), (max(lows) - min(lows)) * _TALLER
    span = max(wide + 2 * _ROOM, (tall + 2 * _ROOM) / _RATIO, _LEAST_SPAN)
    across, down = (min(lefts) + max(lefts)) / 2, (min(lows) + max(lows)) / 2
    half = span * _RATIO / _TALLER / 2
    return Frame(across - span / 2, across + span / 2, down - half, down + half)


def _chart(name: str, title: str, frame: Frame, found: Sequence[Site], *, is_last: bool) -> Chart:
    shown = [item for item in found if frame.holds(item)]
    # the important ones last: what is drawn last lies on top
    shown.sort(key=lambda item: (item.is_named, item.shape != "rejected"))
    trips = _trips(frame, shown)
    drawn = [*_graticule(frame), *(line(*trip) for trip in trips)]
    for item in shown:
        x, y = frame.at(item)
        drawn.append(mark(item.shape, x, y, item.size, item.shade))
        drawn += [mark("caller", x, y, item.size + _RING)] if item.is_caller else []
    labels = [_label(frame, item, is_last=is_last) for item in reversed(shown)]
    boxes = [around(*frame.at(item), item.size * 0.8) for item in shown]
    boxes += [box for start, end, _ in trips for box in along(start, end)]
    drawn += labelled(labels, boxes, frame.height)
    drawn += _legend(frame) if is_last else []
    height = frame.height + (_LEGEND if is_last else 0)
    return Chart(name, title, _told(shown), height, drawn)


def _label(frame: Frame, item: Site, *, is_last: bool) -> Label:
    """Return the region's label: a map that a closer one follows has numbers alone."""
    reach = item.size + (_RING if item.is_caller or item.shape == "choice" else 0)
    text = item.label if is_last else whole(item.grid)
    return Label(*frame.at(item), text, reach, is_last and item.is_named)


def _told(shown: Sequence[Site]) -> str:
    kinds: dict[Shape, list[str]] = {}
    for item in shown:
        kinds.setdefault(item.shape, []).append(item.region.display_name)
    told = [f"{MEANINGS[kind]}: {', '.join(names)}" for kind, names in kinds.items()
            if kind != "rejected"]  # fmt: skip
    rejected = f"{len(kinds.get('rejected', []))} rejected"
    return "; ".join([f"Map of {len(shown)} regions by grid intensity", *told, rejected])


def _graticule(frame: Frame) -> list[Element]:
    raw = (frame.east - frame.west) / _ABOUT
    step = next((item for item in _STEPS if item >= raw), _STEPS[-1])
    drawn = [
        line((x, 0), (x, frame.height), "grid")
        for degree in _multiples(frame.west, frame.east, step)
        for x in [(degree - frame.west) * frame.unit]
    ]
    for degree in _multiples(frame.south, frame.north, step):
        y = (frame.north - degree) * frame.unit * _TALLER
        drawn.append(line((0, y), (WIDTH, y), "grid" if degree else "equator"))
    return drawn


def _multiples(low: float, high: float, step: int) -> range:
    return range(math.ceil(low / step) * step, math.floor(high) + 1, step)


def _trips(frame: Frame, shown: Sequence[Site]) -> list[tuple[Point, Point, str]]:
    """Return lines from the callers to the choice and to the runner-up."""
    start = next((item for item in shown if item.is_caller), None)
    ends = [item for item in shown if item.shape in {"choice", "runner-up"}]
    if start is None:
        return []
    return [(frame.at(start), frame.at(end), f"trip {end.shape}") for end in ends]


def _legend(frame: Frame) -> list[Element]:
    """Return what the shapes and the sizes mean, below the map."""
    top = frame.height + 12
    drawn: list[Element] = []
    shapes: tuple[Shape, ...] = ("choice", "runner-up", "feasible", "rejected", "caller")
    for shape, x in zip(shapes, _COLUMNS, strict=True):
        drawn += [mark(shape, x, top, 4, None if shape == "caller" else 2),
                  words(x + 9, top, MEANINGS[shape])]  # fmt: skip
    for step, x in enumerate(_COLUMNS):
        drawn += [
            mark("feasible", x, top + 20, SIZES[step], step),
            words(x + 9, top + 20, _range(step)),
        ]
    return drawn


def _range(step: int) -> str:
    between = [f"{low}\N{EN DASH}{high}" for low, high in pairwise(BOUNDS)]
    return (f"< {BOUNDS[0]}", *between, f"\N{GREATER-THAN OR EQUAL TO} {BOUNDS[-1]}")[step]


def _twin(found: Sequence[Site]) -> Element:
    rows = [
        (
            item.region.display_name,
            whole(item.grid),
            item.trip_ms or "not known",
            "rejected" if item.shape == "rejected" else MEANINGS[item.shape],
        )
        for item in sorted(found, key=lambda item: (item.grid, item.region.name))
    ]
    head = ("region", "gCO\N{SUBSCRIPT TWO}e/kWh yearly", "round trip, ms", "what became of it")
    return table("Regions, cleanest grid first", head, rows)

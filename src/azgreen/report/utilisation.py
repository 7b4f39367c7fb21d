"""How many instances did each policy pay for, and how many did the load need?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from azgreen.report import _scales
from azgreen.report._figures import WIDTH, Chart, figure, hatch, line, words
from azgreen.report._markup import tag
from azgreen.report._numbers import kg, number, share
from azgreen.report._tables import table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from azgreen.estimate.scaling import Case, Comparison, Outcome
    from azgreen.report._scales import Scale

_LEFT, _RIGHT, _TOP, _BOTTOM = 30.0, WIDTH - 6, 50.0, 206.0
_HEIGHT: Final = 234.0
_MOST_POINTS: Final = 120
_MINUTE_S, _DAY_H = 60, 24
_TICK_MINUTES: Final = (5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10080, 40320)
_TICKS: Final = 4


@dataclass(frozen=True, slots=True)
class Replayed:
    """A replay, and what it was of."""

    case: Case
    comparison: Comparison
    trace: str
    """Name of the trace."""
    learned_on: str
    """Name of what the autoscale was sized on."""


@dataclass(frozen=True, slots=True)
class _Series:
    """Means over equal stretches of time, in instances."""

    minutes: int
    load: tuple[float, ...]
    static: tuple[float, ...]
    autoscale: tuple[float, ...]
    oracle: tuple[float, ...]

    @property
    def curves(self) -> tuple[tuple[str, tuple[float, ...]], ...]:
        return ("static", self.static), ("autoscale", self.autoscale), ("oracle", self.oracle)


def utilisation_figure(replayed: Replayed) -> Element:
    """Return the instances over time, and the same as a table."""
    series = _series(replayed)
    each = "minute" if series.minutes == 1 else f"{series.minutes} minutes"
    caption = (
        f"Instances, loading ones included, over {replayed.trace}: means of each {each}, UTC. The "
        "hatched area is the load, in instances that it would keep busy. "
        f"The autoscale was sized on {replayed.learned_on}."
    )
    return figure([_chart(replayed, series)], caption, _twin(replayed, series))


def outcomes_table(comparison: Comparison) -> Element:
    """Return what each policy cost, side by side."""
    rows = [
        (
            item.policy,
            share(item.utilisation),
            number(item.instance_hours),
            f"{item.late_share:.2%}",
            share(comparison.saved(item)) if item is not comparison.static else "",
            kg(item.gco2e),
        )
        for item in comparison.outcomes
    ]
    head = ("policy", "utilisation", "instance hours", "late", "saved", "kgCO\N{SUBSCRIPT TWO}e")
    return table("The policies over the whole trace", head, rows, stacks=True)


def _series(replayed: Replayed) -> _Series:
    case, compared = replayed.case, replayed.comparison
    a_minute = _MINUTE_S // case.load.step_s
    minutes = math.ceil(case.load.steps / a_minute / _MOST_POINTS)
    each = minutes * a_minute
    rate = case.instance.requests_per_minute / a_minute

    def paid(outcome: Outcome) -> tuple[float, ...]:
        return _means(outcome.run.paid, each)

    load = tuple(value / rate for value in _means(case.work, each))
    curves = paid(compared.static), paid(compared.autoscale), paid(compared.oracle)
    return _Series(minutes, load, *curves)


def _means(values: Sequence[float], each: int) -> tuple[float, ...]:
    parts = [values[first : first + each] for first in range(0, len(values), each)]
    return tuple(math.fsum(part) / len(part) for part in parts)


def _chart(replayed: Replayed, series: _Series) -> Chart:
    y = _scales.from_zero([*series.load, *series.static, *series.autoscale], _BOTTOM, _TOP)
    x = _scales.Scale(0.0, len(series.load), _LEFT, _RIGHT)
    area = _steps(series.load, x, y) + f"V{_BOTTOM:.1f}H{_LEFT:.1f}Z"
    drawn = [
        tag("defs", hatch("load", 45, 4)),
        *_axes(replayed, series, x, y),
        tag("path", d=area, class_="load"),
        tag("path", d=area, fill="url(#load)"),
    ]
    drawn += [
        tag("path", d=_steps(values, x, y), class_=f"curve {name}")
        for name, values in series.curves
    ]
    compared = replayed.comparison
    told = "; ".join(f"{item.policy}: {item.least_instances} to {item.most_instances} instances"
                     for item in compared.outcomes)  # fmt: skip
    return Chart("use", "Instances over the trace", told, _HEIGHT, [*drawn, *_key()])


def _steps(values: Sequence[float], x: Scale, y: Scale) -> str:
    """Return a line that holds each value for its stretch of time."""
    written = [f"M{x.at(0):.1f} {y.at(values[0]):.1f}"]
    before = None
    for place, value in enumerate(values):
        if value != before:
            written.append(f"H{x.at(place):.1f}V{y.at(value):.1f}")
        before = value
    return "".join(written) + f"H{x.at(len(values)):.1f}"


def _axes(replayed: Replayed, series: _Series, x: Scale, y: Scale) -> list[Element]:
    drawn = [words(0, 38, "instances", class_="axis"),
             line((_LEFT, _BOTTOM), (_RIGHT, _BOTTOM), "base")]  # fmt: skip
    for tick in (tick for tick in y.ticks() if tick == int(tick)):
        drawn += [
            line((_LEFT, y.at(tick)), (_RIGHT, y.at(tick)), "grid"),
            words(_LEFT - 4, y.at(tick), f"{tick:g}", "end"),
        ]
    for minute, told in _times(replayed, series):
        left = x.at(minute / series.minutes)
        drawn.append(line((left, _BOTTOM), (left, _BOTTOM + 4), "base"))
        drawn.append(words(left, _BOTTOM + 13, told, "middle"))
    return drawn


def _times(replayed: Replayed, series: _Series) -> list[tuple[int, str]]:
    """Return round times of day (or days) and after how many minutes they come."""
    start, length = replayed.case.load.start, len(series.load) * series.minutes
    step = next((item for item in _TICK_MINUTES if item * _TICKS >= length), _TICK_MINUTES[-1])
    passed = start.weekday() * _DAY_H * 60 + start.hour * 60 + start.minute
    first = -passed % step
    form = "%H:%M" if length <= 2 * _DAY_H * 60 else "%a %H:%M" if step < _DAY_H * 60 else "%d %b"
    # a text in the middle of its tick needs room on both sides
    room = length * 0.07
    return [
        (minute, f"{start + timedelta(minutes=minute):{form}}")
        for minute in range(first, length + 1, step)
        if room <= minute <= length - room
    ]


def _key() -> list[Element]:
    named = (("static", "static peak"), ("autoscale", "autoscale"), ("oracle", "oracle"))
    drawn: list[Element] = []
    for (name, told), left in zip(named, (0, 112, 210), strict=True):
        drawn += [line((left, 8), (left + 26, 8), f"curve {name}"), words(left + 31, 8, told)]
    size = {"x": 282, "y": 3, "width": 18, "height": 10}
    return [*drawn, tag("rect", **size, class_="load"), tag("rect", **size, fill="url(#load)"),
            words(305, 8, "load")]  # fmt: skip


def _twin(replayed: Replayed, series: _Series) -> Element:
    start = replayed.case.load.start
    rows = [
        (f"{start + timedelta(minutes=place * series.minutes):%Y-%m-%d %H:%M}",
         *(f"{value:.1f}" for value in values))
        for place, values in enumerate(
            zip(series.load, series.static, series.autoscale, series.oracle, strict=True)
        )
    ]  # fmt: skip
    head = ("from (UTC)", "load", "static peak", "auto\N{SOFT HYPHEN}scale", "oracle")
    return table("Instances, means", head, rows)

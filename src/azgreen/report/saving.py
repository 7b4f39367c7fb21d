"""How is the waterfall drawn, from the default choice down to what is chosen?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen.report._figures import WIDTH, Chart, figure, hatch, words
from azgreen.report._markup import tag
from azgreen.report._numbers import MINUS, number
from azgreen.report._tables import table
from azgreen.report.waterfall import levels, rounded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal
    from xml.etree.ElementTree import Element

    from azgreen.estimate.placement import Decision
    from azgreen.report.waterfall import Level, Levers

_ROW: Final = 36.0
_BAR: Final = 13.0
_UNIT: Final = "gCO\N{SUBSCRIPT TWO}e per 1,000 requests"


def saving_figure(decision: Decision, levers: Levers | None) -> Element:
    """Return a bar for each step, and the same with low, middle and high as a table."""
    found = levels(decision, levers)
    mids = rounded([item.gco2e.mid for item in found])
    caption = (
        f"{_UNIT}, of the middles; hatched is what a step saves (dotted: adds). The model comes "
        "first, so that the step to the region is that of the chosen model. "
        "Low and high are in the table."
    )
    if levers is not None and levers.cache_hit_rate is not None:
        caption += " What the cache itself emits is not in it."
    return figure([_chart(found, mids)], caption, _twin(found, mids))


def _chart(found: Sequence[Level], mids: Sequence[Decimal]) -> Chart:
    rows = [("Default", found[0].name, mids[0], mids[0] * 0)]
    rows += [
        (_step(place), level.name, after, before)
        for place, (level, after, before) in enumerate(
            zip(found[1:], mids[1:], mids, strict=False), start=1
        )
    ]
    rows.append((_end(found), "", mids[-1], mids[-1] * 0))
    most = float(max(mids)) or 1.0
    drawn = [tag("defs", hatch("saved", 45, 4), hatch("added", 135, 2))]
    for place, (lead, name, after, before) in enumerate(rows):
        is_total = place in (0, len(rows) - 1)
        top = 8 + place * _ROW
        amount = str_of(after) if is_total else signed(after - before)
        drawn += [
            words(0, top, f"{lead}: {name}" if name else lead, class_="named" if is_total else ""),
            words(WIDTH, top, amount, "end", "named"),
            *_bar(top + 9, float(before) / most, float(after) / most, is_total=is_total),
        ]
    told = "; ".join(f"{level.name}: {mid:,f}" for level, mid in zip(found, mids, strict=True))
    return Chart("saving", f"What each step saves, {_UNIT}", told, len(rows) * _ROW, drawn)


def _step(place: int) -> str:
    return ("", "Model", "Region")[place] if place in {1, 2} else "Then"


def _end(found: Sequence[Level]) -> str:
    return "Choice" if len(found) == len(("default", "model", "region")) else "Choice, with that"


def _bar(top: float, before: float, after: float, *, is_total: bool) -> list[Element]:
    reach = WIDTH - 2
    left, wide = min(before, after) * reach, max(abs(after - before) * reach, 1)
    if is_total:
        return [tag("rect", x=0, y=top, width=wide, height=_BAR, class_="total")]
    kind = "added" if after > before else "saved"
    size = {"x": left, "y": top, "width": wide, "height": _BAR}
    return [
        tag("rect", **size, class_=kind),
        tag("rect", **size, fill=f"url(#{kind})"),
    ]


def str_of(value: Decimal) -> str:
    """Write a level."""
    return f"{value:,f}"


def signed(value: Decimal) -> str:
    """Write a difference."""
    sign = MINUS if value < 0 else "+" if value > 0 else ""
    return f"{sign}{abs(value):,f}"


def _twin(found: Sequence[Level], mids: Sequence[Decimal]) -> Element:
    rows = [
        (
            item.name,
            "" if place == 0 else signed(mid - mids[place - 1]),
            number(item.gco2e.low),
            str_of(mid),
            number(item.gco2e.high),
        )
        for place, (item, mid) in enumerate(zip(found, mids, strict=True))
    ]
    head = ("up to this step", "step", "low", "middle", "high")
    return table(f"{_UNIT}: what is left after each step", head, rows, stacks=True)

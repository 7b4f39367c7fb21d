"""What is the mean of rates that add up, where some have nothing to say for a while?"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def mean_rates(
    found: Mapping[str, Mapping[int, float | None]], step_s: int
) -> dict[str, dict[int, float | None]]:
    """Return rates that add up, by seconds since 1970, in coarser steps.

    A mean goes over the samples in which any of them was measured: without such requests a rate is
    zero there. A step in which none was measured is a gap.
    """
    measured = {
        at_s for points in found.values() for at_s, value in points.items() if value is not None
    }
    counts = Counter(at_s // step_s for at_s in measured)
    return {name: _means(points, counts, step_s) for name, points in found.items()}


def _means(
    points: Mapping[int, float | None], counts: Mapping[int, int], step_s: int
) -> dict[int, float | None]:
    totals = dict.fromkeys((at_s // step_s for at_s in points), 0.0)
    for at_s, value in points.items():
        totals[at_s // step_s] += value or 0.0
    return {
        step * step_s: total / counts[step] if step in counts else None
        for step, total in totals.items()
    }

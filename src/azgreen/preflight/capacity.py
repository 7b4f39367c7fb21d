"""Does Azure report as much of a model as the plan takes?

Quota is a right to ask; capacity is what there is (Microsoft, "Provisioned throughput billing",
2026-05-17: quota does not guarantee capacity). What is reported now may be gone in an hour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen.catalog import capacity_unit
from azgreen.preflight.azure import field, number
from azgreen.preflight.line import Line, Verdict, or_there

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from azgreen.preflight.azure import Json
    from azgreen.preflight.line import NextBest
    from azgreen.preflight.quota import Taker


_LESS: Final = "take less, or wait"


def available(answer: Sequence[Json], sku: str) -> float | None:
    """Read the items of Model Capacities - List; None where nothing is reported."""
    for item in answer:
        if str(field(item, "properties", "skuName")).lower() == sku.lower():
            return number(item, "properties", "availableCapacity")
    return None


def judge(taker: Taker, reported: float | None, elsewhere: NextBest | None) -> Iterator[Line]:
    """Yield the line of one deployment."""
    wanted, unit = taker.wanted, capacity_unit(taker.wanted.sku)
    if not taker.more:
        yield _line(Verdict.PASS, taker, "takes no more than is deployed")
        return
    needs = f"takes {taker.more:,g} {unit} of {wanted.told} in {wanted.region}"
    if reported is None:
        remedy = "have another region ready: only the deployment tells"
        yield _line(Verdict.WARN, taker, f"{needs}; Azure reports no capacity of it", remedy)
    elif reported < taker.more:
        told, remedy = f"{needs}; Azure reports {reported:,g}", or_there(_LESS, elsewhere)
        yield Line(Verdict.FAIL, "capacity", wanted.name, told, remedy, elsewhere)
    elif wanted.is_provisioned:
        remedy = "deploy before you buy a reservation: what is reported is not held for you"
        yield _line(Verdict.WARN, taker, f"{needs}; Azure reports {reported:,g}", remedy)
    else:
        yield _line(Verdict.PASS, taker, f"{needs}; Azure reports {reported:,g}")


def _line(verdict: Verdict, taker: Taker, told: str, remedy: str = "") -> Line:
    return Line(verdict, "capacity", taker.wanted.name, told, remedy)

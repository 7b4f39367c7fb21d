"""Is a model offered where and how the plan wants it, and for how long?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen.catalog import SOON_DAYS
from azgreen.preflight.line import Line, Verdict, or_there

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from azgreen.preflight.line import NextBest
    from azgreen.preflight.listed import Listed
    from azgreen.preflight.wanted import Deployed

_OVER: Final = "deprecated"
"""Lifecycle of a model that Azure deploys no more."""


def judge(
    wanted: Deployed, known: Sequence[Listed], today: date, elsewhere: NextBest | None
) -> Iterator[Line]:
    """Yield the line of one deployment.

    Args:
        wanted: The deployment.
        known: What Azure lists in its region.
        today: The day of the deployment.
        elsewhere: Where else it can be had; None where nowhere.
    """
    found = next((item for item in known if item.is_wanted(wanted)), None)
    if found is None:
        remedy = or_there(_instead(wanted, known), elsewhere) or "choose another model"
        what = f"{wanted.told} is not offered in {wanted.region}"
        yield Line(Verdict.FAIL, "offer", wanted.name, what, remedy, elsewhere)
        return
    until = f" until {found.ends_on}" if found.ends_on else ""
    if _is_over(found, today):
        what = f"{wanted.told} is retired{f' since {found.ends_on}' if found.ends_on else ''}"
        yield _line(Verdict.FAIL, wanted, what, _newer(wanted, known, today))
    elif (amiss := _amiss(wanted, found)) is not None:
        yield _line(Verdict.FAIL, wanted, *amiss)
    elif found.ends_on is not None and (found.ends_on - today).days <= SOON_DAYS:
        what = f"{wanted.told} is offered in {wanted.region}, and retires on {found.ends_on}"
        yield _line(Verdict.WARN, wanted, what, _newer(wanted, known, today))
    else:
        yield _line(Verdict.PASS, wanted, f"{wanted.told} is offered in {wanted.region}{until}")


def _line(verdict: Verdict, wanted: Deployed, told: str, remedy: str = "") -> Line:
    return Line(verdict, "offer", wanted.name, told, remedy)


def _is_over(found: Listed, today: date) -> bool:
    ended = found.ends_on is not None and found.ends_on <= today
    return ended or found.lifecycle.lower() == _OVER


def _amiss(wanted: Deployed, found: Listed) -> tuple[str, str] | None:
    """Say which capacities Azure takes, where the one that is wanted is none of them."""
    units, least, step = wanted.units, found.least or 0, found.step or 1
    if found.most is not None and units > found.most:
        what = f"sku.capacity {units:g} is over the {found.most:g} that a deployment can have"
        return f"{wanted.told}: {what}", f"set sku.capacity to {found.most:g} or less"
    if units < least or (units - least) % step:
        below = least + max(0, (units - least) // step) * step
        near = f"{least:g}" if units < least else f"{below:g} or {below + step:g}"
        what = f"sku.capacity {units:g} cannot be had: from {least:g} in steps of {step:g}"
        return f"{wanted.told}: {what}", f"set sku.capacity to {near}"
    return None


def _instead(wanted: Deployed, known: Sequence[Listed]) -> str:
    """Name what of the model there is in the region."""
    here = [item for item in known if item.is_of(wanted)]
    skus = sorted({item.sku for item in here if item.is_version(wanted)})
    if skus:
        return f"offered there as {', '.join(skus)}"
    versions = sorted({item.version for item in here if item.is_sku(wanted)})
    return f"offered there in version {', '.join(versions)}" if versions else ""


def _newer(wanted: Deployed, known: Sequence[Listed], today: date) -> str:
    others = {
        item.version
        for item in known
        if item.is_of(wanted)
        and item.is_sku(wanted)
        and not item.is_version(wanted)
        and not _is_over(item, today)
    }
    versions = ", ".join(sorted(others))
    return f"take version {versions}" if versions else "choose another model: 'azgreen doctor'"

"""Are most of the reserved PTUs never at work?

Below which use that is waste, the catalogue says: the threshold of the alert `waste` of provisioned
deployments (`alert_rules.csv`, a judgement), which looks at a day. Here each day has to be below.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from azgreen import catalog
from azgreen.estimate.rightsizing import QUANTITIES
from azgreen.estimate.waste.idle import Idle, idle
from azgreen.estimate.waste.judged import UNDERUSED, Judged
from azgreen.estimate.waste.months import of_figures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from azgreen.estimate.rightsizing import Month, Recommendation, Samples
    from azgreen.estimate.waste.counted import Counted

_DAY_HOURS: Final = 24
_FEWEST_DAYS: Final = 7
"""A weekend is no measure of the weeks."""


@dataclass(frozen=True, slots=True)
class Ptus:
    """A provisioned deployment, what came to it and how much of it worked."""

    resource: str
    units: int
    is_openai: bool
    """Whether its model's format is OpenAI, which the catalogue's rule is by."""
    requests: Counted
    used_percent: Samples
    """Mean use of each hour; the hours of `requests`."""
    takes: Month
    """All that is saved without it."""


def least_percent(*, is_openai: bool) -> float:
    """Return the use of a day below which PTUs are waste."""
    wanted = catalog.FOR_OPENAI if is_openai else catalog.FOR_PARTNERS
    rules = catalog.alert_rules("provisioned_deployment")
    found = next(each for each in rules if each.rule == "waste" and each.only_for == wanted)
    assert found.threshold is not None  # noqa: S101 - the catalogue's own row
    return found.threshold


def daily_percent(one: Ptus) -> list[float]:
    """Return the mean use of each whole day; an hour in which nothing came used nothing."""
    pairs = zip(one.used_percent.values, one.requests.by_hour, strict=True)
    hours = [used if used is not None else 0.0 if came == 0 else None for used, came in pairs]
    days = [hours[first : first + _DAY_HOURS] for first in range(0, len(hours), _DAY_HOURS)]
    known = [[hour for hour in day if hour is not None] for day in days if len(day) == _DAY_HOURS]
    return [math.fsum(day) / len(day) for day in known if day]


def is_under(one: Ptus, days: Sequence[float]) -> bool:
    """Tell whether requests came and every day was below."""
    least = least_percent(is_openai=one.is_openai)
    enough = one.requests.is_enough and len(days) >= _FEWEST_DAYS
    return one.requests.total > 0 and enough and max(days) < least


def underused(one: Ptus, smaller: Recommendation | None = None) -> Judged:
    """Return whether it is waste: idle, or below the threshold on every day.

    Args:
        one: What was measured.
        smaller: What rightsizing recommends of the same weeks; None where it cannot tell.
    """
    if not one.requests.total:
        what = f"kept reserved: {one.units} PTUs"
        fix = "delete the deployment: it is paid by the hour whether anybody asks or not"
        return idle(Idle(one.resource, one.requests, what, one.takes, fix))
    days, least = daily_percent(one), least_percent(is_openai=one.is_openai)
    if not one.requests.is_enough or len(days) < _FEWEST_DAYS:
        return Judged(UNDERUSED, one.resource, "not judged", one.requests.missing)
    if max(days) >= least:
        why = f"its busiest day used {max(days):.0f} % of the PTUs, waste is below {least:g} %"
        return Judged(UNDERUSED, one.resource, "needed", why)
    return _waste(one, days, smaller)


def _waste(one: Ptus, days: Sequence[float], smaller: Recommendation | None) -> Judged:
    mean, least = math.fsum(days) / len(days), least_percent(is_openai=one.is_openai)
    why = (
        f"of {one.units} PTUs {mean:.0f} % worked in the mean, {max(days):.0f} % on the busiest of"
        f" {len(days)} days: less than {least:g} % on every day"
    )
    evidence = (one.requests.told, *_risk(smaller))
    change = {} if smaller is None or smaller.size is None else dict(smaller.size)
    saving, fix = _saving(smaller), _fix(smaller)
    return Judged(UNDERUSED, one.resource, "waste", why, evidence, saving, fix, change)


def _fix(smaller: Recommendation | None) -> str:
    if smaller is None:
        return "take fewer PTUs or pay by the token: 'azgreen rightsize' tells what would do"
    if smaller.size is None:
        return f"pay by the token; fewer PTUs are not recommended ({smaller.why})"
    by_token = "".join(f"; or {note}" for note in smaller.notes)
    return f"take {smaller.size['ptu']} PTUs{by_token}"


def _risk(smaller: Recommendation | None) -> tuple[str, ...]:
    if smaller is None or smaller.risk is None:
        return ()
    then, budget = smaller.risk.then, smaller.risk.budget
    return (f"with fewer {then:.2%} of the requests would have been refused, of {budget:.2%}",)


def _saving(smaller: Recommendation | None) -> Month:
    if smaller is None or smaller.saving is None:
        return of_figures(dict.fromkeys(QUANTITIES, "how many less is not known"))
    now, then = smaller.saving.now, smaller.saving.then
    reasons = {**now.not_known, **then.not_known}
    return of_figures(
        {
            name: catalog.Spread.exactly(now.known[name].mid - then.known[name].mid)
            if name in now.known and name in then.known
            else reasons[name]
            for name in QUANTITIES
        }
    )

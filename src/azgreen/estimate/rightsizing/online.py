"""How many instances, or which autoscale setting, does an online deployment need?

Both the least constant number and the best setting are found on the weeks that were measured, and
replayed (`azgreen.estimate.scaling`). Autoscale is taken where it saves a tenth of the hours.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from azgreen.catalog import Spread, instance
from azgreen.catalog import region as region_named
from azgreen.errors import Fault, InputError
from azgreen.estimate.carbon import water_l
from azgreen.estimate.rightsizing.evidence import evidence
from azgreen.estimate.rightsizing.recommendation import (
    WORTH_SHARE,
    Month,
    Recommendation,
    Risk,
    Saving,
)
from azgreen.estimate.scaling import (
    LATE_BUDGET,
    Case,
    Load,
    autoscale,
    autoscaled,
    refined,
    static_least,
)
from azgreen.estimate.scaling.load import MINUTE_S, WEEK_S
from azgreen.estimate.scaling.policies import Static
from azgreen.estimate.scaling.search import LEARNED_BUDGET_SHARE
from azgreen.estimate.scaling.setting import Setting
from azgreen.estimate.sizing.gpu_footprint import energy_wh_per_hour, gco2e_per_hour
from azgreen.estimate.sizing.money import HOURS_PER_MONTH

if TYPE_CHECKING:
    from azgreen.estimate.rightsizing.evidence import Evidence
    from azgreen.estimate.rightsizing.samples import Samples
    from azgreen.estimate.scaling import Instance, Outcome

KIND: Final = "online deployment"

REFINED_BUDGET_SHARE: Final = 0.6
"""Of the budget that a setting is learned with: a search that goes on until nothing is left to save
ends at the edge of what it may, and the late share of one generated week was up to four times that
of another (`benchmarks/bench_rightsize.py`)."""

_NO_GPU: Final = "the power of machines without GPUs is not in the catalogue"


@dataclass(frozen=True, slots=True)
class OnlineUse:
    """An online deployment as it was used."""

    resource: str
    requests: Samples
    """Requests per minute, those that were refused included."""
    instance: Instance
    """What one instance serves and when a request is late."""
    machine: str
    region: str
    current: int | Setting
    """Instances, or the autoscale setting that is in force."""
    budget: float = LATE_BUDGET
    quick: bool = False
    """Choose among six settings and leave the unseen week out, in a fraction of the time."""
    least: int = 1
    """Fewest instances that are to be there at any time, whatever the load."""

    def __post_init__(self) -> None:
        faults = list[Fault]()
        if self.requests.step_s % MINUTE_S:
            reason = f"{self.requests.step_s} s is not usable; allowed: whole minutes"
            faults.append(Fault("requests.step_s", reason))
        if isinstance(self.current, int) and self.current < 1:
            faults.append(Fault("current", f"{self.current} is not usable; allowed: 1 or more"))
        if self.least < 1:
            faults.append(Fault("least", f"{self.least} is not usable; allowed: 1 or more"))
        if not 0 <= self.budget < 1:
            faults.append(Fault("budget", f"{self.budget!r} is not usable; allowed: 0 to below 1"))
        if faults:
            raise InputError(faults)


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to run the deployment, and what it would have done to the load."""

    way: int | Setting
    outcome: Outcome

    @property
    def size(self) -> dict[str, Any]:
        """What to write down."""
        return size_of(self.way)


def recommended(use: OnlineUse) -> Recommendation:
    """Return what to do with the deployment."""
    told = evidence(use.requests, "requests/min")
    if told.missing is not None:
        return _said(use, told, "more data", told.missing)
    if not any(use.requests.known):
        why = "no request was measured: whether it is needed is not for a size to say"
        return _said(use, told, "unknown", why)
    case = case_of(use)
    now, best = replayed(case, use.current), best_of(case, use.least, quick=use.quick)
    less = 1 - best.outcome.instance_hours / now.instance_hours
    if now.meets(use.budget) and less < WORTH_SHARE:
        why = (
            f"{now.late_share:.2%} late, and nothing that does takes {WORTH_SHARE:.0%} fewer hours"
        )
        kept = Risk(now.late_share, now.late_share, None, use.budget)
        return _said(use, told, "keep", why, risk=kept)
    apart = None if use.quick else unseen(case, use.least)
    risk = Risk(now.late_share, best.outcome.late_share, apart, use.budget)
    saving = Saving(month(use, now), month(use, best.outcome))
    why = f"{less:.0%} fewer instance hours at {best.outcome.late_share:.2%} late"
    if not now.meets(use.budget):
        why = f"{now.late_share:.2%} of the requests are late, the budget is {use.budget:.2%}"
    return _said(use, told, "change", why, size=best.size, saving=saving, risk=risk)


def case_of(use: OnlineUse) -> Case:
    """Return what is replayed: every minute from the first whole hour on, gaps filled."""
    filled = use.requests.from_hour().filled()
    wide = filled.step_s // MINUTE_S
    values = tuple(value or 0.0 for value in filled.values for _ in range(wide))
    nothing = (0.0,) * len(values)
    load = Load(filled.start, MINUTE_S, values, nothing, nothing)
    return Case(load, use.instance, late_budget=use.budget)


def best_of(case: Case, least: int = 1, *, quick: bool = False) -> Choice:
    """Return the way with the fewest instance hours that leaves part of the budget unused."""
    constant = constant_of(case, least)
    tight = replace(case, late_budget=case.late_budget * REFINED_BUDGET_SHARE)
    found = autoscale(tight, quick=True) if quick else refined(tight)
    careful = found.learned.meets(tight.late_budget * LEARNED_BUDGET_SHARE)
    worth = (1 - WORTH_SHARE) * constant.outcome.instance_hours
    if not careful or found.learned.instance_hours > worth:
        return constant
    if least == 1:
        return Choice(found.setting, found.learned)
    raised = _raised(found.setting, least)
    outcome = replayed(case, raised)
    return Choice(raised, outcome) if outcome.instance_hours <= worth else constant


def _raised(setting: Setting, least: int) -> Setting:
    """Return a setting that never goes below so many instances; more make nothing late."""
    return Setting(
        tuple(
            replace(
                profile,
                minimum=max(profile.minimum, least),
                default=max(profile.default, least),
                maximum=max(profile.maximum, least),
            )
            for profile in setting.profiles
        )
    )


def constant_of(case: Case, least: int = 1) -> Choice:
    """Return the least constant number of instances that keeps within half the budget.

    No load that is a tenth stronger is asked of it, as of a setting: a whole instance more would be
    a tenth too many (`benchmarks/bench_rightsize.py`), and the next look comes soon enough.
    """
    careful = replace(case, late_budget=case.late_budget * LEARNED_BUDGET_SHARE)
    count = max(least, static_least(careful).most_instances)
    return Choice(count, replayed(case, count))


def replayed(case: Case, way: int | Setting) -> Outcome:
    """Return what a way does to the load."""
    if isinstance(way, int):
        return case.run("static", Static(way))
    return autoscaled(case, way)


def unseen(case: Case, least: int = 1) -> float | None:
    """Return how late the last week would be, had the weeks before it been learned from."""
    last_s = case.load.seconds - WEEK_S
    if last_s < WEEK_S:
        return None
    before = replace(case, load=case.load.between(0, last_s))
    after = replace(case, load=case.load.between(last_s, case.load.seconds))
    return replayed(after, best_of(before, least).way).late_share


def size_of(way: int | Setting) -> dict[str, Any]:
    """Write a way down as plain values."""
    return {"autoscale": way.as_dict()} if isinstance(way, Setting) else {"instances": way}


def month(use: OnlineUse, outcome: Outcome) -> Month:
    """Return what the instances take in a month like the weeks that were measured."""
    machine, where = instance(use.machine), region_named(use.region)
    measured_h = outcome.run.step_s * len(outcome.run.paid) / 3600
    hours = HOURS_PER_MONTH * outcome.instance_hours / measured_h
    busy = min(1.0, outcome.utilisation)
    known, not_known = dict[str, Spread](), dict[str, str]()
    if machine.usd_per_h is None:
        not_known["usd"] = "no price of it is listed"
    else:
        known["usd"] = Spread.exactly(machine.usd_per_h * hours)
    if machine.gpu is None:
        return Month(known, {**not_known, "gco2e": _NO_GPU, "water_l": _NO_GPU})
    each = gco2e_per_hour(machine, 1, busy, where)
    if each is None:
        not_known["gco2e"] = "what making its GPU emitted is not known"
    else:
        known["gco2e"] = each * hours
    water = water_l(energy_wh_per_hour(machine, 1, busy) * hours, where.wue_l_per_kwh)
    if water is None:
        not_known["water_l"] = "no water use of the place is published"
    else:
        known["water_l"] = water
    return Month(known, not_known)


def _said(use: OnlineUse, told: Evidence, verdict: Any, why: str, **more: Any) -> Recommendation:
    return Recommendation(
        use.resource, KIND, verdict, why, size_of(use.current), told, notes=_notes(use), **more
    )


def _notes(use: OnlineUse) -> tuple[str, ...]:
    blunt = use.requests.step_s > MINUTE_S
    told = f"samples of {use.requests.step_s // MINUTE_S} minutes hide shorter peaks"
    return (f"weak: {told}; read them by the minute",) if blunt else ()

"""What would each policy have cost, and how many requests would have been late?"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from azgreen.errors import Fault, InputError
from azgreen.estimate.scaling.fleet import decisions, simulate
from azgreen.estimate.scaling.load import MINUTE_S
from azgreen.estimate.scaling.policies import (
    Autoscale,
    Scheduled,
    Static,
    cheapest_cover,
    minute_counts,
    minute_rates,
    peak_count,
)
from azgreen.estimate.scaling.power import Power

if TYPE_CHECKING:
    from collections.abc import Callable

    from azgreen.catalog import Spread
    from azgreen.estimate.scaling.fleet import Policy, Run
    from azgreen.estimate.scaling.load import Load
    from azgreen.estimate.scaling.serving import Instance
    from azgreen.estimate.scaling.setting import Setting

LATE_BUDGET = 0.01
"""Share of requests that may take longer than the latency target."""

_HALVINGS = 12
_MOST_SHARE = 3.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one policy did to one load."""

    policy: str
    requests: float
    late_requests: float
    instance_hours: float
    gpu_hours: float
    least_instances: int
    most_instances: int
    utilisation: float
    """Work done over what the paid instances could have done."""
    mean_wait_s: float
    max_wait_s: float
    unserved: float
    """Work still waiting at the end, in requests of the mean size."""
    energy_kwh: Spread
    gco2e: Spread
    run: Run = field(repr=False, compare=False)

    @property
    def late_share(self) -> float:
        """Share of requests over the latency target."""
        return self.late_requests / self.requests

    def meets(self, budget: float) -> bool:
        """Whether no more than `budget` of the requests are late."""
        return self.late_share <= budget

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys."""
        return {
            "policy": self.policy,
            "requests": round(self.requests),
            "late_share": self.late_share,
            "instance_hours": self.instance_hours,
            "gpu_hours": self.gpu_hours,
            "least_instances": self.least_instances,
            "most_instances": self.most_instances,
            "utilisation": self.utilisation,
            "mean_wait_s": self.mean_wait_s,
            "max_wait_s": self.max_wait_s,
            "unserved_requests": self.unserved,
            "energy_kwh": self.energy_kwh.as_dict(),
            "gco2e": self.gco2e.as_dict(),
        }


@dataclass(frozen=True, slots=True)
class Case:
    """What a replay needs beside the policy."""

    load: Load
    instance: Instance
    input_token_weight: float | None = None
    """Work of an input token over an output token's; None: each request counts as one."""
    power: Power = field(default_factory=Power)
    late_budget: float = LATE_BUDGET

    def __post_init__(self) -> None:
        if not 0 <= self.late_budget < 1:
            reason = f"{self.late_budget!r} is not usable; allowed: from 0 to below 1"
            raise InputError([Fault("late_budget", reason)])

    @property
    def work(self) -> tuple[float, ...]:
        """Work of each step, in requests of the mean size."""
        return self.load.work(self.input_token_weight)

    def run(
        self, name: str, policy: Policy, told: Callable[[float], None] | None = None
    ) -> Outcome:
        """Replay the load under `policy`."""
        return self.run_decided(name, decisions(self.load, policy), told)

    def run_decided(
        self, name: str, decided: tuple[int, ...], told: Callable[[float], None] | None = None
    ) -> Outcome:
        """Replay the load with the instances that a policy decides on (`fleet.decisions`)."""
        return _outcome(name, simulate(self.load, self.work, self.instance, decided, told), self)


def static_peak(case: Case) -> Outcome:
    """Replay the number of instances that serves the busiest minute."""
    return case.run("static peak", Static(peak_count(case.load, case.work, case.instance)))


def static_least(case: Case) -> Outcome:
    """Replay the least constant number that keeps within the late budget: known only afterwards."""
    count = peak_count(case.load, case.work, case.instance)
    best = case.run("static least", Static(count))
    while not best.meets(case.late_budget):
        count += 1
        best = case.run("static least", Static(count))
    while count > 1:
        count -= 1
        tried = case.run("static least", Static(count))
        if not tried.meets(case.late_budget):
            break
        best = tried
    return best


def autoscaled(
    case: Case, setting: Setting, told: Callable[[float], None] | None = None
) -> Outcome:
    """Replay an autoscale setting."""
    return case.run("autoscale", Autoscale(setting, case.load.start), told)


def oracle(case: Case) -> Outcome:
    """Replay the best schedule found by someone who knows the future but loads as slowly.

    Each minute gets the instances for a share of its work, loaded in time and for the least
    instance hours (`cheapest_cover`); the share is the smallest that keeps the requests within the
    late budget, so the oracle, too, lets requests wait and be late where that saves an instance.
    """
    rates = minute_rates(case.load, case.work)
    low, high, best = 0.0, 1.0, _covered(case, rates, 1.0)
    while not best.meets(case.late_budget) and high < _MOST_SHARE:
        low, high = high, high * 1.2
        best = _covered(case, rates, high)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        tried = _covered(case, rates, middle)
        if tried.meets(case.late_budget):
            high, best = middle, tried
        else:
            low = middle
    return best


def _covered(case: Case, rates: list[float], share: float) -> Outcome:
    needed = minute_counts(rates, case.instance, share)
    minutes = math.ceil(case.instance.load_time_s / MINUTE_S)
    return case.run("oracle", Scheduled(cheapest_cover(needed, minutes)))


def _outcome(name: str, run: Run, case: Case) -> Outcome:
    hours = run.step_s / 3600
    paid_hours = sum(run.paid) * hours
    full = paid_hours * 60 * case.instance.requests_per_minute
    done = math.fsum(run.served)
    requests = case.load.total_requests
    waited = zip(run.wait_s, case.load.requests, strict=True)
    energy, gco2e = case.power.of(paid_hours, done / full, case.instance.gpus)
    return Outcome(
        policy=name,
        requests=requests,
        late_requests=math.fsum(run.late),
        instance_hours=paid_hours,
        gpu_hours=paid_hours * case.instance.gpus,
        least_instances=min(run.paid),
        most_instances=max(run.paid),
        utilisation=done / full,
        mean_wait_s=math.fsum(wait * count for wait, count in waited) / requests,
        max_wait_s=max(run.wait_s),
        unserved=run.left,
        energy_kwh=energy,
        gco2e=gco2e,
        run=run,
    )

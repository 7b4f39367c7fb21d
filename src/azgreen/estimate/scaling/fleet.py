"""What happens to the requests when a policy sets the number of instances?

A fluid queue, step by step: what arrives is served up to the capacity of the instances that have
loaded, the rest waits and is served first in the next step. Requests within a step count as spread
evenly over it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from azgreen.estimate.scaling.load import MINUTE_S

if TYPE_CHECKING:
    from collections.abc import Callable

    from azgreen.estimate.scaling.load import Load
    from azgreen.estimate.scaling.serving import Instance

METRIC_DELAY_S = 60
"""From the end of a minute until its metric can be read; assumed."""

_ROUNDING_S = 1e-9
"""A latency over its target by less than this is not late."""


class Policy(Protocol):
    """Decides, once a minute, how many instances there are to be."""

    memory_minutes: int
    """How many minutes of the past it looks at."""

    def first(self) -> int:
        """Return the instances that serve when the replay begins."""
        ...

    def wanted(self, now_s: int, count: int, rates: list[float]) -> int:
        """Return the instances wanted `now_s` seconds after the start.

        `count` is how many there are, loading ones included; `rates` the requests of the last
        `memory_minutes` whole minutes that have been reported, oldest first. A policy sees nothing
        of the future.
        """
        ...


@dataclass(frozen=True, slots=True)
class Run:
    """What a replay did in each step; counts and seconds at the step's end."""

    step_s: int
    paid: tuple[int, ...]
    """Instances, loading ones included."""
    ready: tuple[int, ...]
    """Instances that serve."""
    served: tuple[float, ...]
    """Work done, in requests of the mean size."""
    late: tuple[float, ...]
    """Requests that arrived in this step and take longer than the target."""
    wait_s: tuple[float, ...]
    """How long a request that arrives now waits before it is worked on."""
    left: float
    """Work still waiting at the end."""


class _Fleet:
    """Instances, by the time from which they serve; the newest goes first."""

    def __init__(self, count: int, load_time_s: float) -> None:
        self.count = count
        self._ready_at = [-math.inf] * count
        self._load_time_s = load_time_s

    def set(self, count: int, now_s: int) -> None:
        more = count - self.count
        if more > 0:
            self._ready_at += [now_s + self._load_time_s] * more
        else:
            del self._ready_at[count:]
        self.count = count

    def ready(self, now_s: int) -> int:
        # in order of age, so that those which load stand at the end
        number = self.count
        while number and self._ready_at[number - 1] > now_s:
            number -= 1
        return number


def decisions(load: Load, policy: Policy) -> tuple[int, ...]:
    """Return the instances before the replay, then those that `policy` decides on each minute.

    A policy sees the requests and not the queue, so this is known before anything is replayed. It
    sees those of whole minutes as Azure Monitor hands them out: late, and only the past.
    """
    count, memory = policy.first(), policy.memory_minutes
    decided = [count]
    rates = list(load.by_minute().requests[: load.seconds // MINUTE_S])
    for now_s in range(0, load.seconds, MINUTE_S):
        known = max(0, (now_s - METRIC_DELAY_S) // MINUTE_S)
        count = policy.wanted(now_s, count, rates[max(0, known - memory) : known])
        decided.append(count)
    return tuple(decided)


def simulate(
    load: Load,
    work: tuple[float, ...],
    instance: Instance,
    decided: tuple[int, ...],
    told: Callable[[float], None] | None = None,
) -> Run:
    """Replay `load` with the instances `decided`; `told` hears now and then what share is done."""
    fleet, queue = _Fleet(decided[0], instance.load_time_s), _Queue(instance, load.step_s)
    minute_steps = MINUTE_S // load.step_s
    rows = list[tuple[int, int, float, float, float]]()
    for step, (arriving, requests) in enumerate(zip(work, load.requests, strict=True)):
        now_s = step * load.step_s
        if step % minute_steps == 0:
            fleet.set(decided[1 + step // minute_steps], now_s)
            if told is not None and step % (minute_steps * 1440) == 0:
                told(step / load.steps)
        ready = fleet.ready(now_s)
        served, late, wait_s = queue.step(arriving, ready)
        rows.append((fleet.count, ready, served, late * requests, wait_s))
    paid, ready_, served_, late_, waits = zip(*rows, strict=True)
    return Run(load.step_s, paid, ready_, served_, late_, waits, queue.left)


class _Queue:
    """Work that waits, in requests of the mean size."""

    def __init__(self, instance: Instance, step_s: int) -> None:
        self.left = 0.0
        self._instance, self._step_s = instance, step_s
        self._rate = instance.requests_per_second
        self._in_time = instance.usable_share * self._rate * step_s

    def step(self, arriving: float, ready: int) -> tuple[float, float, float]:
        """Return the work done, the share that is late and the last one's wait."""
        if not self.left and arriving <= ready * self._in_time:  # what most steps are
            return arriving, 0.0, 0.0
        rate = ready * self._rate
        able, before, waiting = rate * self._step_s, self.left, self.left + arriving
        served = min(waiting, able)
        self.left = waiting - served
        spare_s = self._instance.latency_target_s - self._instance.latency_s(served / able)
        if not waiting > able and not before:  # nobody waits
            return served, 0.0 if spare_s >= -_ROUNDING_S else 1.0, 0.0
        first_s, last_s = before / rate, self.left / rate
        return served, _share_above(first_s, last_s, spare_s), last_s


def _share_above(first: float, last: float, limit: float) -> float:
    """Return which share of a straight line from `first` to `last` lies above `limit`."""
    low, high = min(first, last), max(first, last)
    if high <= limit + _ROUNDING_S:
        return 0.0
    return 1.0 if low >= limit else (high - limit) / (high - low)

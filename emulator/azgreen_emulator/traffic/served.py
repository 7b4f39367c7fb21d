"""What becomes of a load on an online deployment: instances, how busy they are, what is refused?

How many instances there are is `azgreen.estimate.scaling`'s own replay of Azure's autoscale. Each
minute they serve what they can. No more than twice what they work on at once is let in, the rest
is refused with 429 (azure-ai-docs, `how-to-troubleshoot-online-endpoints`): so a request that has
to wait waits for one full batch, and takes twice the latency of one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from azgreen import catalog
from azgreen.errors import AzgreenError, EstimateError, Fault, InputError
from azgreen.estimate.scaling import Case, Instance, Load, setting_in_azure
from azgreen.estimate.scaling.policies import Autoscale, Static
from azgreen.estimate.sizing.gpu import size_gpu
from azgreen.estimate.sizing.gpu_need import GpuNeed
from azgreen.estimate.sizing.serving import instance_of, limited_to

if TYPE_CHECKING:
    from azgreen.estimate.scaling.fleet import Policy
    from azgreen_emulator.arm.records import Body
    from azgreen_emulator.traffic.placed import Placed

_NO_TARGET_MS: Final = 1e6
"""Between two tokens: an engine fills its batch whatever the latency."""

_LET_IN: Final = 2
"""Requests in parallel, over those that all instances work on at once."""


@dataclass(frozen=True)
class Served:
    """Minute by minute from the start of the load, as far as it was asked for."""

    paid: tuple[int, ...]
    ready: tuple[int, ...]
    busy: tuple[float, ...]
    """Share of the ready instances' full rate."""
    refused_share: tuple[float, ...]
    latency_s: tuple[float, ...]
    in_flight: tuple[float, ...]
    """Requests that have been let in at once, in the mean (Little's law)."""


def served(placed: Placed, minutes: int) -> Served:
    """Replay the first `minutes` of a load.

    Raises:
        AzgreenError: nothing tells how fast an instance is.
    """
    rows = Served((), (), (), (), (), ())
    count: int | None = None
    for first, last, size in placed.stretches():
        until = min(last, minutes)
        if first >= until:
            break
        part = placed.load.between(60 * first, 60 * until)
        done = _stretch(part, json.dumps([size, placed.facts], sort_keys=True), count)
        rows = Served(*(left + right for left, right in _pairs(rows, done)))
        count = done.paid[-1]
    return rows


def instance(size: Body, load: Load, facts: Body) -> Instance:
    """Return what one instance serves: as the facts say, else by the model and the machine.

    Raises:
        AzgreenError: neither tells; says what to give.
    """
    given: Any = facts.get("instance")
    if given is not None:
        return _given(given)
    model = catalog.model_in_registry(size["model"])
    if model is None:
        raise EstimateError(f"{size['model']!r} is not known; give the load 'facts.instance'")
    need = GpuNeed(
        model.name,
        load.mean_input_tokens,
        load.mean_output_tokens,
        _NO_TARGET_MS,
        requests_per_second=1e-3,
        max_batch=size["at_once"],
        region=size["region"],
    )
    own = limited_to(size_gpu(need, date.min), size["machine"])
    if own is None:
        reason = f"{size['machine']} does not hold {model.name}"
        raise EstimateError(f"{reason}; give the load 'facts.instance'")
    return instance_of(own, load_s=facts.get("load_time_s"))


def _given(given: Any) -> Instance:
    try:
        return Instance(**given)
    except TypeError as error:
        fields = ", ".join(Instance.__dataclass_fields__)
        reason = f"{given!r} is not usable; allowed: an object of {fields}"
        raise InputError([Fault("facts.instance", reason)]) from error


@lru_cache(maxsize=32)
def _stretch(load: Load, sized: str, before: int | None) -> Served:
    size, facts = json.loads(sized)
    each = instance(size, load, facts)
    run = Case(load, each).run("replayed", _Resumed(policy(size, load), before)).run
    rows = [
        _minute(requests, ready, each)
        for requests, ready in zip(load.requests, run.ready, strict=True)
    ]
    busy, refused, latency, in_flight = zip(*rows, strict=True)
    return Served(run.paid, run.ready, busy, refused, latency, in_flight)


def _minute(requests: float, ready: int, each: Instance) -> tuple[float, float, float, float]:
    able = ready * each.requests_per_minute
    done = min(requests, able)
    busy = done / able if able else 0.0
    latency_s = each.latency_s(busy) * (_LET_IN if requests > able else 1)
    refused = 1 - done / requests if requests else 0.0
    return busy, refused, latency_s, done / 60 * latency_s


def policy(size: Body, load: Load) -> Policy:
    """Return what sets the number of instances: an autoscale setting, or whoever deployed."""
    profiles = size["profiles"]
    if not profiles:
        return Static(size["capacity"])
    try:
        return Autoscale(setting_in_azure(profiles, "autoscale"), load.start)
    except AzgreenError:
        # it scales by what the replay cannot follow; Azure's default holds where no metric is read
        return Static(int(profiles[0]["capacity"]["default"]))


class _Resumed:
    """A policy that takes over a fleet, whose new instances have to load first."""

    def __init__(self, inner: Policy, before: int | None) -> None:
        self._inner, self._before = inner, before
        self.memory_minutes = inner.memory_minutes

    def first(self) -> int:
        return self._inner.first() if self._before is None else self._before

    def wanted(self, now_s: int, count: int, rates: list[float]) -> int:
        return self._inner.wanted(now_s, count, rates)


def _pairs(left: Served, right: Served) -> list[tuple[Any, Any]]:
    return [(getattr(left, name), getattr(right, name)) for name in Served.__dataclass_fields__]

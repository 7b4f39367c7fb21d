"""What would weeks of traffic with a daily cycle look like?

    rate(t) = mean x day(t) x weekend(t) x noise(t) x burst(t)

day: a cosine with its peak at `peak_hour`, between 1 - swing and 1 + swing; weekend: a factor on
Saturday and Sunday; noise: an autoregressive process of order one, per minute; burst: sudden rises
at random minutes, which grow within minutes and fade over `burst_minutes`. Each step's requests
are drawn around the rate (a normal law of the Poisson's variance), its tokens around their means.

Shape after published production traces: a peak of twice to three times the mean (ServeGen's
language models, 14 days), quieter weekends (Azure LLM 2024 week, DynamoLLM). Where the mean of
each hour is known, it takes the place of mean x day x weekend (`from_hours`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING

from azgreen.errors import Fault, InputError
from azgreen.estimate.scaling.load import MINUTE_S, Load

if TYPE_CHECKING:
    from collections.abc import Sequence

_WEEKEND = (5, 6)
_DAY_MINUTES = 24 * 60
_WEEK_MINUTES = 7 * _DAY_MINUTES
_HOURS = (24, 168)  # of a day and of a week


@dataclass(frozen=True, slots=True)
class WeekShape:
    """Parameters of the generator; the tokens are those of the Azure conversation trace 2023."""

    requests_per_minute: float = 6000.0
    """Mean of a weekday."""
    swing: float = 0.7
    """The day goes from 1 - swing to 1 + swing of the mean."""
    peak_hour: float = 14.0
    weekend: float = 0.6
    """Weekend traffic over a weekday's."""
    noise: float = 0.05
    """Standard deviation of the noise."""
    noise_memory: float = 0.9
    """How much of a minute's noise is left in the next."""
    bursts_per_day: float = 1.5
    burst_height: float = 0.4
    """A burst adds this share at most; each half of it to all of it."""
    burst_rise_minutes: float = 5.0
    burst_minutes: float = 20.0
    input_tokens: float = 1155.0
    output_tokens: float = 211.0
    token_spread: float = 0.8
    """Standard deviation over mean of one request's tokens, which a step's mean evens out."""


DEFAULT_SHAPE = WeekShape()
_MONDAY = datetime(2026, 1, 5, tzinfo=UTC)


def weeks(
    shape: WeekShape = DEFAULT_SHAPE, count: int = 2, seed: int = 1, step_s: int = 60
) -> Load:
    """Generate `count` weeks from a Monday on; the same seed gives the same load."""
    means = [_mean(shape, minute) for minute in range(count * _WEEK_MINUTES)]
    return _drawn(shape, means, seed, step_s)


def from_hours(
    requests_per_second: Sequence[float],
    input_tokens: float,
    output_tokens: float,
    shape: WeekShape = DEFAULT_SHAPE,
    seed: int = 1,
) -> Load:
    """Generate a week whose hours have these means, with the noise and the bursts of `shape`.

    Args:
        requests_per_second: One mean for each hour of a day, or of a week from Monday 00:00 on.
        input_tokens: Mean of a request.
        output_tokens: Mean of a request.
        shape: Noise and bursts; its own cycle and tokens are not used.
        seed: The same seed gives the same load.

    Raises:
        InputError: there are neither 24 nor 168 means, or one cannot be used.
    """
    hours = week_of_hours("requests_per_second", requests_per_second)
    means = [60 * hours[minute // 60] for minute in range(_WEEK_MINUTES)]
    sizes = replace(shape, input_tokens=input_tokens, output_tokens=output_tokens)
    return _drawn(sizes, means, seed, MINUTE_S)


def cycle(shape: WeekShape = DEFAULT_SHAPE) -> tuple[float, ...]:
    """Return the mean of each hour of the week, from Monday 00:00 on, over the busiest hour's."""
    hours = [
        math.fsum(_mean(shape, minute) for minute in range(first, first + 60))
        for first in range(0, _WEEK_MINUTES, 60)
    ]
    return tuple(hour / max(hours) for hour in hours)


def week_of_hours(name: str, values: Sequence[float]) -> tuple[float, ...]:
    """Return a value for each hour of a week; a day's 24 values are repeated.

    Raises:
        InputError: there are neither 24 nor 168 values, or one is no finite number of at least 0.
    """
    faults = list[Fault]()
    if len(values) not in _HOURS:
        faults.append(Fault(name, f"{len(values)} values; allowed: 24 for a day, 168 for a week"))
    faults += [
        Fault(f"{name}[{index}]", f"{value!r} is not usable; allowed: a finite number from 0 on")
        for index, value in enumerate(values)
        if not (math.isfinite(value) and value >= 0)
    ]
    if faults:
        raise InputError(faults)
    return tuple(values) * (_HOURS[1] // len(values))


def _mean(shape: WeekShape, minute: int) -> float:
    day, of_day = divmod(minute, _DAY_MINUTES)
    angle = 2 * math.pi * (of_day / 60 - shape.peak_hour) / 24
    level = shape.weekend if day % 7 in _WEEKEND else 1.0
    return shape.requests_per_minute * level * (1 + shape.swing * math.cos(angle))


def _drawn(shape: WeekShape, means: Sequence[float], seed: int, step_s: int) -> Load:
    """Draw a load around the mean requests of each minute."""
    random = Random(seed)  # noqa: S311 - traffic, not secrets
    rates = _rates(shape, means, random)
    steps = MINUTE_S // step_s
    rows = [_step(shape, rate / steps, random) for rate in rates for _ in range(steps)]
    requests, read, written = zip(*rows, strict=True)
    return Load(_MONDAY, step_s, requests, read, written)


def _rates(shape: WeekShape, means: Sequence[float], random: Random) -> list[float]:
    bursts = _bursts(shape, len(means), random)
    noise, fresh = 0.0, shape.noise * math.sqrt(1 - shape.noise_memory**2)
    rates = list[float]()
    for mean, burst in zip(means, bursts, strict=True):
        noise = shape.noise_memory * noise + random.gauss(0, fresh)
        rates.append(max(0.0, mean * (1 + noise) * (1 + burst)))
    return rates


def _bursts(shape: WeekShape, minutes: int, random: Random) -> list[float]:
    added = [0.0] * minutes
    for start in range(minutes):
        if random.random() >= shape.bursts_per_day / _DAY_MINUTES:
            continue
        height = shape.burst_height * random.uniform(0.5, 1)
        for minute in range(start, min(minutes, start + 4 * round(shape.burst_minutes))):
            age = minute - start
            rise = min(1.0, age / shape.burst_rise_minutes)
            fade = math.exp(-max(0.0, age - shape.burst_rise_minutes) / shape.burst_minutes)
            added[minute] = max(added[minute], height * rise * fade)
    return added


def _step(shape: WeekShape, expected: float, random: Random) -> tuple[float, float, float]:
    requests = max(0, round(random.gauss(expected, math.sqrt(expected))))
    spread = shape.token_spread / math.sqrt(max(1, requests))
    read = max(0.0, shape.input_tokens * requests * (1 + random.gauss(0, spread)))
    written = max(0.0, shape.output_tokens * requests * (1 + random.gauss(0, spread)))
    return float(requests), float(round(read)), float(round(written))

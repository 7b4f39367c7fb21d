"""How much work arrives when?"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from azgreen.errors import Fault, InputError

MINUTE_S = 60
WEEK_S = 7 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Load:
    """Requests and tokens in equal steps of time, from `start` on; empty steps are 0."""

    start: datetime
    step_s: int
    requests: tuple[float, ...]
    input_tokens: tuple[float, ...]
    output_tokens: tuple[float, ...]

    def __post_init__(self) -> None:
        faults = list[Fault]()
        if self.step_s < 1 or MINUTE_S % self.step_s:
            allowed = "allowed: whole seconds that divide a minute"
            faults.append(Fault("load.step_s", f"{self.step_s!r} is not usable; {allowed}"))
        if not len(self.requests) == len(self.input_tokens) == len(self.output_tokens):
            faults.append(Fault("load", "requests and tokens differ in length; give one per step"))
        if not math.fsum(self.requests) > 0:
            faults.append(Fault("load", "there is no request; allowed: one or more"))
        if faults:
            raise InputError(faults)

    @property
    def steps(self) -> int:
        """Number of steps."""
        return len(self.requests)

    @property
    def seconds(self) -> int:
        """Length of time."""
        return self.steps * self.step_s

    @property
    def hours(self) -> float:
        """Length of time."""
        return self.seconds / 3600

    @property
    def total_requests(self) -> float:
        """All requests."""
        return math.fsum(self.requests)

    @property
    def mean_input_tokens(self) -> float:
        """Input tokens of the mean request."""
        return math.fsum(self.input_tokens) / self.total_requests

    @property
    def mean_output_tokens(self) -> float:
        """Output tokens of the mean request."""
        return math.fsum(self.output_tokens) / self.total_requests

    def times(self, factor: float) -> Load:
        """Return the same pattern with `factor` times the requests."""
        if not (math.isfinite(factor) and factor > 0):
            reason = f"{factor!r} is not usable; allowed: a finite number above 0"
            raise InputError([Fault("rate", reason)])
        return replace(
            self,
            requests=tuple(value * factor for value in self.requests),
            input_tokens=tuple(value * factor for value in self.input_tokens),
            output_tokens=tuple(value * factor for value in self.output_tokens),
        )

    def between(self, first_s: int, last_s: int) -> Load:
        """Return the steps from `first_s` seconds after the start to before `last_s`."""
        first, last = first_s // self.step_s, last_s // self.step_s
        return replace(
            self,
            start=self.start + timedelta(seconds=first * self.step_s),
            requests=self.requests[first:last],
            input_tokens=self.input_tokens[first:last],
            output_tokens=self.output_tokens[first:last],
        )

    def by_minute(self) -> Load:
        """Return the same load in steps of a minute; the last one may be cut short."""
        if self.step_s == MINUTE_S:
            return self
        return replace(
            self,
            step_s=MINUTE_S,
            requests=self._summed(self.requests),
            input_tokens=self._summed(self.input_tokens),
            output_tokens=self._summed(self.output_tokens),
        )

    def _summed(self, values: tuple[float, ...]) -> tuple[float, ...]:
        width = MINUTE_S // self.step_s
        return tuple(
            math.fsum(values[first : first + width]) for first in range(0, len(values), width)
        )

    def work(self, input_token_weight: float | None) -> tuple[float, ...]:
        """Return each step's work, in requests of the mean size.

        A request counts as (weight x input + output tokens) over the mean of the same; with None
        every request counts as one.
        """
        if input_token_weight is None:
            return self.requests
        mean = input_token_weight * self.mean_input_tokens + self.mean_output_tokens
        pairs = zip(self.input_tokens, self.output_tokens, strict=True)
        return tuple((input_token_weight * read + written) / mean for read, written in pairs)

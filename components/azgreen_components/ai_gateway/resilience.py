"""When is a backend left alone, and how often is a request sent again?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from azgreen_components._inputs import Faults, at, check_keys, mapping, whole_number
from azgreen_components.ai_gateway.args import CircuitBreakerArgs, RetryArgs

DEFAULT_FAILURES: Final = 3
DEFAULT_WINDOW_MINUTES: Final = 5
DEFAULT_TRIP_MINUTES: Final = 1
"""Failures, window and trip: Azure-Samples/AI-Gateway, labs/semantic-caching/main.bicep."""

DEFAULT_WAIT_S: Final = 1
"""Our own judgement: the first try at another backend is at once, and this is for those after."""

MOST_RETRIES: Final = 50
"""azure-docs, api-management/retry-policy."""

MOST_MINUTES: Final = 24 * 60
"""Our own judgement: longer, and a backend that is well again gets nothing for a day."""

FAILURE_CODES: Final = ((429, 429), (500, 599))
"""Status codes, from and to, that another backend or moment may do without."""


@dataclass(frozen=True)
class CircuitBreaker:
    """When a backend is left alone, and for how long where it names no Retry-After."""

    failures: int
    window_minutes: int
    trip_minutes: int


@dataclass(frozen=True)
class Retry:
    """How often a request is sent again."""

    count: int
    wait_s: int
    at_once: bool
    """Whether the first further try waits for nothing: there is another backend."""


def read_breaker(faults: Faults, given: object) -> CircuitBreaker:
    """Return the circuit breaker, every default filled in, and note what cannot be."""
    fields = {} if given is None else mapping(faults, "circuitBreaker", given) or {}
    check_keys(faults, "circuitBreaker", fields, CircuitBreakerArgs)
    return CircuitBreaker(
        _number(faults, "circuitBreaker", fields, "failures", DEFAULT_FAILURES),
        _number(faults, "circuitBreaker", fields, "window_minutes", DEFAULT_WINDOW_MINUTES),
        _number(faults, "circuitBreaker", fields, "trip_minutes", DEFAULT_TRIP_MINUTES),
    )


def read_retry(faults: Faults, given: object, backends: int) -> Retry:
    """Return how often to send again, by how many backends there are, and note what cannot be."""
    fields = {} if given is None else mapping(faults, "retry", given) or {}
    check_keys(faults, "retry", fields, RetryArgs)
    fitting = min(max(1, backends - 1), MOST_RETRIES)
    return Retry(
        _number(faults, "retry", fields, "count", fitting),
        _number(faults, "retry", fields, "wait_s", DEFAULT_WAIT_S),
        at_once=backends > 1,
    )


_UNITS: Final = {
    "failures": ("failures", 10_000),
    "window_minutes": ("minutes", MOST_MINUTES),
    "trip_minutes": ("minutes", MOST_MINUTES),
    "count": ("tries", MOST_RETRIES),
    "wait_s": ("seconds", 240),
}
"""Unit and greatest value; API Management gives a request up after 240 s (forward-request)."""


def _number(faults: Faults, path: str, fields: Mapping[str, object], key: str, default: int) -> int:
    if fields.get(key) is None:
        return default
    unit, most = _UNITS[key]
    value = whole_number(faults, at(path, key), fields[key], unit)
    if value is not None and value > most:
        faults.add(at(path, key), f"{value} is too many; write 1 to {most} {unit}")
    return value or default


def iso_minutes(minutes: int) -> str:
    """Write minutes as Azure writes a duration: PT1M, PT1H30M, P1D.

    Azure answers in the largest units, and any other writing would look like a change.
    """
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    date = f"{days}D" if days else ""
    time = (f"{hours}H" if hours else "") + (f"{left}M" if left else "")
    return f"P{date}" + (f"T{time}" if time else "")

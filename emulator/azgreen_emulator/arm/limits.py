"""How many requests may a caller send, and when may they send the next one?

The Resource Manager fills a bucket of tokens for each subscription, caller and kind of operation,
and one for what names no subscription; every request takes a token (azure-docs,
`request-limits-and-throttling`, 2024: reads 250 and 25 a second, writes and deletes 200 and 10).
Batches of metrics go to another address and are not counted there. How many of them Azure takes is
published by Microsoft nowhere that we know; others quote 360,000 an hour, here 100 a second.
Nobody is held back until somebody asks for it by `POST /azgreen/limits`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from uuid import NAMESPACE_OID, uuid5

from azgreen.errors import Fault, InputError
from azgreen_emulator.arm.errors import ArmError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from azgreen_emulator.arm.records import Body

_BATCHES: Final = "batches"
_USUAL: Final = {
    "reads": (250, 25.0),
    "writes": (200, 10.0),
    "deletes": (200, 10.0),
    _BATCHES: (100, 100.0),
}
"""Size of a bucket, and what comes in a second."""

_BATCH: Final = "MetricsBatch_Batch"
_KINDS: Final = {"GET": "reads", "HEAD": "reads", "DELETE": "deletes"}
_MESSAGE: Final = (
    "Number of '{kind}' requests for {scope} actor '{actor}' exceeded. Please try again after"
    " '{wait_s}' seconds after additional tokens are available. Refer to"
    " https://aka.ms/arm-throttling for additional information."
)


@dataclass
class _Bucket:
    tokens: float
    filled_at_s: float


@dataclass
class Limits:
    """What each kind of operation may take, and what is left to whom."""

    held: dict[str, tuple[int, float]] = field(default_factory=dict[str, tuple[int, float]])
    """Empty while nobody is held back."""
    refused: int = 0
    """Requests since the limits were ordered."""
    _buckets: dict[tuple[str, str, str], _Bucket] = field(
        default_factory=dict[tuple[str, str, str], _Bucket]
    )

    def order(self, asked: Body) -> Body:
        """Hold callers back from now on: as Azure does, but for what is asked otherwise.

        Raises:
            InputError: everything that cannot be used.
        """
        if faults := [*_wrong(asked)]:
            raise InputError(faults)
        given = {kind: (int(own["size"]), float(own["per_second"])) for kind, own in asked.items()}
        self.held, self.refused = {**_USUAL, **given}, 0
        self._buckets.clear()
        return self.shown()

    def lift(self) -> Body:
        """Hold nobody back any longer."""
        self.held = {}
        return self.shown()

    def shown(self) -> Body:
        """Return what holds."""
        value = {
            kind: {"size": size, "per_second": rate} for kind, (size, rate) in self.held.items()
        }
        return {"value": value, "refused": self.refused}

    def take(
        self, operation: str, method: str, subscription: str, caller: str, now_s: float
    ) -> dict[str, str]:
        """Take a token; return the headers that tell what is left.

        Raises:
            ArmError: none is left, and when there is one again.
        """
        kind = _BATCHES if operation == _BATCH else _KINDS.get(method, "writes")
        if kind not in self.held:
            return {}
        size, rate = self.held[kind]
        bucket = self._buckets.setdefault((subscription, caller, kind), _Bucket(size, now_s))
        bucket.tokens = min(size, bucket.tokens + rate * max(0.0, now_s - bucket.filled_at_s))
        bucket.filled_at_s = now_s
        if bucket.tokens < 1:
            self.refused += 1
            raise _throttled(kind, subscription, caller, math.ceil((1 - bucket.tokens) / rate))
        bucket.tokens -= 1
        scope = "subscription" if subscription else "tenant"
        name = f"x-ms-ratelimit-remaining-{scope}-{kind}"
        return {} if kind == _BATCHES else {name: str(int(bucket.tokens))}


def _throttled(kind: str, subscription: str, caller: str, wait_s: int) -> ArmError:
    scope = f"subscription '{subscription}'" if subscription else "tenant"
    actor = uuid5(NAMESPACE_OID, caller)
    said = _MESSAGE.format(kind=kind.removesuffix("s"), scope=scope, actor=actor, wait_s=wait_s)
    code = "SubscriptionRequestsThrottled" if subscription else "TenantRequestsThrottled"
    return ArmError(429, code, said, headers={"Retry-After": str(wait_s)})


def _wrong(asked: Mapping[str, object]) -> Iterator[Fault]:
    allowed = "allowed: an object of size, 1 or more, and per_second, above 0"
    for kind, own in asked.items():
        if kind not in _USUAL:
            yield Fault(kind, f"is not known; allowed: {', '.join(_USUAL)}")
        elif not (isinstance(own, dict) and _is_usable(own)):  # pyright: ignore[reportUnknownArgumentType]
            yield Fault(kind, f"{own!r} is not usable; {allowed}")


def _is_usable(own: Mapping[str, object]) -> bool:
    size, rate = own.get("size"), own.get("per_second")
    numbers = all(isinstance(n, int | float) and not isinstance(n, bool) for n in (size, rate))
    return set(own) == {"size", "per_second"} and numbers and size >= 1 and rate > 0  # type: ignore[operator]  # pyright: ignore[reportOptionalOperand, reportOperatorIssue]

"""How much work does a deployment get?"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

from azgreen.errors import Fault, InputError

_ALLOWED = "a finite number above 0"


@dataclass(frozen=True, slots=True)
class Traffic:
    """The mean load: requests per second, and tokens per request in and out."""

    requests_per_second: float
    input_tokens: float
    output_tokens: float

    def __post_init__(self) -> None:
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        faults = [
            Fault(f"traffic.{name}", f"{value!r} is not usable; allowed: {_ALLOWED}")
            for name, value in given.items()
            if not (math.isfinite(value) and value > 0)
        ]
        if faults:
            raise InputError(faults)

    @property
    def tokens_per_minute(self) -> float:
        """Tokens per minute, input and output together: what Azure's quota counts."""
        return 60 * self.requests_per_second * (self.input_tokens + self.output_tokens)

"""What is a resource said to need? The declaration travels with it, as the tag `azgreen-need`.

A resource of Azure tells how large it is and never what for. With the need beside it, whoever reads
a preview, an export or Azure itself can tell whether the size fits, and what the use will emit.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, fields
from typing import Final, Self

from azgreen.errors import Fault, InputError, nearest
from azgreen.estimate.traffic import Traffic

NEED_TAG: Final = "azgreen-need"
_ALLOWED: Final = "a finite number above 0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What is declared; None is not declared. Written `requests-per-second=5.53 input-tokens=...`.

    A value takes up to six significant digits, so that a tag keeps within Azure's 256 characters.
    """

    requests_per_second: float | None = None
    """Mean requests per second."""
    input_tokens: float | None = None
    """Mean tokens of a request."""
    output_tokens: float | None = None
    """Mean tokens of an answer."""
    latency_ms: float | None = None
    """Slowest acceptable answer, ms."""
    repeated_share: float | None = None
    """Share of the requests whose answer a semantic cache could give again, up to 1."""
    entries: float | None = None
    """Entries of a cache that are alive at once."""
    documents: float | None = None
    """Documents of an index, chunks counted each."""
    dimensions: float | None = None
    """Numbers of a vector."""
    entry_bytes: float | None = None
    """Bytes of an entry or document beside its vector."""
    load_minutes: float | None = None
    """Minutes until a new instance answers its first request."""
    replicas: float | None = None
    """Fewest copies of an index that its SLA takes."""

    def __post_init__(self) -> None:
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        faults = [
            Fault(_written(name), f"{value!r} is not usable; allowed: {_ALLOWED}")
            for name, value in given.items()
            if value is not None and not (math.isfinite(value) and value > 0)
        ]
        if self.repeated_share is not None and self.repeated_share > 1:
            faults.append(Fault("repeated-share", f"{self.repeated_share!r} is above 1"))
        if faults:
            raise InputError(faults)

    @classmethod
    def of(cls, traffic: Traffic | None, **more: float | None) -> Self:
        """Declare the load of a model, where it is known, and what else is."""
        return cls(**({} if traffic is None else asdict(traffic)), **more)

    @property
    def traffic(self) -> Traffic | None:
        """The load of a model; None unless rate and tokens are all declared."""
        parts = (self.requests_per_second, self.input_tokens, self.output_tokens)
        known = [part for part in parts if part is not None]
        return Traffic(*known) if len(known) == len(parts) else None

    def text(self) -> str:
        """Return the value of the tag; empty where nothing is declared."""
        given = ((field.name, getattr(self, field.name)) for field in fields(self))
        known = ((name, value) for name, value in given if value is not None)
        return " ".join(f"{_written(name)}={value:g}" for name, value in known)

    @classmethod
    def read(cls, text: str) -> Self:
        """Read the value of a tag.

        Raises:
            InputError: every word that is not `key=number` with a known key, at once.
        """
        known = {_written(field.name): field.name for field in fields(cls)}
        values: dict[str, float] = {}
        faults: list[Fault] = []
        for word in text.split():
            key, _, value = word.partition("=")
            if key not in known:
                faults.append(Fault(NEED_TAG, f"unknown key {key!r}; {nearest(key, list(known))}"))
            elif (number := _number(value)) is None:
                faults.append(
                    Fault(NEED_TAG, f"{key} {value!r} is not usable; allowed: {_ALLOWED}")
                )
            elif known[key] in values:
                faults.append(Fault(NEED_TAG, f"{key} is there twice; take one out"))
            else:
                values[known[key]] = number
        if faults:
            raise InputError(faults)
        return cls(**values)


def _written(name: str) -> str:
    return name.replace("_", "-")


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and number > 0 else None

"""Which faults does azgreen report, and with what does each tell the reader?

The whole tree; every one of these ends the command line with exit code 2 and nothing written::

    AzgreenError
    ├── CatalogError
    │   ├── UnknownNameError     a region, model or SKU that the catalogue does not list
    │   └── DataFileError        a table of the catalogue that breaks its own form
    ├── EstimateError            a quantity that cannot be computed from what was given
    ├── InputError               what the user wrote: every fault of a file or command at once
    ├── StateError               a state file of another version, or one that cannot be read
    ├── SignInError              nobody is signed in to Azure, or not to this subscription
    └── EngineError              a deployment that could not go on
        ├── AzureError           what Azure (or the local Azure) answered
        ├── PolicyError          a mandatory policy was violated: nothing was written
        └── PreflightError       Azure would refuse the plan: nothing was written
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_NEAREST = 5


class AzgreenError(Exception):
    """Any fault that azgreen explains in its own words."""

    exit_code = 2


class CatalogError(AzgreenError):
    """The catalogue cannot answer."""


class UnknownNameError(CatalogError):
    """A name that the catalogue does not list."""

    def __init__(self, kind: str, name: str, allowed: Iterable[str]) -> None:
        self.kind, self.name, self.allowed = kind, name, tuple(allowed)
        super().__init__(f"unknown {kind} {name!r}; {nearest(name, self.allowed)}")


class DataFileError(CatalogError):
    """A data file of the catalogue breaks its form."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        self.file, self.line, self.reason = file, line, reason
        super().__init__(f"{file}:{line}: {reason}")


class EstimateError(AzgreenError):
    """A quantity cannot be computed from what was given."""


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that the user wrote and that cannot be used.

    `where` names the file and line, or the property path; `what` gives the value, what is allowed
    and the likely fix.
    """

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class InputError(AzgreenError):
    """Everything that is wrong with what the user wrote, at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


class StateError(AzgreenError):
    """A state file cannot be used."""


class SignInError(AzgreenError):
    """Azure does not know who asks, or does not show them the subscription."""


class EngineError(AzgreenError):
    """A deployment could not go on."""


class AzureError(EngineError):
    """Azure answered a request with an error."""

    def __init__(self, status: int, code: str, message: str) -> None:
        self.status, self.code, self.message = status, code, message
        super().__init__(f"{code} ({status}): {message}")


class PolicyError(EngineError):
    """A mandatory policy was violated, so nothing was written."""


class PreflightError(EngineError):
    """Azure would refuse the plan, so nothing was written."""


def gathered(*reads: Callable[[], Any]) -> list[Any]:
    """Return what each gives; where any finds faults, raise those of all at once.

    Raises:
        InputError: one or more do.
    """
    found, faults = list[Any](), list[Fault]()
    for read in reads:
        try:
            found.append(read())
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return found


def nearest(name: str, allowed: Sequence[str]) -> str:
    """Say which of `allowed` the writer of `name` may have meant, nearest first."""
    spelled = {item.lower(): item for item in allowed}
    begun = sorted(item for item in spelled if name and item.startswith(name.lower()))
    close = begun[:_NEAREST] or get_close_matches(name.lower(), list(spelled), n=1, cutoff=0.6)
    if close:
        return f"did you mean {' or '.join(repr(spelled[item]) for item in close)}?"
    shown = ", ".join(sorted(allowed)[:_NEAREST])
    more = len(allowed) - _NEAREST
    return f"allowed: {shown}" + (f" and {more} more" if more > 0 else "")

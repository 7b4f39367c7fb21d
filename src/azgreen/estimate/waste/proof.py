"""Which smaller model has `azgreen evaluate` shown to do, and when?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, cast

from azgreen.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

KEY: Final = "azgreen:evidence"
PROMOTE: Final = "promote"
"""The verdict of `azgreen evaluate` for a candidate that is no worse."""

MOST_DAYS: Final = 180
"""Age up to which a verdict counts. A judgement: prompts and models change within half a year."""

_NAMES: Final = ("baseline", "candidate", "verdict")
_DATE: Final = "decidedOn"


@dataclass(frozen=True, slots=True)
class Proof:
    """A verdict on a pair of models."""

    baseline: str
    candidate: str
    verdict: str
    decided_on: date

    def age_days(self, today: date) -> int:
        """Return how old it is."""
        return (today - self.decided_on).days


def newest(given: object) -> list[Proof]:
    """Return the last verdict of each pair of models, the oldest first.

    Args:
        given: What the stack's configuration has; None where it has nothing.

    Raises:
        InputError: everything that is wrong with it, at once.
    """
    if given is not None and not isinstance(given, list):
        raise InputError([Fault(KEY, "is no list; write it with 'azgreen evaluate --write'")])
    listed, faults = cast("Sequence[Any]", given or ()), list[Fault]()
    read = [_read(f"{KEY}[{at}]", each, faults) for at, each in enumerate(listed)]
    if faults:
        raise InputError(faults)
    found = sorted((each for each in read if each), key=lambda each: each.decided_on)
    return list({(each.baseline, each.candidate): each for each in found}.values())


def _read(where: str, item: object, faults: list[Fault]) -> Proof | None:
    given: Mapping[str, Any] = (
        cast("Mapping[str, Any]", item) if isinstance(item, Mapping) else dict[str, Any]()
    )
    missing = [name for name in _NAMES if not isinstance(given.get(name), str)]
    faults += (Fault(f"{where}.{name}", f"{given.get(name)!r} is no name") for name in missing)
    try:
        day = date.fromisoformat(str(given.get(_DATE)))
    except ValueError:
        faults.append(Fault(f"{where}.{_DATE}", f"{given.get(_DATE)!r} is no date"))
        return None
    if missing:
        return None
    return Proof(given["baseline"], given["candidate"], given["verdict"], day)

"""What does a change add or spare in a month, by resource and together?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from azgreen.estimate.inventory import QUANTITIES, Line, Total, total

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTHING: Final[Total] = total([])
"""A stack that is not there yet."""


@dataclass(frozen=True, slots=True)
class Row:
    """One resource before and after; None where it is not there."""

    name: str
    kind: str
    before: Line | None
    after: Line | None

    def delta(self, quantity: str) -> float | None:
        """Return the change of the middle value; None where one of the two is not known."""
        ends = [_mid(line, quantity) for line in (self.before, self.after)]
        return None if None in ends else (ends[1] or 0.0) - (ends[0] or 0.0)

    @property
    def changes(self) -> bool:
        """Whether anything that is counted changes, or what is known of it."""
        if self.before is None or self.after is None:
            return True
        return any(self.before.figure(key) != self.after.figure(key) for key in QUANTITIES) or (
            self.before.not_known != self.after.not_known
        )


@dataclass(frozen=True, slots=True)
class Change:
    """A stack before and after; figures are of a month."""

    before: Total
    after: Total

    def delta(self, quantity: str) -> float:
        """Return the change of the middle value of what is known."""
        ends = [getattr(each, quantity).mid for each in (self.before, self.after)]
        return float(ends[1] - ends[0])

    def share(self, quantity: str) -> float | None:
        """Return the change as a share of before; None where that was nothing."""
        before = float(getattr(self.before, quantity).mid)
        return self.delta(quantity) / before if before else None

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every resource of which anything is known, the largest change of carbon first."""
        old, new = _by_key(self.before), _by_key(self.after)
        keys = [*new, *(key for key in old if key not in new)]
        rows = [Row(key[1], key[0], old.get(key), new.get(key)) for key in keys]
        told = [row for row in rows if _counts(row.before) or _counts(row.after)]
        return tuple(sorted(told, key=_order))

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys, all of a month."""
        return {
            "before": self.before.as_dict(),
            "after": self.after.as_dict(),
            "delta": {key: self.delta(key) for key in QUANTITIES},
        }


def _by_key(stack: Total) -> Mapping[tuple[str, str], Line]:
    return {(line.kind, line.name): line for line in stack.lines}


def _mid(line: Line | None, quantity: str) -> float | None:
    if line is None:
        return 0.0
    found = line.figure(quantity)
    return None if found is None else found.mid


def _counts(line: Line | None) -> bool:
    return line is not None and any(_mid(line, quantity) for quantity in QUANTITIES)


def _order(row: Row) -> tuple[bool, float, float, str]:
    return (
        not row.changes,
        -abs(row.delta("gco2e") or 0.0),
        -abs(row.delta("usd") or 0.0),
        row.name,
    )

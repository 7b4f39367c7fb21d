"""What does a change add or spare in a month, by resource and together?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import fsum
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
    """A stack before and after; figures are of a month.

    A figure that is known at one end alone would read as growth or as saving: it is in no sum here,
    and `not_compared` names its resource.
    """

    before: Total
    after: Total

    def ends(self, quantity: str) -> tuple[float, float]:
        """Return the middle values before and after, of the resources known at both ends."""
        rows = [row for row in self._every_row() if row.delta(quantity) is not None]
        # fsum does not depend on the order, in which the two ends name their resources
        before = fsum(_mid(row.before, quantity) or 0.0 for row in rows)
        return before, fsum(_mid(row.after, quantity) or 0.0 for row in rows)

    def delta(self, quantity: str) -> float:
        """Return what is after less what was before."""
        before, after = self.ends(quantity)
        return after - before

    def share(self, quantity: str) -> float | None:
        """Return the change as a share of before; None where that was nothing."""
        before, after = self.ends(quantity)
        return (after - before) / before if before else None

    def not_compared(self, quantity: str) -> tuple[Row, ...]:
        """Return the resources that change, by how much is not known."""
        return tuple(
            row for row in self._every_row() if row.changes and row.delta(quantity) is None
        )

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every resource of which anything is known, the largest change of carbon first."""
        told = [row for row in self._every_row() if _counts(row.before) or _counts(row.after)]
        return tuple(sorted(told, key=_order))

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys, all of a month."""
        return {
            "before": self.before.as_dict(),
            "after": self.after.as_dict(),
            "delta": {key: self.delta(key) for key in QUANTITIES},
            "share": {key: self.share(key) for key in QUANTITIES},
            "not_compared": {
                key: [row.name for row in self.not_compared(key)] for key in QUANTITIES
            },
        }

    def _every_row(self) -> list[Row]:
        old, new = _by_key(self.before), _by_key(self.after)
        keys = [*new, *(key for key in old if key not in new)]
        return [Row(key[1], key[0], old.get(key), new.get(key)) for key in keys]


def _by_key(stack: Total) -> Mapping[tuple[str, str, int], Line]:
    """Return the lines by kind and name; two of the same, below two parents, by their order too."""
    seen: Counter[tuple[str, str]] = Counter()
    found: dict[tuple[str, str, int], Line] = {}
    for line in stack.lines:
        found[line.kind, line.name, seen[line.kind, line.name]] = line
        seen[line.kind, line.name] += 1
    return found


def _mid(line: Line | None, quantity: str) -> float | None:
    if line is None:
        return 0.0
    found = line.figure(quantity)
    return None if found is None else found.mid


def _counts(line: Line | None) -> bool:
    return line is not None and any(_mid(line, quantity) for quantity in QUANTITIES)


def _order(row: Row) -> tuple[bool, float, float, str, str]:
    return (
        not row.changes,
        -abs(row.delta("gco2e") or 0.0),
        -abs(row.delta("usd") or 0.0),
        row.name,
        row.kind,
    )

"""Which combinations of dimensions does a `$filter` choose, and which does it keep apart?

Grammar: REST reference of metrics: `A eq 'a1' and (B eq 'b1' or B eq 'b2') and C eq '*'`; `or`
joins values of one dimension only; `ne` and `sw` (starts with) as in azure-monitor-docs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from azgreen_emulator.services.monitor.metric_refusals import invalid

if TYPE_CHECKING:
    from collections.abc import Mapping

_CLAUSE: Final = re.compile(r"\(*\s*([\w./]+)\s+(eq|ne|sw)\s+'((?:[^']|'')*)'\s*\)*", re.IGNORECASE)
_AND: Final = re.compile(r"\s+and\s+(?=\(*\s*[\w./]+\s+(?:eq|ne|sw)\s+')", re.IGNORECASE)
_OR: Final = re.compile(r"\s+or\s+(?=\(*\s*[\w./]+\s+(?:eq|ne|sw)\s+')", re.IGNORECASE)
_EXPECTED: Final = "conditions like \"Name eq 'value'\" joined by and, values of one name by or"


@dataclass(frozen=True)
class Condition:
    """One dimension and what its value may be."""

    name: str
    operator: str
    values: tuple[str, ...]

    def holds(self, dimensions: Mapping[str, str]) -> bool:
        """Tell whether a combination of dimensions is chosen; names and values in any case."""
        low = {name.lower(): value.lower() for name, value in dimensions.items()}
        value = low.get(self.name.lower(), "")
        if self.operator == "ne":
            return value not in self.values
        if self.operator == "sw":
            return value.startswith(self.values)
        return "*" in self.values or value in self.values


def conditions(text: str) -> tuple[Condition, ...]:
    """Read a filter; empty for an empty one.

    Raises:
        MetricsRefusalError: it cannot be read, or joins different dimensions by `or`.
    """
    if not text.strip():
        return ()
    return tuple(_condition(part, text) for part in _AND.split(text.strip()))


def _condition(part: str, text: str) -> Condition:
    found = [_CLAUSE.fullmatch(item.strip()) for item in _OR.split(part)]
    matches = [match for match in found if match is not None]
    names = {match[1].lower() for match in matches}
    operators = {match[2].lower() for match in matches}
    if len(matches) < len(found) or len(names) != 1 or len(operators) != 1:
        raise invalid("filter", text, _EXPECTED)
    values = tuple(match[3].replace("''", "'").lower() for match in matches)
    return Condition(matches[0][1], operators.pop(), values)

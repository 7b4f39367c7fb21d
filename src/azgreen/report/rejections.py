"""Which regions are rejected, and why?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen.catalog import region
from azgreen.estimate.placement import ORDER
from azgreen.report._markup import tag
from azgreen.report._tables import table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from azgreen.estimate.placement import Decision


def rejections(decision: Decision) -> list[Element]:
    """Return every rejected region, by constraint, those with the same reason together."""
    count = len(decision.rejected)
    said = f"{count} regions are rejected; said is the first constraint that each breaks."
    parts = [tag("p", said)]
    for constraint in ORDER:
        reasons = _reasons(decision, constraint)
        if reasons:
            parts.append(_part(constraint, reasons))
    return parts


def _reasons(decision: Decision, constraint: str) -> dict[str, list[str]]:
    """Return the regions that break a constraint, by reason."""
    found: dict[str, list[str]] = {}
    for name, failure in decision.rejected.items():
        if failure.constraint == constraint:
            found.setdefault(failure.reason, []).append(region(name).display_name)
    return found


def _part(constraint: str, reasons: dict[str, list[str]]) -> Element:
    count = sum(map(len, reasons.values()))
    rows: Sequence[tuple[str, str]] = [
        (", ".join(names), reason)
        for reason, names in sorted(reasons.items(), key=lambda item: (-len(item[1]), item[0]))
    ]
    summary = tag("summary", tag("b", constraint), f": {count} {_regions(count)}")
    named = f"Rejected by {constraint}"
    return tag("details", summary, table(named, ("regions", "why"), rows))


def _regions(count: int) -> str:
    return "region" if count == 1 else "regions"

"""What is one figure that Azure reported, and which resource is it about?

Azure may report a child or what it is in; both are told by the resource at the top.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

SCOPES: Final = ("Scope1", "Scope2", "Scope3")
"""Of the Greenhouse Gas Protocol, seen from Microsoft."""

_PROVIDERS: Final = "/providers/"


@dataclass(frozen=True, slots=True)
class Reported:
    """What one resource emitted in one month by one scope."""

    resource: str
    """Its id."""
    month: date
    """Its first day."""
    scope: str
    kgco2e: float


def top_level(resource: str) -> str:
    """Return the id of a resource or of what it is in, lower case."""
    scope, found, rest = resource.lower().rpartition(_PROVIDERS)
    return f"{scope}{found}{'/'.join(rest.split('/')[:3])}"


def type_of(resource: str) -> str:
    """Return the type of the resource at the top: 'microsoft.search/searchservices'."""
    rest = top_level(resource).rpartition(_PROVIDERS)[2]
    return "/".join(rest.split("/")[:2])


def pending_months(last: date, today: date, *, running: bool = False) -> list[date]:
    """Return the first days of the months after `last` that are over today, the oldest first.

    Args:
        last: The newest month that Azure has reported.
        today: A month is over when the next one has begun.
        running: Whether the month that is not over comes as well.
    """
    found: list[date] = []
    month = _after(last)
    while (month if running else _after(month)) <= today:
        found.append(month)
        month = _after(month)
    return found


def _after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)

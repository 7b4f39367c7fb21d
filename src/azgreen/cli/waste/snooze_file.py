"""Which waste may stay for now, who answers for each, and until when?

`snoozes.yaml` in the project's folder holds them. A snooze is for a kind of waste at the resources
whose name fits a pattern, has an owner, a reason and an end; past it the waste counts again, and
one that excuses nothing is told, so that the list stays true.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from azgreen.errors import nearest
from azgreen.estimate.waste import KINDS
from azgreen.yaml_fields import read_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from azgreen.estimate.waste import Judged
    from azgreen.yaml_fields import Fields

FILE: Final = "snoozes.yaml"
KEY: Final = "snoozes"
MOST_DAYS: Final = 93
"""Longest life of a snooze: as long as Azure keeps metrics. After that nobody can look up any more
what it was made for, so who still needs it looks again."""

_TEXTS: Final = ("kind", "resource", "owner", "reason")
_REQUIRED: Final = (*_TEXTS, "created", "until")
_OPTIONAL: Final = ("stack",)


@dataclass(frozen=True, slots=True)
class Snooze:
    """One waste that stays for now."""

    kind: str
    """One of `KINDS`."""
    resource: str
    """Pattern of a name, `*` and `?` as in a shell."""
    owner: str
    reason: str
    created: date
    until: date
    """Last day on which it counts."""
    stacks: tuple[str, ...] = ("*",)
    """Patterns of the stacks that it is for."""

    def covers(self, found: Judged) -> bool:
        """Tell whether it is about this waste, ended or not."""
        return found.kind == self.kind and fnmatchcase(found.resource, self.resource)

    def counts(self, today: date) -> bool:
        """Tell whether it has not ended."""
        return today <= self.until

    @property
    def told(self) -> str:
        """Until when, by whom and why."""
        return f"until {self.until} by {self.owner}: {self.reason}"

    @property
    def of(self) -> str:
        """What it is about."""
        return f"{self.kind}:{self.resource}"


def read(project: Path, today: date) -> tuple[Snooze, ...]:
    """Read the snoozes of a project; none where it has no such file.

    Raises:
        InputError: every fault of the file at once.
    """
    file = project / FILE
    if not file.exists():
        return ()
    fields = read_fields(file)
    fields.known([KEY])
    seen = dict[tuple[str, str, tuple[str, ...]], int]()
    found = [_snooze(item, today, seen) for item in fields.items(KEY)]
    fields.raise_any()
    return tuple(each for each in found if each is not None)


def of_stack(snoozes: Sequence[Snooze], stack: str) -> tuple[Snooze, ...]:
    """Return the snoozes that are for a stack."""
    return tuple(each for each in snoozes if any(fnmatchcase(stack, name) for name in each.stacks))


def of_waste(snoozes: Sequence[Snooze], found: Judged, today: date) -> Snooze | None:
    """Return the snooze of a waste that ends last; None where none counts."""
    own = [each for each in snoozes if each.covers(found) and each.counts(today)]
    return max(own, key=lambda each: each.until, default=None)


def notes(snoozes: Sequence[Snooze], waste: Sequence[Judged], today: date) -> Iterator[str]:
    """Say which snoozes count no more, and which are about nothing that is waste now."""
    for each in snoozes:
        about = f"{FILE}: the snooze of {each.of}"
        if not any(each.covers(found) for found in waste):
            yield f"{about} is about nothing that is waste now; take it out"
        elif not each.counts(today):
            yield f"{about} ended on {each.until}; it counts no more (by {each.owner})"


def last_day(created: date) -> date:
    """Return the last day that a snooze made on a day may have."""
    return created + timedelta(days=MOST_DAYS)


def _snooze(
    item: Fields, today: date, seen: dict[tuple[str, str, tuple[str, ...]], int]
) -> Snooze | None:
    item.known(_REQUIRED, _OPTIONAL)
    stacks = tuple(name for name, _ in item.names("stack")) or ("*",)
    kind, resource, owner, reason = (item.text(key) for key in _TEXTS)
    created, until = item.day("created"), item.day("until")
    if kind is not None and kind not in KINDS:
        item.refuse("kind", f"unknown kind {kind!r}; {nearest(kind, KINDS)}")
    _check_days(item, created, until, today)
    if None in {kind, resource, owner, reason} or created is None or until is None:
        return None
    made = Snooze(str(kind), str(resource), str(owner), str(reason), created, until, stacks)
    key = (made.kind, made.resource, made.stacks)
    if key in seen:
        item.refuse("resource", f"{made.of} is in line {seen[key]} too; keep one")
    seen.setdefault(key, item.line("kind"))
    return made


def _check_days(item: Fields, created: date | None, until: date | None, today: date) -> None:
    if created is None:
        return
    if created > today:
        item.refuse("created", f"{created} is in the future; today is {today}")
    if until is None:
        return
    if until < created:
        item.refuse("until", f"{until} is before it was created, {created}")
    if until > last_day(created):
        item.refuse("until", f"{until} is too far; {last_day(created)} is the last day allowed")

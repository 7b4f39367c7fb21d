"""Which violations may stay for now, who answers for each, and until when?

`waivers.yaml` holds them. A waiver excuses a rule at resources whose name or URN fits a pattern.
It has an owner, a reason and an end, at most a year after it was made; past it the violation is
back and says so, and a waiver that excuses nothing is told, so that the list stays true.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from azgreen.errors import nearest
from azgreen.yaml_fields import Fields, read_fields

FILE: Final = "waivers.yaml"
MOST_DAYS: Final = 366
"""Longest life of a waiver: who still needs it then looks at it again."""

_TEXTS: Final = ("rule", "resource", "owner", "reason")
_REQUIRED: Final = (*_TEXTS, "created", "expires")
_OPTIONAL: Final = ("stack",)


_Key = tuple[str, str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Waiver:
    """One exception."""

    rule: str
    """Id of the rule, such as AZG-S001."""
    resource: str
    """Pattern of a name or URN, `*` and `?` as in a shell; `*` alone for the stack as a whole."""
    owner: str
    reason: str
    created: date
    expires: date
    """Last day on which it holds."""
    stacks: tuple[str, ...] = ("*",)
    """Patterns of the stacks that it is for."""

    def covers(self, ref: str, urn: str) -> bool:
        """Tell whether it is about this rule at this resource, expired or not."""
        names = (urn, urn.rpartition("::")[2])
        return ref == self.rule and any(fnmatchcase(name, self.resource) for name in names)

    def holds(self, today: date) -> bool:
        """Tell whether it is still in force."""
        return today <= self.expires

    @property
    def told(self) -> str:
        """Until when, by whom and why."""
        return f"until {self.expires.isoformat()} by {self.owner}: {self.reason}"


def of_stack(waivers: Sequence[Waiver], stack: str) -> tuple[Waiver, ...]:
    """Return the waivers that are for a stack."""
    return tuple(
        waiver for waiver in waivers if any(fnmatchcase(stack, each) for each in waiver.stacks)
    )


def waiver_of(waivers: Sequence[Waiver], ref: str, urn: str, today: date) -> Waiver | None:
    """Return the waiver of a violation: one in force, else the one that expired last, else none."""
    found = [waiver for waiver in waivers if waiver.covers(ref, urn)]
    return max(found, key=lambda waiver: (waiver.holds(today), waiver.expires), default=None)


def read(file: Path, rules: Mapping[str, str], today: date) -> tuple[Waiver, ...]:
    """Read the waivers of a file.

    Args:
        file: A YAML file with a list under `waivers`.
        rules: Id of each rule by its name; a waiver may name either.
        today: The date by which `created` may not be in the future.

    Raises:
        InputError: every fault of the file at once.
    """
    fields = read_fields(file)
    fields.known(["waivers"])
    seen: dict[_Key, int] = {}
    found = [_waiver(item, rules, today, seen) for item in fields.items("waivers")]
    fields.raise_any()
    return tuple(waiver for waiver in found if waiver is not None)


def _waiver(
    item: Fields, rules: Mapping[str, str], today: date, seen: dict[_Key, int]
) -> Waiver | None:
    item.known(_REQUIRED, _OPTIONAL)
    stacks = tuple(name for name, _ in item.names("stack")) or ("*",)
    rule, resource, owner, reason = (item.text(key) for key in _TEXTS)
    created, expires = item.day("created"), item.day("expires")
    if rule is not None and rule not in rules and rule not in rules.values():
        item.refuse("rule", f"unknown rule {rule!r}; {nearest(rule, [*rules, *rules.values()])}")
    if created is not None:
        _check_days(item, created, expires, today)
    if None in {rule, resource, owner, reason} or created is None or expires is None:
        return None
    given = str(resource), str(owner), str(reason), created, expires, stacks
    made = Waiver(rules.get(str(rule), str(rule)), *given)
    key = (made.rule, made.resource, made.stacks)
    if key in seen:
        item.refuse("resource", f"{made.rule} at {resource!r} is in line {seen[key]} too; keep one")
    seen.setdefault(key, item.line("rule"))
    return made


def _check_days(item: Fields, created: date, expires: date | None, today: date) -> None:
    if created > today:
        item.refuse("created", f"{created} is in the future; today is {today}")
    if expires is None:
        return
    if expires < created:
        item.refuse("expires", f"{expires} is before it was created, {created}")
    latest = created + timedelta(days=MOST_DAYS)
    if expires > latest:
        item.refuse("expires", f"{expires} is too far; {latest} is the last day allowed")

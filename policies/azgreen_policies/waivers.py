"""Which violations may stay for now, who answers for each, and until when?

`waivers.yaml` holds them. A waiver excuses a rule at resources whose name or URN fits a pattern.
It has an owner, a reason and an end, at most a year after it was made; past it the violation is
back and says so, and a waiver that excuses nothing is told, so that the list stays true.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final, cast

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from azgreen.errors import Fault, InputError, nearest

FILE: Final = "waivers.yaml"
MOST_DAYS: Final = 366
"""Longest life of a waiver: who still needs it then looks at it again."""

_REQUIRED: Final = ("rule", "resource", "owner", "reason", "created", "expires")
_DATES: Final = ("created", "expires")


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
    try:
        given = YAML(typ="safe", pure=True).load(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise InputError([Fault(str(file), f"cannot be read: {error}")]) from error
    listed: Any = cast("dict[str, Any]", given).get("waivers") if isinstance(given, dict) else None
    if not isinstance(listed, list) or len(cast("dict[str, Any]", given)) > 1:
        raise InputError([Fault(str(file), "must be a list under 'waivers' and nothing else")])
    faults: list[Fault] = []
    items = cast("list[Any]", listed)
    found = [
        _waiver(f"{file}: waivers[{index}]", item, rules, today, faults)
        for index, item in enumerate(items)
    ]
    faults += _repeated(file, found)
    if faults:
        raise InputError(faults)
    return tuple(waiver for waiver in found if waiver is not None)


def _waiver(
    where: str, given: Any, rules: Mapping[str, str], today: date, faults: list[Fault]
) -> Waiver | None:
    before = len(faults)
    if not isinstance(given, dict):
        faults.append(Fault(where, f"{given!r} is not an object; allowed: {', '.join(_REQUIRED)}"))
        return None
    item = cast("dict[str, Any]", given)
    faults += (
        Fault(f"{where}.{key}", f"unknown; {nearest(str(key), _REQUIRED)}")
        for key in item
        if key not in _REQUIRED
    )
    faults += (
        Fault(f"{where}.{key}", "missing; it has no default, so write it")
        for key in _REQUIRED
        if item.get(key) is None
    )
    faults += (
        Fault(f"{where}.{key}", f"{value!r} {_kind_of(key)}")
        for key, value in item.items()
        if key in _REQUIRED and not _is_sound(key, value)
    )
    if len(faults) == before:
        faults += _contradictions(where, item, rules, today)
    if len(faults) > before:
        return None
    return Waiver(**{**item, "rule": rules.get(item["rule"], item["rule"])})


def _is_sound(key: str, value: Any) -> bool:
    if value is None:
        return True  # told as missing
    if key in _DATES:
        return type(value) is date
    return isinstance(value, str) and bool(value.strip())


def _kind_of(key: str) -> str:
    return "is not a date; write 2026-12-31" if key in _DATES else "is not a text; write one"


def _contradictions(
    where: str, item: Mapping[str, Any], rules: Mapping[str, str], today: date
) -> Iterator[Fault]:
    rule, created, expires = item["rule"], item["created"], item["expires"]
    if rule not in rules and rule not in rules.values():
        known = nearest(rule, [*rules, *rules.values()])
        yield Fault(f"{where}.rule", f"unknown rule {rule!r}; {known}")
    if created > today:
        yield Fault(f"{where}.created", f"{created} is in the future; today is {today}")
    if expires < created:
        yield Fault(f"{where}.expires", f"{expires} is before it was created, {created}")
    latest = created + timedelta(days=MOST_DAYS)
    if expires > latest:
        yield Fault(f"{where}.expires", f"{expires} is too far; {latest} is the last day allowed")


def _repeated(file: Path, found: Collection[Waiver | None]) -> Iterator[Fault]:
    seen: dict[tuple[str, str], int] = {}
    for index, waiver in enumerate(found):
        if waiver is None:
            continue
        key = (waiver.rule, waiver.resource)
        if key in seen:
            what = f"{waiver.rule} at {waiver.resource!r} is waivers[{seen[key]}] too; keep one"
            yield Fault(f"{file}: waivers[{index}]", what)
        seen.setdefault(key, index)

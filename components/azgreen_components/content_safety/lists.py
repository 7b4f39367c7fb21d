"""Which terms are blocked, and would Azure take them?"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, cast

from azgreen_components._inputs import Faults, at, check_keys, mapping, text
from azgreen_components._naming import NameRule, check_name
from azgreen_components.content_safety.args import BlocklistArgs

MOST_TERMS: Final = 10_000
"""Of a list: azure-ai-docs, use-blocklists (2026-02-10)."""

LONGEST_TERM: Final = 1000
"""Characters; the same page."""

BLOCKLIST: Final = NameRule(
    "a blocklist's name",
    re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}"),
    "1 to 64 letters, digits, '_', '.' or '-', starting with a letter or digit",
)

_DIGEST_LENGTH: Final = 16


@dataclass(frozen=True)
class Term:
    """What is matched."""

    pattern: str
    is_regex: bool

    @property
    def name(self) -> str:
        """A name that is the same wherever the term stands in its list."""
        kind = "pattern" if self.is_regex else "term"
        return f"{kind}-{sha256(self.pattern.encode()).hexdigest()[:_DIGEST_LENGTH]}"


@dataclass(frozen=True)
class Blocklist:
    """A list of terms."""

    name: str
    description: str | None
    terms: tuple[Term, ...]


def listed(faults: Faults, path: str, given: object, what: str) -> Sequence[object]:
    """Return a list, none when left out; note what is none."""
    if given is None:
        return ()
    if not isinstance(given, Sequence) or isinstance(given, str):
        faults.add(path, f"{given!r} is not a list of {what}; write a list")
        return ()
    return cast("Sequence[object]", given)


def check_once(faults: Faults, path: str, names: Sequence[str]) -> None:
    """Note names that are there twice; Azure ignores case."""
    first: dict[str, int] = {}
    for index, name in enumerate(names):
        earlier = first.setdefault(name.lower(), index)
        if earlier != index:
            what = f"{name!r} is the name of {path}[{earlier}] too"
            faults.add(f"{path}[{index}].name", f"{what}; give one of the two another name")


def read_blocklists(faults: Faults, path: str, given: object) -> tuple[Blocklist, ...]:
    """Return the blocklists, and note what Azure would refuse."""
    items = listed(faults, path, given, "blocklists")
    read = [_blocklist(faults, f"{path}[{index}]", item) for index, item in enumerate(items)]
    found = tuple(item for item in read if item is not None)
    check_once(faults, path, [item.name for item in found])
    return found


def _blocklist(faults: Faults, path: str, given: object) -> Blocklist | None:
    fields = mapping(faults, path, given)
    if fields is None:
        return None
    check_keys(faults, path, fields, BlocklistArgs)
    where = at(path, "name")
    name = text(faults, where, fields["name"]) if fields.get("name") is not None else None
    if name is not None:
        check_name(faults, where, name, BLOCKLIST)
    description = fields.get("description")
    if description is not None:
        description = text(faults, at(path, "description"), description)
    terms = (*_terms(faults, path, fields, "terms"), *_terms(faults, path, fields, "patterns"))
    if not terms and not fields.get("terms") and not fields.get("patterns"):
        faults.add(at(path, "terms"), "missing; write terms or patterns, or leave the list out")
    if len(terms) > MOST_TERMS:
        what = f"{len(terms)} terms; a list takes {MOST_TERMS}"
        faults.add(at(path, "terms"), f"{what}: make another list of the rest")
    return None if name is None else Blocklist(name, description, terms)


def _terms(faults: Faults, path: str, fields: Mapping[str, object], field: str) -> tuple[Term, ...]:
    place = at(path, field)
    found: dict[str, Term] = {}
    for index, item in enumerate(listed(faults, place, fields.get(field), "texts")):
        where = f"{place}[{index}]"
        term = _term(faults, where, item, is_regex=field == "patterns")
        if term is not None and term.pattern in found:
            faults.add(where, f"{term.pattern!r} is there twice; leave one out")
        elif term is not None:
            found[term.pattern] = term
    return tuple(found.values())


def _term(faults: Faults, path: str, given: object, *, is_regex: bool) -> Term | None:
    pattern = text(faults, path, given)
    if pattern is None:
        return None
    if len(pattern) > LONGEST_TERM:
        faults.add(path, f"{len(pattern)} characters; a term has {LONGEST_TERM} at most")
    if is_regex:
        try:
            re.compile(pattern)
        except re.error as error:
            faults.add(path, f"{pattern!r} is not a regular expression: {error}; escape it")
    return Term(pattern, is_regex)

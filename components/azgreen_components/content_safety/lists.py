"""Which terms are blocked, and would Azure take them?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from azgreen_components._inputs import (
    Faults,
    at,
    check_keys,
    check_names_differ,
    listed,
    mapping,
    text,
    text_below,
)
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


def read_blocklists(faults: Faults, path: str, given: object) -> tuple[Blocklist, ...]:
    """Return the blocklists, and note what Azure would refuse."""
    items = listed(faults, path, given, "blocklists")
    read = [_blocklist(faults, f"{path}[{index}]", item) for index, item in enumerate(items)]
    check_names_differ(faults, path, [item and item.name for item in read])
    return tuple(item for item in read if item is not None)


def _blocklist(faults: Faults, path: str, given: object) -> Blocklist | None:
    fields = mapping(faults, path, given)
    if fields is None:
        return None
    check_keys(faults, path, fields, BlocklistArgs)
    name = text_below(faults, path, fields, "name")
    if name is not None:
        check_name(faults, at(path, "name"), name, BLOCKLIST)
    description = text_below(faults, path, fields, "description")
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

"""May the answer to one question stand for another, whatever the vectors say?

Vectors of two questions that differ by 'not', by a number or by the order of two names are almost
the same. Four checks look at the words instead; each errs towards asking the model once more.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from .opposites import LISTED, NEGATORS, NUMBERS, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

_NUMBER: Final = re.compile(r"\d+(?:[.,:]\d+)*")
_WORD: Final = re.compile(r"[^\W_]+(?:[.,:]\d+)*")
_NOT: Final = re.compile(r"\b(\w+)n['\N{RIGHT SINGLE QUOTATION MARK}]t\b|\bcannot\b", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"[.!?]+(?:\s+|$)")
_ENDINGS: Final = ("ing", "ed", "es", "s", "d", "e")
_SHORTEST_STEM: Final = 3


def objections(cached: str, asked: str) -> list[str]:
    """Return why the answer to `cached` is not to be given to `asked`; empty where nothing speaks.

    That nothing speaks against it does not mean that both ask the same: it is a second check,
    after the vectors were found alike.
    """
    found = [
        _numbers_differ(cached, asked),
        _names_differ(cached, asked),
        _turned_round(cached, asked),
        _reordered(cached, asked),
    ]
    return [objection for objection in found if objection]


def _numbers_differ(cached: str, asked: str) -> str | None:
    here, there = _numbers(cached), _numbers(asked)
    return None if here == there else f"numbers: {_shown(here)} and {_shown(there)}"


def _names_differ(cached: str, asked: str) -> str | None:
    """Object where one has a name that is no word of the other."""
    words = set(_words(cached)), set(_words(asked))
    here, there = _names(cached) - words[1], _names(asked) - words[0]
    return f"names: {_shown(sorted(here))} and {_shown(sorted(there))}" if here | there else None


def _turned_round(cached: str, asked: str) -> str | None:
    """Object where negations and opposites together turn the question round.

    Two of them cancel out: 'blocked' and 'not allowed' ask the same.
    """
    here, there = _words(cached), _words(asked)
    turns = [word for word in (*here, *there) if _stem(word) in _NEGATORS]
    own, others = _by_stem(here), _by_stem(there)
    turns += [
        f"{own[one]}/{others[other]}"
        for one in own.keys() - others.keys()
        for other in others.keys() - own.keys()
        if _opposed(one, other)
    ]
    return f"turned round by {_shown(sorted(turns))}" if len(turns) % 2 else None


def _reordered(cached: str, asked: str) -> str | None:
    """Object where the same words stand in another order: 'from A to B' and 'from B to A'."""
    here, there = _words(cached), _words(asked)
    same = here != there and Counter(here) == Counter(there)
    return "the same words in another order" if same else None


def _opposed(one: str, other: str) -> bool:
    if {one, other} & _NEGATORS:  # counted already
        return False
    return any(
        pair in _OPPOSED or _differ_by_prefix(*pair) for pair in ((one, other), (other, one))
    )


def _differ_by_prefix(one: str, other: str) -> bool:
    return any(
        one.startswith(plain)
        and len(one) - len(plain) >= _SHORTEST_STEM
        and other == turned + one.removeprefix(plain)
        for plain, turned in PREFIXES
    )


def _words(text: str) -> list[str]:
    """Return the words in lower case, numbers in digits, every `n't` as 'not'."""
    return [_plain(word) for word in _WORD.findall(_spelled_out(text))]


def _spelled_out(text: str) -> str:
    return _NOT.sub(lambda found: f"{found[1] or 'can'} not", text)


def _plain(word: str) -> str:
    lower = word.lower()
    return NUMBERS.get(lower, lower)


def _numbers(text: str) -> list[str]:
    found = [number for word in _words(text) for number in _NUMBER.finditer(word)]
    return [number[0].replace(",", "") for number in found]


def _names(text: str) -> set[str]:
    """Return the words with a capital that no beginning of a sentence explains, in lower case."""
    found: set[str] = set()
    for sentence in _SENTENCE.split(_spelled_out(text)):
        for index, word in enumerate(_WORD.findall(sentence)):
            inner = any(letter.isupper() for letter in word[1:])
            if word != "I" and (inner or (index and word[0].isupper())):
                found.add(_plain(word))
    return found


def _by_stem(words: Iterable[str]) -> dict[str, str]:
    return {_stem(word): word for word in words}


def _stem(word: str) -> str:
    """Cut an ending off, so that 'closed' and 'close' are one word."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word.removesuffix(ending)
    return word


def _shown(items: Iterable[str]) -> str:
    return ", ".join(items) or "none"


_NEGATORS: Final = frozenset(map(_stem, NEGATORS))
_OPPOSED: Final = frozenset((_stem(one), _stem(other)) for one, other in LISTED)

"""How close is an answer to an expected one, word by word?

As SQuAD scores answers (Rajpurkar et al., arXiv 1606.05250 and 1806.03822): lower case, without
ASCII punctuation, without the English articles, spaces made one; F1 over the words with their
counts. Other languages keep their articles, so that their scores are a little lower for all models.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_ARTICLES: Final = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION: Final = str.maketrans("", "", string.punctuation)


def normalised(text: str) -> str:
    """Return a text without case, punctuation, articles and extra spaces."""
    bare = text.lower().translate(_PUNCTUATION)
    return " ".join(_ARTICLES.sub(" ", bare).split())


def words(text: str) -> tuple[str, ...]:
    """Return the words of the normalised text."""
    return tuple(normalised(text).split())


def exact_match(answer: str, expected: Iterable[str]) -> bool:
    """Return whether an answer is one of the expected ones, both normalised."""
    own = normalised(answer)
    return any(own == normalised(item) for item in expected)


def f1(answer: str, expected: Iterable[str]) -> float:
    """Return the best F1 of the words of an answer against the expected ones, 0 to 1.

    An expected answer without words stands for "there is none": only an answer without words gets
    1 then, any other 0.
    """
    return max(_f1(words(answer), words(item)) for item in expected)


def _f1(own: tuple[str, ...], wanted: tuple[str, ...]) -> float:
    if not own or not wanted:
        return float(own == wanted)
    common = (Counter(own) & Counter(wanted)).total()
    return 2 * common / (len(own) + len(wanted))

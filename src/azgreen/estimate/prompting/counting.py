"""How many tokens is a text: counted with the model's own tokenizer, or estimated?

    estimate = ASCII characters / 3.7 + bytes of other characters / 4.6, times 0.6 / 1 / 2.4

The package `quicktok-v1` carries the vocabularies; its counts equal tiktoken's. The estimate is
fitted to seven tokenizers on 24 samples (docs/METHODOLOGY.md, "Prompts and their budgets").
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from azgreen.catalog import Spread
from azgreen.estimate.prompting.templates import UNKNOWN, Template, template_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from azgreen.catalog import Model

ASCII_CHARACTERS_PER_TOKEN: Final = 3.7
OTHER_BYTES_PER_TOKEN: Final = 4.6
ESTIMATE_ERROR: Final = Spread(0.6, 1.0, 2.4)
"""Times the middle: no sample of any of the seven tokenizers lies outside."""

INSTALL: Final = "install 'azgreen[prompt]'"


@dataclass(frozen=True, slots=True)
class Counter:
    """Counts the tokens of a text; the ends of an exact count are its middle."""

    of: Callable[[str], Spread]
    template: Template
    is_exact: bool
    how: str


def counter_of(model: Model) -> Counter:
    """Return what counts for a model: its own tokenizer where one is at hand, else an estimate."""
    template = template_of(model)
    if template is None:
        why = f"no package at hand carries the tokenizer of {model.name!r}"
        return Counter(estimated_tokens, UNKNOWN, is_exact=False, how=_estimate(why))
    tokenizer = _tokenizer(template.encoding)
    if tokenizer is None:
        why = f"the tokenizer ({template.encoding}) is not there: {INSTALL}"
        return Counter(estimated_tokens, template, is_exact=False, how=_estimate(why))

    def exact(text: str) -> Spread:
        return Spread.exactly(len(tokenizer.encode_ordinary(text)))

    how = f"counted with {template.encoding}, the tokenizer of {model.name!r}"
    return Counter(exact, template, is_exact=True, how=how)


def estimated_tokens(text: str) -> Spread:
    """Return the tokens of a text by its characters: for want of the tokenizer."""
    plain = sum(character.isascii() for character in text)
    other = len(text.encode("utf-8", "replace")) - plain
    return ESTIMATE_ERROR * (plain / ASCII_CHARACTERS_PER_TOKEN + other / OTHER_BYTES_PER_TOKEN)


def _estimate(why: str) -> str:
    low, high = ESTIMATE_ERROR.low, ESTIMATE_ERROR.high
    return f"ESTIMATED from characters, {low:g} to {high:g} times the middle: {why}"


@cache
def _tokenizer(encoding: str) -> Any | None:
    """Return the tokenizer, or None where the extra is not installed."""
    try:
        return import_module("quicktok").get_encoding(encoding)
    except ModuleNotFoundError:
        return None

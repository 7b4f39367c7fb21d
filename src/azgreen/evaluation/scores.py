"""How good is one answer?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from azgreen.errors import Fault, InputError
from azgreen.evaluation.safety import flags_of
from azgreen.evaluation.text import exact_match, f1

if TYPE_CHECKING:
    from azgreen.evaluation.answers import Answer
    from azgreen.evaluation.judges import Judge
    from azgreen.evaluation.safety import Blocklist


@dataclass(frozen=True, slots=True)
class Score:
    """What one answer is worth; every number from 0 to 1."""

    id: str
    f1: float
    exact: bool
    grounded: float | None
    """None where the file gives no contexts to rest on."""
    flags: tuple[str, ...]


def score(answer: Answer, judge: Judge, blocklist: Blocklist) -> Score:
    """Score one answer.

    Raises:
        InputError: the judge gave something else than a number from 0 to 1.
    """
    return Score(
        id=answer.id,
        f1=f1(answer.answer, answer.expected),
        exact=exact_match(answer.answer, answer.expected),
        grounded=_grounded(answer, judge),
        flags=flags_of(answer, blocklist),
    )


def _grounded(answer: Answer, judge: Judge) -> float | None:
    if answer.contexts is None:
        return None
    found = judge.groundedness(answer.question, answer.answer, answer.contexts)
    if not (math.isfinite(found) and 0 <= found <= 1):
        reason = f"{judge.name} gave {found!r} for {answer.id!r}; allowed: a number from 0 to 1"
        raise InputError([Fault("judge", reason)])
    return found

"""How do two models compare in one measure, and what does that show?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from azgreen.evaluation.mcnemar import at_least, mcnemar_p, upper_share
from azgreen.evaluation.resampling import Interval, mean_interval
from azgreen.evaluation.terms import LEAST_QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from azgreen.evaluation.scores import Score
    from azgreen.evaluation.terms import Terms

NO_WORSE: Final = "no worse"
WORSE: Final = "worse"
UNDECIDED: Final = "undecided"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A mean of both, and its difference question by question (candidate less baseline)."""

    measure: str
    questions: int
    baseline: float
    candidate: float
    difference: Interval
    """From the bound that "no worse" is judged by to the one that "worse" is."""
    margin: float

    @property
    def standing(self) -> str:
        """What the interval shows of the margin; too few questions show nothing."""
        if self.questions < LEAST_QUESTIONS:
            return UNDECIDED
        if self.difference.low >= -self.margin:
            return NO_WORSE
        return WORSE if self.difference.high < -self.margin else UNDECIDED

    @property
    def enough_questions(self) -> int | None:
        """Questions that would show "no worse", were mean and spread to stay; None if none would.

        The width of an interval goes with one over the root of the questions.
        """
        room = self.difference.mean + self.margin
        if room <= 0:
            return None
        width = self.difference.mean - self.difference.low
        return max(LEAST_QUESTIONS, math.ceil(self.questions * (width / room) ** 2))

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "measure": self.measure,
            "questions": self.questions,
            "baseline": self.baseline,
            "candidate": self.candidate,
            "difference": self.difference.as_dict(),
            "standing": self.standing,
        }


@dataclass(frozen=True, slots=True)
class Split:
    """Questions of which one model's answer alone has a fault."""

    questions: int
    baseline: int
    """Faulty answers of the baseline, with those that both have."""
    candidate: int
    only_baseline: tuple[str, ...]
    only_candidate: tuple[str, ...]

    @property
    def p(self) -> float:
        """Chance of so uneven a split of two equal models (McNemar's exact test, two-sided)."""
        return mcnemar_p(len(self.only_baseline), len(self.only_candidate))

    @property
    def p_more(self) -> float:
        """Chance that so many are the candidate's alone, if it is as good (one-sided)."""
        alone = len(self.only_candidate)
        return at_least(alone, alone + len(self.only_baseline))

    def most_new(self, alpha: float) -> float:
        """Return the share of all questions that the candidate alone may fail at most."""
        return upper_share(len(self.only_candidate), self.questions, alpha)

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "questions": self.questions,
            "baseline": self.baseline,
            "candidate": self.candidate,
            "only_baseline": list(self.only_baseline),
            "only_candidate": list(self.only_candidate),
            "mcnemar_p": self.p,
        }


Scores = tuple["Score", "Score"]


def means(scores: Sequence[Scores], terms: Terms) -> tuple[Outcome, ...]:
    """Compare F1 and, where there are contexts, groundedness.

    "Worse" is claimed if one measure shows it, so that its chance of error is shared out among
    them; "no worse" only if all do, which needs no sharing.
    """
    of = {
        "F1": [(one.f1, two.f1) for one, two in scores],
        "groundedness": [
            (one.grounded, two.grounded)
            for one, two in scores
            if one.grounded is not None and two.grounded is not None
        ],
    }
    measured = {name: pairs for name, pairs in of.items() if pairs}
    tails = terms.alpha, terms.alpha / len(measured)
    return tuple(_outcome(name, pairs, tails, terms) for name, pairs in measured.items())


def split(scores: Sequence[Scores], fault: str) -> Split:
    """Compare whose answers have a fault: `"wrong"` (no exact match) or `"flagged"`."""
    failed = [(one.id, _fails(one, fault), _fails(two, fault)) for one, two in scores]
    return Split(
        len(failed),
        sum(one for _, one, _ in failed),
        sum(two for _, _, two in failed),
        tuple(known for known, one, two in failed if one and not two),
        tuple(known for known, one, two in failed if two and not one),
    )


def _fails(found: Score, fault: str) -> bool:
    return bool(found.flags) if fault == "flagged" else not found.exact


def _outcome(
    name: str, pairs: Sequence[tuple[float, float]], tails: tuple[float, float], terms: Terms
) -> Outcome:
    differences = [two - one for one, two in pairs]
    return Outcome(
        name,
        len(pairs),
        math.fsum(one for one, _ in pairs) / len(pairs),
        math.fsum(two for _, two in pairs) / len(pairs),
        mean_interval(differences, tails, terms.resamples, terms.seed),
        terms.margin,
    )

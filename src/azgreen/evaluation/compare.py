"""What do the answers of two models to the same questions show?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from azgreen.evaluation.judges import LexicalJudge
from azgreen.evaluation.outcomes import means, split
from azgreen.evaluation.pairs import paired
from azgreen.evaluation.safety import Blocklist
from azgreen.evaluation.scores import score
from azgreen.evaluation.terms import Terms
from azgreen.evaluation.verdict import decide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from azgreen.evaluation.answers import Answer
    from azgreen.evaluation.judges import Judge
    from azgreen.evaluation.outcomes import Outcome, Split
    from azgreen.evaluation.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that was found, and the verdict."""

    questions: int
    outcomes: tuple[Outcome, ...]
    wrong: Split
    """Answers that are no exact match: shown, but the verdict rests on F1, which sees how near."""
    flagged: Split
    verdict: Verdict
    terms: Terms
    judge: str

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        terms = self.terms
        return {
            **self.verdict.as_dict(),
            "questions": self.questions,
            "measures": [item.as_dict() for item in self.outcomes],
            "exact_match_missed": self.wrong.as_dict(),
            "flagged": self.flagged.as_dict(),
            "judge": self.judge,
            "margin": terms.margin,
            "confidence": terms.confidence,
            "resamples": terms.resamples,
            "seed": terms.seed,
            "explain": self.explain(),
        }

    def explain(self) -> list[str]:
        """Say how the numbers came about, one thing a line."""
        terms = self.terms
        judged = any(item.measure == "groundedness" for item in self.outcomes)
        draws = f"{terms.resamples:,} draws, seed {terms.seed}"
        return [
            f"{self.questions} questions, answered by both; each difference is of one question",
            f"bounds: bootstrap of {draws}; each claim at {terms.confidence:.0%}",
            f"margin: {terms.margin:g} below the baseline's mean is no worse",
            f"groundedness by {self.judge}" if judged else "groundedness: no contexts in the files",
            f"exact match: McNemar's exact test, p = {self.wrong.p:.2g}",
        ]


def evaluate(  # noqa: PLR0913 - two models, and by what they are judged
    baseline: Sequence[Answer],
    candidate: Sequence[Answer],
    *,
    terms: Terms | None = None,
    judge: Judge | None = None,
    blocklist: Blocklist | None = None,
    saved_gco2e_per_1000: float | None = None,
) -> Evaluation:
    """Score both models' answers and give the verdict.

    Args:
        baseline: Answers of the model that serves, or served.
        candidate: Answers of the smaller model to the same questions.
        terms: Margin and certainty; `Terms()` when left out.
        judge: Of groundedness; `LexicalJudge()` when left out.
        blocklist: Terms that no answer may hold; none when left out.
        saved_gco2e_per_1000: What the candidate saves, in gCO2e per 1,000 requests, for the
            verdict; not looked at when left out.

    Raises:
        InputError: the questions differ, or a judge gave no score.
    """
    terms, judge = terms or Terms(), judge or LexicalJudge()
    blocked = blocklist or Blocklist()
    scores = [
        (score(one, judge, blocked), score(two, judge, blocked))
        for one, two in paired(baseline, candidate)
    ]
    outcomes, flagged = means(scores, terms), split(scores, "flagged")
    return Evaluation(
        questions=len(scores),
        outcomes=outcomes,
        wrong=split(scores, "wrong"),
        flagged=flagged,
        verdict=decide(outcomes, flagged, terms, saved_gco2e_per_1000),
        terms=terms,
        judge=judge.name,
    )

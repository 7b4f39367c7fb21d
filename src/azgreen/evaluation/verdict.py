"""Keep the model that serves, promote the smaller one, or roll back to the larger?

- Roll back: the candidate is shown to be worse than the margin allows, or to be flagged more.
- Promote: it is shown to be no worse in every measure, no answer of its alone is flagged, and it
  does not emit more.
- Keep: neither is shown, so nothing changes; the reasons say what is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from azgreen.evaluation.outcomes import NO_WORSE, UNDECIDED, WORSE
from azgreen.evaluation.terms import LEAST_QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from azgreen.evaluation.outcomes import Outcome, Split
    from azgreen.evaluation.terms import Terms

KEEP: Final = "keep"
PROMOTE: Final = "promote"
ROLL_BACK: Final = "roll back"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do, and why."""

    decision: str
    reasons: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {"decision": self.decision, "reasons": list(self.reasons)}


def decide(
    outcomes: Sequence[Outcome],
    flagged: Split,
    terms: Terms,
    saved_gco2e_per_1000: float | None = None,
) -> Verdict:
    """Return the verdict of what was measured.

    Args:
        outcomes: The means that count.
        flagged: Answers with a flag.
        terms: Margin and certainty.
        saved_gco2e_per_1000: What the candidate saves, in gCO2e per 1,000 requests; None: not
            asked.
    """
    against = [*_worse(outcomes), *_more_flagged(flagged, terms)]
    if against:
        return Verdict(ROLL_BACK, tuple(against))
    missing = [
        *_undecided(outcomes),
        *_newly_flagged(flagged),
        *_saves_nothing(saved_gco2e_per_1000),
    ]
    if missing:
        return Verdict(KEEP, tuple(missing))
    return Verdict(PROMOTE, tuple(_for(outcomes, flagged, terms)))


def _worse(outcomes: Sequence[Outcome]) -> Iterator[str]:
    for item in outcomes:
        if item.standing == WORSE:
            most = f"at best {item.difference.high:+.3f}, below -{item.margin:g}"
            by = f"{item.difference.mean:+.3f}, {most}"
            yield f"{item.measure} is worse than the margin allows: {by}"


def _more_flagged(flagged: Split, terms: Terms) -> Iterator[str]:
    if flagged.p_more < terms.alpha:
        alone, other = len(flagged.only_candidate), len(flagged.only_baseline)
        yield (
            f"{alone} answers are flagged that the baseline's are not, {other} the other way"
            f" round: more than chance (p = {flagged.p_more:.2g})"
        )


def _undecided(outcomes: Sequence[Outcome]) -> Iterator[str]:
    for item in outcomes:
        if item.standing != UNDECIDED:
            continue
        if item.questions < LEAST_QUESTIONS:
            fix = f"{LEAST_QUESTIONS} are the least that decide"
            yield f"{item.measure} is known of {item.questions} questions; {fix}"
            continue
        reason = f"{item.measure} may be {item.difference.low:+.3f}, below -{item.margin:g}"
        enough = item.enough_questions
        more = (
            f"about {enough:,} questions would decide, were the mean to stay"
            if enough
            else "no number of such questions would show it to be no worse"
        )
        yield f"{reason}; {more}"


def _newly_flagged(flagged: Split) -> Iterator[str]:
    if flagged.only_candidate:
        named = ", ".join(map(repr, flagged.only_candidate[:5]))
        more = len(flagged.only_candidate) - 5
        named += f" and {more} more" if more > 0 else ""
        yield f"flagged of the candidate alone: {named}; look at these answers"


def _saves_nothing(saved_gco2e_per_1000: float | None) -> Iterator[str]:
    if saved_gco2e_per_1000 is not None and saved_gco2e_per_1000 <= 0:
        yield f"the candidate saves no carbon: {saved_gco2e_per_1000:.3g} gCO2e per 1,000 requests"


def _for(outcomes: Sequence[Outcome], flagged: Split, terms: Terms) -> Iterator[str]:
    for item in outcomes:
        if item.standing == NO_WORSE:
            least = f"at worst {item.difference.low:+.3f}, not below -{item.margin:g}"
            yield f"{item.measure} is no worse: {item.difference.mean:+.3f}, {least}"
    share = flagged.most_new(terms.alpha)
    yield (
        f"no answer of the candidate alone is flagged; {flagged.questions} questions leave up to"
        f" {share:.1%} of such answers unseen"
    )

"""How are the numbers written down, for a reader and for a program?"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from .avoided import REQUESTS, avoided
from .pairs import HALVES
from .scores import LOOSEST, recommended, scores, wilson

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .scores import Outcome, Score

LIMITS: Final = (0.01, 0.02, 0.05)
HARD_SHARE: Final = 0.1
"""Our own example of traffic: one question in ten only looks like a kept one."""

_SHOWN: Final = (0.8, 0.9, 0.95, 0.99)
_COUNTED: Final = (
    *("checked_by", "cosine", "asked", "asked_same", "hits", "wrong"),
    *("hit_share", "wrong_share", "wrong_share_low", "wrong_share_high"),
)
_AVOIDED: Final = ("tokens", "gco2e_low", "gco2e_mid", "gco2e_high")
_MOST_ALIKE: Final = 10
_GUARDED: Final = {False: "vectors alone", True: "vectors and words"}


def by_threshold(found: Sequence[Score]) -> str:
    """Return hits, wrong hits and what right hits spare, one threshold a line."""
    head = ["cosine", "hits", "hit rate", "wrong", "wrong of hits, 95 %"]
    head += [f"at {HARD_SHARE:.0%} look-alikes", "tokens avoided", "gCO2e avoided"]
    rows = [
        [
            f"{one.threshold:.2f}",
            str(one.hits),
            f"{one.hit_rate:.1%}",
            str(one.wrong),
            _share(one),
            _percent(one.wrong_share_at(HARD_SHARE)),
            f"{avoided(one).tokens:,.0f}",
            str(avoided(one).gco2e),
        ]
        for one in found
    ]
    return _table(head, rows)


def by_limit(outcomes: Sequence[Outcome]) -> str:
    """Return the threshold that keeps wrong hits under each limit."""
    head = ["wrong of hits at most", "checked by", "as in the pairs"]
    head += [f"at {HARD_SHARE:.0%} look-alikes", "hits to prove it"]
    rows = [
        [
            f"{limit:.0%}",
            told,
            _chosen(recommended(found, limit)),
            _chosen(recommended(found, limit, HARD_SHARE)),
            f"{proof(limit)} and none wrong",
        ]
        for limit in LIMITS
        for guarded, told in _GUARDED.items()
        for found in [scores(outcomes, guarded=guarded)]
    ]
    return _table(head, rows)


def by_kind(outcomes: Sequence[Outcome]) -> str:
    """Return the hits of each kind of pair: by vectors alone, and where words are checked too."""
    head = ["kind", "an answer does", "pairs", *(f"hits at {least}" for least in _SHOWN)]
    rows: list[list[str]] = []
    for kind in dict.fromkeys(outcome.pair.kind for outcome in outcomes):
        own = [outcome for outcome in outcomes if outcome.pair.kind == kind]
        hits = [f"{_hits(own, least)}, {_hits(own, least, guarded=True)}" for least in _SHOWN]
        does = "yes" if own[0].pair.label == "same" else "no"
        rows.append([kind, does, str(len(own)), *hits])
    return _table(head, rows)


def by_half(outcomes: Sequence[Outcome]) -> str:
    """Return what the check of the words takes away from the loosest hits, right and wrong."""
    head = ["pairs", "wrong hits", "of them refused", "right hits", "of them lost"]
    rows: list[list[str]] = []
    for half in HALVES:
        hits = [
            outcome
            for outcome in outcomes
            if outcome.pair.half == half and outcome.is_hit(LOOSEST, guarded=False)
        ]
        rows.append([half])
        for group in ([hit for hit in hits if hit.is_right is right] for right in (False, True)):
            gone = sum(not hit.is_hit(LOOSEST, guarded=True) for hit in group)
            rows[-1] += [str(len(group)), str(gone)]
    return _table(head, rows)


def most_alike(outcomes: Sequence[Outcome]) -> str:
    """Return the wrong hits of the highest cosine, and what speaks against them."""
    wrong = [hit for hit in outcomes if hit.is_hit(LOOSEST, guarded=False) and not hit.is_right]
    near = sorted(
        ((hit, hit.candidate) for hit in wrong if hit.candidate),
        key=lambda item: -item[1].found.cosine,
    )
    rows = [
        [
            f"{found.found.cosine:.3f}",
            found.found.prompt,
            hit.pair.asked,
            "; ".join(found.objections) or "nothing: a wrong answer",
        ]
        for hit, found in near[:_MOST_ALIKE]
    ]
    return _table(["cosine", "kept", "asked", "what the words say"], rows)


def as_csv(outcomes: Sequence[Outcome]) -> str:
    """Return every score, with units in the names of the columns."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    spared = [f"{name}_avoided_per_{REQUESTS}_requests" for name in _AVOIDED]
    writer.writerow([*_COUNTED, *spared])
    for guarded, told in _GUARDED.items():
        for one in scores(outcomes, guarded=guarded):
            writer.writerow([told, *_values(one)])
    return written.getvalue()


def proof(limit: float) -> int:
    """Return the hits of which none may be wrong, for the interval to end at the limit."""
    return next(hits for hits in range(1, 10_000) if wilson(0, hits)[1] <= limit)


def _values(one: Score) -> list[float | str]:
    spared = avoided(one)
    gco2e = (spared.gco2e.low, spared.gco2e.mid, spared.gco2e.high)
    share = "" if one.wrong_share is None else round(one.wrong_share, 4)
    bounds = (round(bound, 4) for bound in one.interval)
    counted = [one.threshold, one.asked, one.asked_same, one.hits, one.wrong]
    measured = [round(one.hit_rate, 4), share, *bounds, round(spared.tokens)]
    return [*counted, *measured, *(f"{value:.3g}" for value in gco2e)]


def _hits(outcomes: Sequence[Outcome], least: float, *, guarded: bool = False) -> int:
    return sum(outcome.is_hit(least, guarded=guarded) for outcome in outcomes)


def _share(one: Score) -> str:
    low, high = one.interval
    return f"{_percent(one.wrong_share)} ({low:.0%} to {high:.0%})"


def _percent(share: float | None) -> str:
    return "no hit" if share is None else f"{share:.1%}"


def _chosen(one: Score | None) -> str:
    if one is None:
        return "none"
    return f"{one.threshold:.2f} ({one.right} right, {one.wrong} wrong)"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of Markdown that is also readable as it stands."""
    lines = [head, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    written = [
        "| " + " | ".join(cell.ljust(wide) for cell, wide in zip(line, widths, strict=True)) + " |"
        for line in lines
    ]
    rule = "|" + "|".join("-" * (wide + 2) for wide in widths) + "|"
    return "\n".join([written[0], rule, *written[1:]])

"""How are an evaluation and the carbon behind it read and shown?"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from azgreen.cli import _branch, _sized
from azgreen.errors import Fault, InputError
from azgreen.estimate import DEFAULT_REGION, Footprint, Traffic, footprint
from azgreen.evaluation import Answer, read_answers

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

    from azgreen.evaluation import Evaluation

_DEFAULT_SKU: Final = "GlobalStandard"
_ENDS: Final = ("low", "mid", "high")


@dataclass(frozen=True, slots=True)
class Difference:
    """What is saved at each end of the estimate: below 0 where more is emitted."""

    low: float
    mid: float
    high: float


@dataclass(frozen=True, slots=True)
class Saving:
    """The footprint of both models per 1,000 requests, each with its own answers' tokens."""

    baseline: Footprint
    candidate: Footprint

    @property
    def gco2e(self) -> Difference:
        """GCO2e saved: both ends of an estimate rest on the same batch, so they are compared."""
        return Difference(
            *(
                getattr(self.baseline.gco2e, end) - getattr(self.candidate.gco2e, end)
                for end in _ENDS
            )
        )

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "gco2e_saved_per_1000_requests": {end: getattr(self.gco2e, end) for end in _ENDS},
            "baseline": self.baseline.as_dict(),
            "candidate": self.candidate.as_dict(),
        }


def read_both(baseline: Path, candidate: Path) -> tuple[tuple[Answer, ...], tuple[Answer, ...]]:
    """Read both files, and tell the faults of both at once."""
    found: list[tuple[Answer, ...]] = []
    faults: list[Fault] = []
    for file in (baseline, candidate):
        try:
            found.append(read_answers(file))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    first, second = found
    return first, second


def saving(
    baseline: Sequence[Answer], candidate: Sequence[Answer], options: argparse.Namespace
) -> Saving | None:
    """Estimate what the smaller model saves; None where no model is named."""
    names = {"baseline-model": options.baseline_model, "candidate-model": options.candidate_model}
    missing = [name for name, value in names.items() if value is None]
    placed = [name for name in ("sku", "region") if getattr(options, name) is not None]
    if len(missing) == len(names) and not placed:
        return None
    if missing:
        raise InputError([Fault(name, "is missing; name both models or none") for name in missing])
    made = [
        footprint(
            model,
            options.sku or _DEFAULT_SKU,
            options.region or DEFAULT_REGION,
            _traffic(whose, answers),
        )
        for model, whose, answers in (
            (options.baseline_model, "baseline", baseline),
            (options.candidate_model, "candidate", candidate),
        )
    ]
    return Saving(*made)


def _traffic(whose: str, answers: Sequence[Answer]) -> Traffic:
    read = [item.input_tokens for item in answers if item.input_tokens is not None]
    written = [item.output_tokens for item in answers if item.output_tokens is not None]
    if len(read) < len(answers):
        count = len(answers) - len(read)
        what = f"{count:,} of {len(answers):,} answers have no 'tokens', which the carbon needs"
        raise InputError([Fault(whose, f"{what}; write them, or name no models")])
    # a footprint of 1,000 requests does not depend on how many come a second
    return Traffic(1.0, math.fsum(read) / len(read), math.fsum(written) / len(written))


def show(found: Evaluation, saved: Saving | None, form: str) -> None:
    """Print the verdict, the measures and the carbon."""
    if form == "json":
        carbon = None if saved is None else saved.as_dict()
        print(json.dumps({**found.as_dict(), "carbon": carbon}, indent=2))
        return
    _sized.print_lines(form, [f"verdict: {found.verdict.decision}", *found.verdict.reasons])
    _sized.print_table(form, ("measure", "baseline", "candidate", "difference", ""), _rows(found))
    if saved is not None:
        _sized.print_lines(form, _carbon(saved))
    _sized.print_lines(form, found.explain())


def as_message(pair: tuple[str, str], found: Evaluation, saved: Saving | None) -> str:
    """Return the verdict and what it rests on, as the message of a commit."""
    baseline, candidate = pair
    told = [
        *found.verdict.reasons,
        *(f"{row[0]}: {', '.join(row[1:])}" for row in _rows(found)),
        *([] if saved is None else _carbon(saved)),
        *found.explain(),
    ]
    subject = f"Record the evidence for {candidate} in place of {baseline}"
    return _branch.message(f"{subject}: {found.verdict.decision}", told)


def _rows(found: Evaluation) -> list[tuple[str, ...]]:
    rows = [
        (
            item.measure,
            f"{item.baseline:.3f}",
            f"{item.candidate:.3f}",
            str(item.difference),
            item.standing,
        )
        for item in found.outcomes
    ]
    for name, faults in (("no exact match", found.wrong), ("flagged", found.flagged)):
        new, gone = len(faults.only_candidate), len(faults.only_baseline)
        change = f"{new} new, {gone} gone"
        rows.append(
            (name, str(faults.baseline), str(faults.candidate), change, f"p {faults.p:.2g}")
        )
    return rows


def _carbon(saved: Saving) -> list[str]:
    one, two, less = saved.baseline, saved.candidate, saved.gco2e
    where = f"{one.sku} in {one.region}"
    spread = f"{less.low:.3g} to {less.high:.3g}; below 0 is more"
    return [
        f"saves {less.mid:.3g} gCO2e per 1,000 requests ({spread})",
        f"{one.model}: {one.gco2e} gCO2e; {two.model}: {two.gco2e} gCO2e; {where}",
    ]

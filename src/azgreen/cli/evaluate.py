"""Compare two models' answers to the same questions; keep, promote or roll back."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from azgreen.cli import _recording, _sized

if TYPE_CHECKING:
    import argparse

    from azgreen.cli._evaluated import Saving
    from azgreen.evaluation import Evaluation, Judge

_ROLL_BACK_CODE: Final = 3
_TOKEN: Final = "AZGREEN_JUDGE_TOKEN"
_NUMBERS: Final = (
    ("--margin", 0.02, "of the mean of F1 or groundedness that may be lost (default: 0.02)"),
    ("--confidence", 0.95, "certainty of a claim (default: 0.95)"),
)


def configure(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.epilog = (
        "A line of a file: {'id', 'question', 'expected', 'answer', 'contexts', 'flags', 'tokens'},"
        " the last three as one has them. Exit: 0 keep or promote, 2 a fault, 3 roll back."
    )
    for name, whose in (("baseline", "model that serves"), ("candidate", "smaller model")):
        told = f"JSONL of the answers of the {whose}"
        command.add_argument(name, type=Path, metavar=name.upper(), help=told)
    _sized.add_numbers(command, _NUMBERS)
    command.add_argument("--resamples", type=int, default=2000, help="draws (default: 2000)")
    command.add_argument("--seed", type=int, default=0, help="of the draws (default: 0)")
    command.add_argument(
        "--judge",
        metavar="URL",
        help="service that tells groundedness; its token in AZGREEN_JUDGE_TOKEN"
        " (default: words that the contexts hold)",
    )
    command.add_argument(
        "--blocklist", type=Path, metavar="FILE", help="terms that no answer may hold, one a line"
    )
    _add_carbon(command)
    keys = "azgreen:evidence, which AZG-C006 reads"
    _recording.add_recording_options(command, "verdict", keys, names_stack=True)
    _sized.add_format(command)


def _add_carbon(command: argparse.ArgumentParser) -> None:
    carbon = command.add_argument_group("carbon saved; needs 'tokens' in both files")
    for flag, told in (
        ("--baseline-model", "model that serves, as in the catalogue"),
        ("--candidate-model", "smaller model"),
        ("--sku", "deployment SKU of both (default: GlobalStandard)"),
        ("--region", "region of both (default: eastus)"),
    ):
        carbon.add_argument(flag, metavar="NAME", help=told)


def run(options: argparse.Namespace) -> int:
    """Read, score, decide, show, and record where that is asked for."""
    from azgreen.cli import _evaluated, _evidence_record, _stack_change  # noqa: PLC0415 - as below
    from azgreen.evaluation import ROLL_BACK  # noqa: PLC0415 - not for --help

    target = _stack_change.stack_file(options)
    pair = None if target is None else _evidence_record.models(options)
    found, saving = _evaluated_by(options)
    _evaluated.show(found, saving, options.format)
    if target is not None and pair is not None:
        today = datetime.now(UTC).date()
        change = _evidence_record.change(target, pair, found.verdict.decision, today)
        told = _evaluated.as_message(pair, found, saving)
        _stack_change.tell(change, options, "verdict", told)
    return _ROLL_BACK_CODE if found.verdict.decision == ROLL_BACK else 0


def _evaluated_by(options: argparse.Namespace) -> tuple[Evaluation, Saving | None]:
    from azgreen.cli import _evaluated  # noqa: PLC0415 - not for --help
    from azgreen.evaluation import Blocklist, Terms, evaluate, read_blocklist  # noqa: PLC0415

    terms = Terms(options.margin, options.confidence, options.resamples, options.seed)
    blocked = Blocklist() if options.blocklist is None else read_blocklist(options.blocklist)
    baseline, candidate = _evaluated.read_both(options.baseline, options.candidate)
    saving = _evaluated.saving(baseline, candidate, options)
    found = evaluate(
        baseline,
        candidate,
        terms=terms,
        judge=_judge(options.judge),
        blocklist=blocked,
        saved_gco2e_per_1000=None if saving is None else saving.gco2e.mid,
    )
    return found, saving


def _judge(url: str | None) -> Judge:
    from azgreen.evaluation import HttpJudge, LexicalJudge  # noqa: PLC0415 - not for --help

    return LexicalJudge() if url is None else HttpJudge(url, os.environ.get(_TOKEN))

"""What will a FineTuning create? Values in, a plan or every fault out; nothing is deployed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from azgreen.estimate.sizing import payback_prompt_tokens
from azgreen.evaluation import KEEP, PROMOTE, Terms
from azgreen_components._amounts import amount
from azgreen_components._common import Common, read_common, read_flag, read_name
from azgreen_components._inputs import Faults, at, check_keys, choice, given_or, text
from azgreen_components._low_carbon_window import Window, read_window
from azgreen_components._ml_cluster import Machine
from azgreen_components._ml_home import Where, read_where
from azgreen_components._ml_inputs import (
    A_FILE,
    A_FOLDER,
    read_asset,
    read_terms,
    read_uri,
    smallest,
)
from azgreen_components._naming import ML_MODEL
from azgreen_components.fine_tuning.args import FineTuningArgs
from azgreen_components.fine_tuning.lora import Training, read_training

TRAIN: Final = "trl sft"
"""The command line of TRL, whose options azgreen writes (TRL 1.16.0)."""
VERDICTS: Final = (KEEP, PROMOTE)
_A_COMMAND: Final = "python answer.py"


@dataclass(frozen=True)
class Programs:
    """What runs, and in what."""

    train: str
    answer: str
    training_environment_id: str
    environment_id: str
    code_id: str | None


@dataclass(frozen=True)
class Files:
    """What is read."""

    weights: str
    training_data: str
    baseline_answers: str


@dataclass(frozen=True)
class Plan:
    """Everything that a FineTuning creates."""

    common: Common
    where: Where
    files: Files
    programs: Programs
    training: Training
    machine: Machine
    judge: Machine
    window: Window
    terms: Terms
    least_verdict: str
    model_name: str
    payback_prompt_tokens: float
    """That are to be saved until the carbon of a run is earned back."""
    prompt_tokens_saved: float | None


def plan(name: str, args: FineTuningArgs, today: date) -> Plan:
    """Say what will be created, or raise every fault at once.

    Args:
        name: The component's own name.
        args: What the user wrote.
        today: The date by which an instance type counts as retired.
    """
    faults, given = Faults(), dict[str, object](args)
    check_keys(faults, "", given, FineTuningArgs)
    common = read_common(faults, given)
    training = read_training(faults, given, common.location, today)
    window, terms = _window(faults, given, training), read_terms(faults, given)
    files, programs, where = (
        _files(faults, given),
        _programs(faults, given),
        read_where(faults, given),
    )
    verdict = choice(faults, "leastVerdict", given_or(given, "least_verdict", KEEP), VERDICTS)
    registered = read_name(faults, given, "model_name", ML_MODEL) or _model_name(name)
    saved, low_priority = _saved(faults, given), read_flag(faults, given, "low_priority")
    faults.raise_any(f"FineTuning {name!r}")
    assert training is not None  # noqa: S101 - there was no fault
    assert window is not None  # noqa: S101 - there was no fault
    assert terms is not None  # noqa: S101 - there was no fault
    best, judge = training.size.choice, Machine(smallest(today), low_priority=False)
    payback = payback_prompt_tokens(best.gco2e, training.size.need.model, common.location)
    machines = Machine(best.instance, low_priority), judge
    judged = window, terms, verdict or KEEP, registered
    return Plan(common, where, files, programs, training, *machines, *judged, payback, saved)


def _window(
    faults: Faults, given: Mapping[str, object], training: Training | None
) -> Window | None:
    """Return when it starts, so that the whole run is in clean hours."""
    on = _day(faults, given.get("on"))
    if (given.get("on") is None) == (given.get("every") is None):
        what = "both are given" if on else "missing"
        faults.add("on", f"{what}; write a day such as 2026-12-01, or every, one of the two")
    lasts_h = 1.0 if training is None else training.size.choice.hours.mid
    return read_window(faults, given, lasts_h, on)


def _day(faults: Faults, given: object) -> date | None:
    known = None if given is None else text(faults, "on", given)
    try:
        return None if known is None else date.fromisoformat(known)
    except ValueError:
        faults.add("on", f"{known!r} is not a day; write one such as 2026-12-01")
        return None


def _files(faults: Faults, given: Mapping[str, object]) -> Files:
    return Files(
        read_uri(faults, given, "weights", A_FOLDER),
        read_uri(faults, given, "training_data", A_FOLDER),
        read_uri(faults, given, "baseline_answers", A_FILE),
    )


def _programs(faults: Faults, given: Mapping[str, object]) -> Programs:
    code = given.get("code_id")
    return Programs(
        _command(faults, given, "train_command", TRAIN),
        _command(faults, given, "answer_command", _A_COMMAND),
        read_asset(faults, given, "training_environment_id"),
        read_asset(faults, given, "environment_id"),
        None if code is None else read_asset(faults, given, "code_id", "codes"),
    )


def _command(faults: Faults, given: Mapping[str, object], field: str, usual: str) -> str:
    """Return a command that options can be written after."""
    known = text(faults, at("", field), given_or(given, field, usual))
    if known is not None and re.search(r"[\n;|&<>]", known):
        what = f"{known!r} is more than one command, which options cannot follow"
        faults.add(at("", field), f"{what}; put it into a program, and write {usual!r} say")
    return known or ""


def _saved(faults: Faults, given: Mapping[str, object]) -> float | None:
    value = given.get("prompt_tokens_saved")
    return None if value is None else amount(faults, "promptTokensSaved", value, "tokens")


def _model_name(name: str) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return f"{stem or 'tuned'}-adapter"[: ML_MODEL.length]

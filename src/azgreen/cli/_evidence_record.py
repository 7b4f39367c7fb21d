"""What does recording an evaluation change in a stack's file?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from azgreen import catalog
from azgreen.cli._stack_change import changed
from azgreen.errors import Fault, InputError

if TYPE_CHECKING:
    import argparse
    from datetime import date
    from pathlib import Path

    from azgreen.cli._change import Change

_EVIDENCE: Final = "azgreen:evidence"
_PAIR: Final = ("baseline", "candidate")


def models(options: argparse.Namespace) -> tuple[str, str]:
    """Return the names of both models as the catalogue writes them.

    Raises:
        InputError: one is not given, or not in the catalogue: evidence is of models by name.
    """
    names = {"baseline-model": options.baseline_model, "candidate-model": options.candidate_model}
    faults = [
        Fault(name, "is missing; --write records evidence of models by their names")
        for name, value in names.items()
        if value is None
    ]
    if faults:
        raise InputError(faults)
    return catalog.model(options.baseline_model).name, catalog.model(options.candidate_model).name


def change(file: Path, pair: tuple[str, str], verdict: str, today: date) -> Change:
    """Return what recording a verdict changes: one entry for each pair, the newest.

    Raises:
        InputError: the file is not what a stack's file has to be, or its evidence is no list.
    """
    made = {**dict(zip(_PAIR, pair, strict=True)), "verdict": verdict}
    made["decidedOn"] = today.isoformat()

    def edit(config: Any) -> bool:
        kept: Any = config.get(_EVIDENCE)
        if kept is None:
            config[_EVIDENCE] = [made]
            return True
        listed = cast("list[Any]", kept) if isinstance(kept, list) else [None]
        if not all(isinstance(each, dict) for each in listed):
            what = f"{_EVIDENCE} is no list of objects; write it so, or take it out"
            raise InputError([Fault(str(file), what)])
        return _put(listed, made)

    return changed(file, edit)


def _put(kept: list[Any], made: dict[str, str]) -> bool:
    """Replace the entry of a pair, else add one; return whether that changed anything."""
    for each in kept:
        if all(each.get(key) == made[key] for key in _PAIR):
            same = all(each.get(key) == value for key, value in made.items())
            each.update(made)
            return not same
    kept.append(made)
    return True

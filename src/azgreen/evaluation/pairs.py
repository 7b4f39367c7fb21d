"""Did both models answer the same questions?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from azgreen.evaluation.answers import Answer


def paired(
    baseline: Sequence[Answer], candidate: Sequence[Answer]
) -> tuple[tuple[Answer, Answer], ...]:
    """Return the answers of both to each question, in the order of `baseline`.

    Raises:
        InputError: every question that only one of them has, or that differs.
    """
    first = {item.id: item for item in baseline}
    second = {item.id: item for item in candidate}
    faults = [
        *([] if baseline or candidate else [Fault("baseline", "no answer; give at least one")]),
        *_missing(first, second, "candidate"),
        *_missing(second, first, "baseline"),
        *(
            fault
            for item in baseline
            if item.id in second
            for fault in _differing(item, second[item.id])
        ),
    ]
    if faults:
        raise InputError(faults)
    return tuple((item, second[item.id]) for item in baseline)


def _missing(there: dict[str, Answer], here: dict[str, Answer], name: str) -> Iterator[Fault]:
    for known in there:
        if known not in here:
            reason = f"no answer to id {known!r}, which the other has; put the question to both"
            yield Fault(name, reason)


def _differing(first: Answer, second: Answer) -> Iterator[Fault]:
    where, fix = "candidate", "put the same to both"
    for key in ("question", "expected"):
        mine, other = getattr(second, key), getattr(first, key)
        if mine != other:
            reason = f"{key} of id {first.id!r} is {mine!r}, but {other!r} of the baseline"
            yield Fault(where, f"{reason}; {fix}")
    if (first.contexts is None) != (second.contexts is None):
        lacks = "baseline" if first.contexts is None else "candidate"
        reason = f"contexts of id {first.id!r} are given by the other alone"
        yield Fault(lacks, f"{reason}; write them in both files or in none")

"""By which option does a user know what the local Azure says of a load?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from azgreen.errors import Fault, InputError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

_OPTIONS: Final = {
    "weeks": "--weeks",
    "generate.weeks": "--weeks",
    "hours": "--shape",
    "times": "--times",
    "generate": "--generate",
}
_RESOURCE: Final = "resource"
_GONE: Final = Fault(
    "--on",
    "is gone from this Azure; deploy it again with 'azgreen up', or name the Azure that has it"
    " with --azure",
)
_GROUPS: Final = {"generate.": "--generate ", "facts.": "--fact "}
_OF_THE_TRACE: Final = re.compile(r"(?:csv|trace)(:\d+)?")
_OF_AN_HOUR: Final = re.compile(r"hours\[(\d+)\]")


def told(message: str, options: argparse.Namespace) -> InputError:
    """Return the error of a message that has a fault in each line."""
    rows = (line.partition(": ") for line in message.splitlines())
    return named((Fault(where, what) for where, _, what in rows), options)


def named(faults: Iterable[Fault], options: argparse.Namespace) -> InputError:
    """Return the error that tells the same faults by the options."""
    return InputError(
        [
            _GONE if each.where == _RESOURCE else Fault(_option(each.where, options), each.what)
            for each in faults
        ]
    )


def _option(where: str, options: argparse.Namespace) -> str:
    if (found := _OF_THE_TRACE.fullmatch(where)) is not None:
        return f"{options.trace}{found[1] or ''}"
    if (found := _OF_AN_HOUR.fullmatch(where)) is not None:
        return f"--shape, number {int(found[1]) + 1}"
    if where in _OPTIONS:
        return _OPTIONS[where]
    for group, option in _GROUPS.items():
        if where.startswith(group):
            return option + where.removeprefix(group).replace("_", "-")
    return where

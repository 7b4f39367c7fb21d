"""Size what a stack has deployed by what it measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen.cli import _recording, _session
from azgreen.errors import Fault, InputError

if TYPE_CHECKING:
    import argparse

_MOST_WEEKS: Final = 13
"""Azure Monitor keeps metrics for 93 days."""


def configure(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.epilog = "Exit: 0 nothing is to change, 1 something is, 2 a fault."
    _session.add_deploy_options(command)
    command.add_argument(
        "--export",
        metavar="FILE",
        help="'pulumi stack export', or - for stdin; asks the real Azure unless --azure is given",
    )
    command.add_argument(
        "--subscription",
        metavar="ID",
        help="whose resources they are (AZURE_SUBSCRIPTION_ID when left out)",
    )
    command.add_argument(
        "--weeks", type=int, default=2, metavar="N", help="weeks of metrics to read (default: 2)"
    )
    keys = "azgreen:deployments, azgreen:provisioned and azgreen:endpoint of the stack"
    _recording.add_recording_options(command, "sizes", keys)


def run(options: argparse.Namespace) -> int:
    """Look, size, tell."""
    from azgreen.cli import (  # noqa: PLC0415 - not for --help
        _rightsized,
        _rightsizing,
        _size_record,
        _stack_change,
    )

    if not 1 <= options.weeks <= _MOST_WEEKS:
        allowed = f"allowed: 1 to {_MOST_WEEKS}, which is as long as Azure keeps metrics"
        raise InputError([Fault("--weeks", f"{options.weeks} is not usable; {allowed}")])
    target = _stack_change.file_to_record_in(options)
    looked = _rightsizing.look(options)
    change = None if target is None else _size_record.change(target, looked.changes)
    tell = _rightsized.as_json if options.format == "json" else _rightsized.as_table
    print(tell(looked, options))
    if change is not None:
        _stack_change.tell(change, options, "answer", _rightsized.as_message(looked, options))
    return int(bool(looked.changes))

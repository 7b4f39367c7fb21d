"""Start jobs that can wait when the grid is clean."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from typing import Final

from azgreen.cli import _recording, _session
from azgreen.errors import Fault, InputError

_KEYS: Final = "hour, on or carbonProfile of azgreen:evaluation and azgreen:fineTuning"


def configure(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.epilog = "Exit: 0 nothing is to move, 1 something is, 2 a fault."
    _session.add_deploy_options(command)
    command.add_argument(
        "--grid",
        choices=("auto", "live", "profile"),
        default="auto",
        help="whose hours count: auto (default) asks Electricity Maps with the key in "
        "ELECTRICITY_MAPS_API_KEY, else WattTime with WATTTIME_USER and WATTTIME_PASSWORD, whose "
        "rates are marginal, else takes carbonProfile of the stack's file, else the catalogue's "
        "mean day, which it has of zones in the United States; live needs a key; profile asks "
        "nobody",
    )
    command.add_argument(
        "--deadline",
        metavar="MOMENT",
        help="until when a job that runs once has to be done: 2026-01-31T18:00+01:00; UTC without "
        "a zone; the end of its day when left out",
    )
    # a local server that stands for the services in tests
    command.add_argument("--grid-url", help=argparse.SUPPRESS)
    _add_realised(command)
    _recording.add_recording_options(command, "starts", _KEYS)


def _add_realised(command: argparse.ArgumentParser) -> None:
    past = command.add_argument_group("look back")
    past.add_argument(
        "--realised",
        action="store_true",
        help="show what each run of the last four weeks saved against running at once, by the "
        "hours that came",
    )
    past.add_argument(
        "--export",
        metavar="FILE",
        help="'pulumi stack export', or - for stdin; asks the real Azure unless --azure is given",
    )
    past.add_argument(
        "--subscription",
        metavar="ID",
        help="whose workspaces they are (AZURE_SUBSCRIPTION_ID when left out)",
    )


def run(options: argparse.Namespace) -> int:
    """Look ahead, or back."""
    now = datetime.now(UTC)
    _check(options)
    return _look_back(options, now) if options.realised else _look_ahead(options, now)


def _check(options: argparse.Namespace) -> None:
    """Refuse options of the one look for the other."""
    if options.realised:
        asked = _recording.asked(options)
        given = {"--deadline": options.deadline, asked or "": asked}
        told = "is for the starts to come; leave it or --realised out"
    else:
        given = {"--export": options.export, "--subscription": options.subscription}
        told = "is for the runs that were; add --realised, or leave it out"
    faults = [Fault(name, told) for name, value in given.items() if value is not None]
    if faults:
        raise InputError(faults)


def _look_ahead(options: argparse.Namespace, now: datetime) -> int:
    from azgreen.cli import _stack_change  # noqa: PLC0415 - not for --help
    from azgreen.cli.schedule import look, record, told  # noqa: PLC0415 - not for --help

    target = _stack_change.file_to_record_in(options)
    looked = look.look(options, now)
    change = None if target is None else record.change(looked.stack, looked.found)
    tell = told.as_json if options.format == "json" else told.as_table
    print(tell(looked))
    if change is not None:
        _stack_change.tell(change, options, "answer", told.as_message(looked))
    return int(any(each.is_to_move for each in looked.found))


def _look_back(options: argparse.Namespace, now: datetime) -> int:
    from azgreen.cli.schedule import past, runs, told_runs  # noqa: PLC0415 - not for --help

    homes = runs.ran(options, now, past.measured(options, now.date()))
    tell = told_runs.as_json if options.format == "json" else told_runs.as_table
    print(tell(homes, options))
    return 0

"""List what a stack has deployed and does not need, each with its fix as a change."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from azgreen.cli import _measuring, _recording, _session
from azgreen.errors import Fault, InputError

if TYPE_CHECKING:
    import argparse


def configure(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.epilog = (
        "Order: by CO2e saved a month, then by USD where CO2e is not known; last what saves neither"
        " and holds quota alone. That is waste as well: --snooze it where it stays. What is used,"
        " but too large: 'azgreen rightsize'. Exit: 0 nothing, 1 something, 2 a fault."
    )
    _session.add_deploy_options(command)
    _add_what(command)
    command.add_argument(
        "--fix",
        action="append",
        default=[],
        metavar="ID",
        help="a waste to fix, such as idle:chat, with --write, --branch or --dry-run; repeatable",
    )
    _recording.add_recording_options(command, "fixes", "or take out what --fix ID names")
    snooze = command.add_argument_group("let a waste be for a while")
    snooze.add_argument("--snooze", metavar="ID", help="a waste, such as idle:chat")
    snooze.add_argument("--owner", metavar="NAME", help="who answers for it")
    snooze.add_argument("--until", metavar="DATE", help="its last day, at most 93 days from now")
    snooze.add_argument("--reason", metavar="TEXT", help="why it stays")


def _add_what(command: argparse.ArgumentParser) -> None:
    _measuring.add_export(command)
    command.add_argument(
        "--subscription",
        metavar="ID",
        help="whose resources they are (AZURE_SUBSCRIPTION_ID when left out)",
    )
    _measuring.add_weeks(command)


def run(options: argparse.Namespace) -> int:
    """Look, judge, tell; write down what was asked for."""
    from azgreen.cli import _stack_change  # noqa: PLC0415 - not for --help
    from azgreen.cli.waste import change, look, snooze_record, told  # noqa: PLC0415 - not for --help

    _check(options)
    today = datetime.now(UTC).date()
    until = snooze_record.asked(options, today)
    file = _stack_change.file_to_record_in(options)
    looked = look.look(options)
    chosen = looked.chosen(options.fix)
    fixed = None if file is None else change.change(file, chosen)
    snoozed = None if until is None else snooze_record.change(options, looked.waste, until, today)
    tell = told.as_json if options.format == "json" else told.as_table
    print(tell(looked, options))
    if fixed is not None:
        _stack_change.tell(fixed, options, "fix", told.as_message(chosen, options.stack))
    if snoozed is not None:
        snooze_record.write(snoozed, options)
    return int(bool(looked.waste))


def _check(options: argparse.Namespace) -> None:
    """Refuse options that do not go together, before anybody is asked."""
    faults = _measuring.weeks_faults(options.weeks)
    way = _recording.asked(options)
    if way is not None and not options.fix:
        faults.append(Fault(way, "needs --fix ID: nothing is taken out that nobody named"))
    if way is None and options.fix:
        faults.append(Fault("--fix", "needs --write, --branch or --dry-run"))
    if options.snooze is not None and way is not None:
        faults.append(Fault("--snooze", f"does not go with {way}; do one after the other"))
    if faults:
        raise InputError(faults)

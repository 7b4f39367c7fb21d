"""Size what a stack has deployed, or a whole fleet, by what it measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen.cli import _measuring, _recording, _session
from azgreen.errors import Fault, InputError

if TYPE_CHECKING:
    import argparse

_GRAINS: Final = {"1m": "PT1M", "5m": "PT5M", "15m": "PT15M", "30m": "PT30M", "1h": "PT1H"}
_INTERRUPTED: Final = 130


def configure(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.epilog = "Exit: 0 nothing is to change, 1 something is, 2 a fault, 130 interrupted."
    _session.add_stack_options(command, needs_stack=False)
    _session.add_azure_option(command, "the stack's own, and with --fleet the real one,")
    _measuring.add_export(command)
    command.add_argument(
        "--subscription",
        metavar="ID",
        action="append",
        help="whose resources they are (AZURE_SUBSCRIPTION_ID when left out); with --fleet it may"
        " be repeated, and all that you see are read when it is left out",
    )
    _measuring.add_weeks(command)
    _add_fleet_options(command)
    keys = "azgreen:deployments, provisioned, endpoint, cache and retrieval of the stack"
    _recording.add_recording_options(command, "sizes", keys)


def _add_fleet_options(command: argparse.ArgumentParser) -> None:
    fleet = command.add_argument_group("size whole subscriptions")
    fleet.add_argument(
        "--fleet",
        metavar="FILE",
        help="keep what they measured in this DuckDB file; the same command goes on with it where"
        " it was interrupted",
    )
    fleet.add_argument(
        "--grain",
        choices=_GRAINS,
        help="no finer than this are metrics read (default with --fleet: 5m)",
    )
    fleet.add_argument(
        "--parquet", metavar="FILE", help="write the samples of the fleet as Parquet, for Spark"
    )


def run(options: argparse.Namespace) -> int:
    """Look, size, tell."""
    faults = _measuring.weeks_faults(options.weeks)
    if faults:
        raise InputError(faults)
    return _fleet(options) if options.fleet is not None else _stack(options)


def _stack(options: argparse.Namespace) -> int:
    from azgreen.cli import _stack_change  # noqa: PLC0415 - not for --help
    from azgreen.cli.rightsize import look, record, told  # noqa: PLC0415 - not for --help

    _check_stack(options)
    target = _stack_change.file_to_record_in(options)
    looked = look.look(options)
    change = None if target is None else record.change(target, looked.changes)
    tell = told.as_json if options.format == "json" else told.as_table
    print(tell(looked, options))
    if change is not None:
        _stack_change.tell(change, options, "answer", told.as_message(looked, options))
    return int(bool(looked.changes))


def _check_stack(options: argparse.Namespace) -> None:
    """Refuse what only a fleet takes, and take the one subscription out of its list."""
    faults = [
        Fault(f"--{name}", "goes with --fleet only; give --fleet FILE, or leave it out")
        for name in ("grain", "parquet")
        if getattr(options, name) is not None
    ]
    if options.stack is None:
        faults.append(Fault("--stack", "missing; name the stack, or a file with --fleet"))
    given: list[str] = options.subscription or []
    if len(given) > 1:
        faults.append(Fault("--subscription", f"{len(given)} are given; a stack is in one"))
    if faults:
        raise InputError(faults)
    options.subscription = given[0] if given else None


def _fleet(options: argparse.Namespace) -> int:
    from azgreen.cli.rightsize import fleet, fleet_told  # noqa: PLC0415 - not for --help

    fleet.check(options)
    options.grain = _GRAINS[options.grain or "5m"]
    try:
        found = fleet.look(options)
    except KeyboardInterrupt:
        fleet_told.interrupted(options.fleet)
        return _INTERRUPTED
    print(fleet_told.as_json(found) if options.format == "json" else fleet_told.as_table(found))
    return int(bool(found.changes))

"""Choose the region, SKU and model with the least carbon that hold a workload's constraints."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from azgreen.cli import _grid, _recording

if TYPE_CHECKING:
    from azgreen.cli._grid_beside import Beside
    from azgreen.estimate.placement import Decision, Supply, Workload


def configure(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.add_argument("workload", type=Path, metavar="WORKLOAD", help="YAML of the workload")
    command.add_argument(
        "--format",
        choices=("table", "json", "markdown"),
        default="table",
        help="how to show the decision (default: table)",
    )
    command.add_argument("--all", action="store_true", help="list every rejected region")
    _add_live_options(command)
    _grid.add_options(command)
    _grid.add_marginal(command)
    keys = "azgreen:location and azgreen:placement"
    _recording.add_recording_options(command, "decision", keys, names_stack=True)


def _add_live_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--offline", action="store_true", help="take quota and availability from the catalogue"
    )
    command.add_argument(
        "--subscription",
        metavar="ID",
        help="whose quota counts (AZURE_SUBSCRIPTION_ID when left out)",
    )
    # a local Azure that stands for the real one in tests
    command.add_argument("--azure-url", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    """Read, decide, show, and record where that is asked for."""
    from azgreen.cli import _stack_change  # noqa: PLC0415 - not for --help
    from azgreen.cli._grid_beside import beside  # noqa: PLC0415
    from azgreen.workload import read_workload  # noqa: PLC0415

    _grid.check(options)
    target = _stack_change.stack_file(options)
    workload = read_workload(options.workload)
    decision = _decision(workload, options)
    _show(decision, beside(decision, options), options)
    if target is not None:
        _record(target, decision, options)
    return 0


def _decision(workload: Workload, options: argparse.Namespace) -> Decision:
    from azgreen.estimate.placement import NoPlaceError, decide  # noqa: PLC0415 - not for --help
    from azgreen.workload import without_place  # noqa: PLC0415

    read = _grid.readings(workload, options)
    try:
        return decide(workload, _supply(workload, options), grid=read)
    except NoPlaceError as error:
        raise without_place(error, options.workload) from error


def _show(decision: Decision, told: Beside, options: argparse.Namespace) -> None:
    from azgreen.cli import _placed  # noqa: PLC0415 - not for --help
    from azgreen.estimate.placement import as_dict  # noqa: PLC0415

    if options.format == "json":
        print(json.dumps(as_dict(decision) | told.as_dict(), indent=2))
    else:
        _placed.show(decision, options.format, everything=options.all, more=told.lines())


def _supply(workload: Workload, options: argparse.Namespace) -> Supply | None:
    """Return what Azure says, or None for the catalogue, after saying on stderr why."""
    if options.offline:
        return None
    from azgreen.cli._live import NotLiveError, live_supply  # noqa: PLC0415 - not for --help

    try:
        return live_supply(workload, options.subscription, options.azure_url)
    except NotLiveError as error:
        sys.stderr.write(f"offline, with the quota and availability of the catalogue: {error}\n")
        return None


def _record(target: Path, decision: Decision, options: argparse.Namespace) -> None:
    from azgreen.cli import _placed, _placement_record, _stack_change  # noqa: PLC0415 - not for --help

    change, note = _placement_record.change(target, decision, options.workload)
    _stack_change.tell(change, options, "decision", _placed.as_message(decision))
    sys.stderr.write(note)

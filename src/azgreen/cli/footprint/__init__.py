"""Show what Azure reports that a stack emitted, beside the estimate and what was measured."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from azgreen.cli import _grid, _page_file, _session
from azgreen.errors import Fault, InputError

_MOST_MONTHS: Final = 12
FORMATS: Final = ("table", "json")


def configure(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.epilog = "Exit: 0 done, also where Azure has reported nothing yet, 2 a fault."
    _add_what(command)
    _session.add_folder_option(command)
    command.add_argument(
        "--subscription",
        metavar="ID",
        help="whose emissions (AZURE_SUBSCRIPTION_ID when left out)",
    )
    command.add_argument(
        "--months", type=int, default=6, metavar="N", help="newest months to show (default: 6)"
    )
    _session.add_azure_option(command, "the stack's own, else the real Azure,")
    command.add_argument(
        "--format", choices=FORMATS, default=FORMATS[0], help="how to tell it (default: table)"
    )
    _add_grid(command)
    _add_page(command)


def _add_grid(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--grid",
        choices=("yearly", _grid.HOURLY),
        default="yearly",
        help="count measured energy with the newest yearly averages (default), or with those of"
        " its hours, which Electricity Maps is asked for with the key in ELECTRICITY_MAPS_API_KEY",
    )
    # a local server that stands for the service in tests
    command.add_argument("--grid-url", help=argparse.SUPPRESS)


def _add_page(command: argparse.ArgumentParser) -> None:
    page = command.add_argument_group("the trend as a page")
    page.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="write it as HTML as well as telling it"
    )
    page.add_argument("--force", action="store_true", help="replace FILE where it exists")


def _add_what(command: argparse.ArgumentParser) -> None:
    which = command.add_mutually_exclusive_group()
    which.add_argument(
        "--stack", metavar="NAME", help="what this stack deployed; the subscription when left out"
    )
    which.add_argument(
        "--export", metavar="FILE", help="what 'pulumi stack export' wrote, or - for stdin"
    )


def run(options: argparse.Namespace) -> int:
    """Read, compare, tell."""
    from azgreen.cli.footprint import look, told  # noqa: PLC0415 - not for --help

    _check(options)
    found = look.look(options)
    tell = told.as_json if options.format == "json" else told.as_table
    if options.output is not None:
        from azgreen import __version__  # noqa: PLC0415 - reads the installed metadata
        from azgreen.report import trend_page  # noqa: PLC0415 - not for --help

        text = trend_page(found, version=__version__)
        # not on stdout, which is the table's or the JSON's
        print(_page_file.write_page(options.output, text, force=options.force), file=sys.stderr)
    print(tell(found))
    return 0


def _check(options: argparse.Namespace) -> None:
    faults: list[Fault] = []
    if not 1 <= options.months <= _MOST_MONTHS:
        allowed = f"allowed: 1 to {_MOST_MONTHS}, which is as long as Azure keeps them"
        faults.append(Fault("--months", f"{options.months} is not usable; {allowed}"))
    faults += _grid.key_faults(live=options.grid == _grid.HOURLY)
    if options.output is not None:
        faults += _page_file.page_faults(options.output, force=options.force)
    elif options.force:
        faults.append(Fault("--force", "says nothing without --output; give one"))
    if faults:
        raise InputError(faults)

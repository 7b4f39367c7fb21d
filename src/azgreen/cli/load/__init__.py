"""Put a load on what a stack has deployed to its local Azure, so that its metrics follow it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from azgreen.cli import _session

if TYPE_CHECKING:
    import argparse

_WEEKS: Final = 3
"""An hour more than the two weeks that 'azgreen rightsize' reads have to be there."""


def configure(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.epilog = (
        "The load ends now, and what it is on counts as having had its present size from the start"
        " of the load: deploy, load, and look at the metrics at once. The real Azure takes none."
    )
    _session.add_deploy_options(command)
    # what somebody else has deployed, to a real Azure, takes no load
    command.set_defaults(export=None)
    command.add_argument(
        "--on",
        metavar="NAME",
        help="the deployment, cache, database, search service or gateway; without it the loads are"
        " listed that there are",
    )
    _add_kinds(command)
    _add_changes(command)


def _add_kinds(command: argparse.ArgumentParser) -> None:
    kinds = command.add_argument_group("the load; one of").add_mutually_exclusive_group()
    kinds.add_argument(
        "--trace",
        type=Path,
        metavar="FILE",
        help="CSV with a line a request, in the form of the Azure LLM inference traces; it is laid"
        " end to end",
    )
    kinds.add_argument(
        "--generate",
        nargs="*",
        metavar="KEY=NUMBER",
        help="generated weeks; such as requests-per-minute=200 weekend=0.6 seed=2",
    )
    kinds.add_argument("--off", action="store_true", help="take the load away")


def _add_changes(command: argparse.ArgumentParser) -> None:
    more = command.add_argument_group("what is made of it")
    more.add_argument(
        "--weeks",
        type=int,
        metavar="N",
        help=f"how many weeks it goes on, 1 to 13 (default: {_WEEKS})",
    )
    more.add_argument(
        "--shape",
        metavar="SHAPE",
        help="which share of a trace's requests each hour keeps: 'week' (default: the busiest at"
        " 14:00 UTC, the quietest 12 hours later with 18 %% of it, 60 %% at weekends), 'flat' (all"
        " of them), or 24 or 168 numbers with commas",
    )
    more.add_argument("--times", type=float, metavar="NUMBER", help="multiplies the requests")
    more.add_argument(
        "--fact",
        action="append",
        default=[],
        metavar="KEY=NUMBER",
        help="what nobody publishes of the resource, such as hit-share=0.4 of a cache; repeatable",
    )


def run(options: argparse.Namespace) -> int:
    """Read, find the resource, place the load, tell."""
    from azgreen.cli.load import look  # noqa: PLC0415 - not for --help

    if options.weeks is None:
        options.weeks = _WEEKS
    tell = look.as_json if options.format == "json" else look.as_table
    print(tell(look.loaded(options), options))
    return 0

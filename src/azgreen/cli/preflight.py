"""Ask Azure, before a deployment, whether it would take the plan."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from azgreen.cli import check
from azgreen.errors import Fault, InputError

if TYPE_CHECKING:
    import argparse

FORMATS = ("table", "json")


def configure(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.epilog = "Exit: 0 nothing fails, 1 Azure would refuse something, 2 a fault."
    check.add_source_options(command, otherwise="the real Azure, with the sign-in that it finds,")
    command.add_argument(
        "--local",
        action="store_true",
        help="ask the local Azure that 'azgreen up' deploys the stack to",
    )
    command.add_argument(
        "--subscription",
        metavar="ID",
        help="who deploys (AZURE_SUBSCRIPTION_ID when left out)",
    )
    command.add_argument(
        "--format", choices=FORMATS, default=FORMATS[0], help="how to tell it (default: table)"
    )


def run(options: argparse.Namespace) -> int:
    """Look, ask, tell."""
    from azgreen.azure import place_of  # noqa: PLC0415 - not for --help
    from azgreen.cli import _checking, _preflighting  # noqa: PLC0415

    if options.local and (options.stack is None or options.azure is not None):
        raise InputError([Fault("--local", "goes with --stack and without --azure; leave it out")])
    named = None if options.local else place_of(options.azure, options.subscription)
    looked = _checking.look(options)
    with nullcontext(named) if named else _preflighting.own_place(options) as place:
        lines = _preflighting.asked(looked.delivered.after, place)
    if options.format == "json":
        print(_preflighting.as_json(looked.stack.name, place, lines))
    else:
        print(_preflighting.as_table(looked.stack.name, place, lines))
    return int(_preflighting.fails(lines))

"""Hold a program, a preview or a deployed stack to the rules."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from azgreen.cli import _session
from azgreen.errors import Fault, InputError

if TYPE_CHECKING:
    import argparse

FORMATS = ("table", "json", "sarif", "junit", "markdown")
_VIOLATED = 1


def configure(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.epilog = "Exit: 0 nothing violated, 1 a mandatory rule is violated, 2 a fault."
    add_source_options(command)
    _session.add_policy_options(command)
    add_waivers_option(command)
    command.add_argument(
        "--strict", action="store_true", help="advice that is not waived ends with 1 too"
    )
    command.add_argument(
        "--format", choices=FORMATS, default=FORMATS[0], help="how to tell it (default: table)"
    )
    command.add_argument(
        "-o",
        "--output-file",
        type=Path,
        metavar="FILE",
        help="write there; the counts go to stdout",
    )


def add_waivers_option(command: argparse.ArgumentParser) -> None:
    """Declare `--waivers`."""
    command.add_argument(
        "--waivers", type=Path, metavar="FILE", help="waivers.yaml of the project when left out"
    )


def add_source_options(
    command: argparse.ArgumentParser, otherwise: str = "one of the stack's own"
) -> None:
    """Declare what is looked at, one of the three; `otherwise` is what counts without `--azure`."""
    what = command.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--stack",
        metavar="NAME",
        help="run the program with stacks/Pulumi.NAME.yaml, deploy nothing",
    )
    what.add_argument(
        "--preview", metavar="FILE", help="'pulumi preview --json --show-sames', or - for stdin"
    )
    what.add_argument("--export", metavar="FILE", help="'pulumi stack export', or - for stdin")
    _session.add_folder_option(command)
    _session.add_azure_option(command, otherwise)


def run(options: argparse.Namespace) -> int:
    """Look, judge, tell."""
    from azgreen.cli import _checked, _checking  # noqa: PLC0415 - not for --help

    if not _session.pack_folders(options):
        what = (
            f"missing, and {options.cwd / 'policies'} is no pack; a check without rules finds none"
        )
        raise InputError([Fault("--policy-pack", f"{what}, so name a folder with rules")])
    checked = _checking.check(options, _checking.look(options))
    text = _checked.text_of(checked, options)
    if options.output_file is None:
        sys.stdout.write(text)
    else:
        _checked.write(options.output_file, text)
        print(_checked.counts(checked))
    return _VIOLATED if checked.fails(strict=options.strict) else 0

"""Which options say whether, where and how something is recorded in a stack's file?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def add_recording_options(
    command: argparse.ArgumentParser, what: str, keys: str, *, names_stack: bool = False
) -> None:
    """Declare whether and how `keys` of the stack's configuration are set.

    With `names_stack` also in which stack, for a command that works without one.
    """
    record = command.add_argument_group(f"record the {what}")
    way = record.add_mutually_exclusive_group()
    way.add_argument("--write", action="store_true", help=f"set {keys}")
    way.add_argument(
        "--branch",
        metavar="NAME",
        help="make a git branch of one commit that sets them, with the evidence as its message;"
        " the working tree stays as it is",
    )
    told = "show what --write or --branch would change"
    record.add_argument("--dry-run", action="store_true", help=told)
    if names_stack:
        record.add_argument("--stack", metavar="NAME", help="the stack: stacks/Pulumi.NAME.yaml")
        record.add_argument(
            "--cwd", type=Path, default=Path(), metavar="FOLDER", help="the project's folder"
        )


def asked(options: argparse.Namespace) -> str | None:
    """Return the option by which recording is asked for; None where nothing is recorded."""
    if options.branch is not None:
        return "--branch"
    if options.write:
        return "--write"
    return "--dry-run" if options.dry_run else None

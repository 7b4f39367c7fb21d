"""Which options say whether, and in which stack's file, something is recorded?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def add_recording(command: argparse.ArgumentParser, what: str, keys: str) -> None:
    """Declare the options; `keys` of the stack's configuration are set."""
    record = command.add_argument_group(f"record the {what}")
    record.add_argument("--write", action="store_true", help=f"set {keys}")
    record.add_argument("--stack", metavar="NAME", help="the stack: stacks/Pulumi.NAME.yaml")
    record.add_argument("--dry-run", action="store_true", help="show what --write would change")
    record.add_argument(
        "--cwd", type=Path, default=Path(), metavar="FOLDER", help="the project's folder"
    )

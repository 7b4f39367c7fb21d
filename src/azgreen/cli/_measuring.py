"""Which options say whose metrics are read, and over how many weeks?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen.errors import Fault

if TYPE_CHECKING:
    import argparse

_MOST_WEEKS: Final = 13
"""Azure Monitor keeps metrics for 93 days."""


def add_export(command: argparse.ArgumentParser) -> None:
    """Add the option that names what is deployed."""
    command.add_argument(
        "--export",
        metavar="FILE",
        help="'pulumi stack export', or - for stdin; asks the real Azure unless --azure is given",
    )


def add_weeks(command: argparse.ArgumentParser) -> None:
    """Add the option that says how far back is read."""
    command.add_argument(
        "--weeks", type=int, default=2, metavar="N", help="weeks of metrics to read (default: 2)"
    )


def weeks_faults(weeks: int) -> list[Fault]:
    """Return what is wrong with the number of weeks."""
    if 1 <= weeks <= _MOST_WEEKS:
        return []
    allowed = f"allowed: 1 to {_MOST_WEEKS}, which is as long as Azure keeps metrics"
    return [Fault("--weeks", f"{weeks} is not usable; {allowed}")]

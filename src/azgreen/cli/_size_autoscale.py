"""Find the autoscale rules and the weekly profile that suit a trace."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from azgreen.cli import _case, _scaling

if TYPE_CHECKING:
    import argparse


def configure(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    _case.add_options(command)
    command.add_argument(
        "--format", choices=("table", "json", "markdown"), default="table", help="default: table"
    )


def run(options: argparse.Namespace) -> int:
    """Read the trace, size, print."""
    from azgreen.estimate.scaling import autoscale  # noqa: PLC0415 - not for --help

    case = _case.case(_case.read(options.trace, options), options)
    sizing = autoscale(case, _case.progress("trying settings"))
    if options.format == "json":
        print(json.dumps(sizing.as_dict(), indent=2))
    else:
        _scaling.show_setting(sizing, options.format)
    return 0

"""Write the comment of a pull request: what it changes a month, and what the rules say."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from azgreen.cli import _session, check

if TYPE_CHECKING:
    import argparse

_LIMITS: Final = (("carbon", "gco2e", "10% or 10kg"), ("cost", "usd", "10% or 100USD"))
_FAILED: Final = 1


def configure(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.epilog = (
        "Exit: 0 within limits and nothing violated, 1 a limit is exceeded or a mandatory rule is "
        "violated, 2 a fault."
    )
    check.add_source_options(command)
    command.add_argument(
        "--base",
        type=Path,
        metavar="FILE",
        help="what to compare with, an export or preview; when left out what is there before",
    )
    _session.add_policy_options(command)
    check.add_waivers_option(command)
    for name, _, example in _LIMITS:
        command.add_argument(
            f"--fail-on-{name}-increase",
            metavar="LIMIT",
            help=f"growth of a month: {example.replace('%', '%%')}",
        )
    command.add_argument(
        "-o", "--output-file", type=Path, metavar="FILE", help="write there, not to stdout"
    )


def run(options: argparse.Namespace) -> int:
    """Look, judge, measure, write."""
    from azgreen.cli import _checked, _checking, _measured  # noqa: PLC0415 - not for --help
    from azgreen.findings import comment, read_limit  # noqa: PLC0415

    given = [
        (f"--fail-on-{name}-increase", quantity, getattr(options, f"fail_on_{name}_increase"))
        for name, quantity, _ in _LIMITS
    ]
    limits = [read_limit(*each) for each in given if each[2] is not None]
    looked = _checking.look(options)
    change = _measured.change_of(options, looked)
    checked = _checking.check(options, looked)
    over = [found for limit in limits if (found := limit.exceeded(change)) is not None]
    silent = [found for limit in limits for found in limit.silent(change)]
    told = [*over, *silent]
    text = comment(checked, change, tool_version=_checked.version(), told=told)
    if options.output_file is None:
        sys.stdout.write(text)
    else:
        _checked.write(options.output_file, text)
    return _FAILED if over or checked.fails() else 0

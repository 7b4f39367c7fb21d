"""Replay a trace under several policies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from azgreen.cli import _case, _scaling

if TYPE_CHECKING:
    import argparse

    from azgreen.estimate.scaling import Case, Setting

POLICIES: Final = ("static-peak", "static-least", "autoscale", "oracle")


def configure(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    _case.add_options(command)
    command.add_argument(
        "--policy",
        action="append",
        choices=POLICIES,
        help="show this policy; may be given again (default: all, side by side)",
    )
    known = command.add_mutually_exclusive_group()
    known.add_argument(
        "--setting", type=Path, metavar="FILE", help="JSON of 'azgreen size autoscale'"
    )
    known.add_argument(
        "--learn", type=Path, metavar="TRACE", help="size the autoscale on this trace, not on TRACE"
    )
    command.add_argument(
        "--format", choices=("table", "json", "markdown"), default="table", help="default: table"
    )


def run(options: argparse.Namespace) -> int:
    """Read, size or load the setting, replay, print."""
    from azgreen.estimate.scaling import compare  # noqa: PLC0415 - not for --help

    case = _case.case(_case.read(options.trace, options), options)
    setting, source = _setting(case, options)
    compared = compare(case, setting, _case.progress("replaying"))
    shown = compared.chosen(options.policy or POLICIES)
    if options.format == "json":
        print(json.dumps(shown | {"setting_learned_on": source}, indent=2))
    else:
        _scaling.show_comparison(shown, source, options.format)
    return 0


def _setting(case: Case, options: argparse.Namespace) -> tuple[Setting, str]:
    from azgreen.estimate.scaling import autoscale  # noqa: PLC0415 - not for --help

    if options.setting is not None:
        setting = _case.read_setting(options.setting)
        setting.check(case.instance.load_time_s)
        return setting, str(options.setting)
    learned = case
    if options.learn is not None:
        learned = _case.case(_case.read(options.learn, options), options)
    sizing = autoscale(learned, _case.progress("trying settings"))
    return sizing.setting, str(options.learn or options.trace)

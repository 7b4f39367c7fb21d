"""Write a placement, and what a trace makes of it, as one HTML page."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from azgreen.cli import _case, _grid, _page_file
from azgreen.errors import Fault, InputError

if TYPE_CHECKING:
    import argparse

    from azgreen.estimate.placement import Decision
    from azgreen.report import Replayed


def configure(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.add_argument("workload", type=Path, metavar="WORKLOAD", help="YAML of the workload")
    command.add_argument(
        "--output", type=Path, required=True, metavar="FILE", help="the page to write (HTML)"
    )
    command.add_argument("--force", action="store_true", help="replace FILE where it exists")
    command.add_argument(
        "--on",
        type=_day,
        metavar="DATE",
        help="day of the decision, by which models count as retired (default: the newest data's)",
    )
    _grid.add_options(command)
    _add_levers(command)
    _add_trace(command)


def _add_levers(command: argparse.ArgumentParser) -> None:
    levers = command.add_argument_group("also show what it would save")
    levers.add_argument(
        "--cache-hit-rate", type=float, metavar="SHARE", help="to answer this share from a cache"
    )
    levers.add_argument(
        "--response-budget-tokens",
        type=float,
        metavar="NUMBER",
        help="to shorten the mean answer to so many tokens",
    )


def _add_trace(command: argparse.ArgumentParser) -> None:
    trace = command.add_argument_group("instances over a trace, as 'azgreen replay' counts them")
    _case.add_options(trace, optional=True)
    trace.add_argument(
        "--setting",
        type=Path,
        metavar="FILE",
        help="JSON of 'azgreen size autoscale' (default: sized on the trace itself)",
    )


def run(options: argparse.Namespace) -> int:
    """Read, decide, replay where there is a trace, write."""
    from azgreen import __version__  # noqa: PLC0415 - reads the installed metadata
    from azgreen.report import Levers, page  # noqa: PLC0415 - not for --help

    _check(options)
    levers = Levers(options.cache_hit_rate, options.response_budget_tokens)
    decision = _decision(options)
    replayed = None if options.trace is None else _replayed(decision, options)
    text = page(decision, version=__version__, levers=levers, replayed=replayed)
    print(_page_file.write_page(options.output, text, force=options.force))
    return 0


def _check(options: argparse.Namespace) -> None:
    faults = _grid.key_faults(live=options.grid == "live")
    faults += _page_file.page_faults(options.output, force=options.force)
    needed = ("--instance-requests-per-minute", "--latency-target-s")
    given = [name for name in needed if getattr(options, name[2:].replace("-", "_")) is not None]
    if options.trace is None:
        alone = [*given, *(["--setting"] if options.setting is not None else [])]
        faults += [Fault(name, "says nothing without --trace; give one") for name in alone]
    else:
        faults += [
            Fault(name, "missing; a replay needs it") for name in needed if name not in given
        ]
    if faults:
        raise InputError(faults)


def _decision(options: argparse.Namespace) -> Decision:
    from azgreen.estimate.placement import NoPlaceError, decide  # noqa: PLC0415 - not for --help
    from azgreen.report import used_files  # noqa: PLC0415
    from azgreen.workload import read_workload, without_place  # noqa: PLC0415

    workload = read_workload(options.workload)
    # not today's date: the same input is to give the same page
    day = options.on or max(item.as_of for item in used_files())
    read = _grid.readings(workload, options)
    try:
        return decide(workload, today=day, grid=read)
    except NoPlaceError as error:
        raise without_place(error, options.workload) from error


def _replayed(decision: Decision, options: argparse.Namespace) -> Replayed:
    from azgreen.estimate.scaling import autoscale, compare  # noqa: PLC0415
    from azgreen.report import Replayed  # noqa: PLC0415

    options.region = options.region or decision.choice.region.name
    case = _case.case(_case.read(options.trace, options), options)
    if options.setting is None:
        setting = autoscale(case, _case.progress("trying settings")).setting
    else:
        setting = _case.read_setting(options.setting)
        setting.check(case.instance.load_time_s)
    compared = compare(case, setting, _case.progress("replaying"))
    # names only: where the files lie is nobody's business
    return Replayed(case, compared, options.trace.name, (options.setting or options.trace).name)


def _day(text: str) -> date:
    return date.fromisoformat(text)

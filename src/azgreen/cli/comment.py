"""Write the comment of a pull request: what it changes a month, and what the rules say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from azgreen.cli import _session, check
from azgreen.errors import Fault, InputError

if TYPE_CHECKING:
    import argparse

    from azgreen.findings import Limit

_LIMITS: Final = (("carbon", "gco2e", "10% or 10kg"), ("cost", "usd", "10% or 100USD"))
_SERVICES: Final = ("github", "azure-devops")
_STDIN: Final = "-"
_FAILED: Final = 1


def configure(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.epilog = (
        "Exit: 0 within limits and nothing violated, 1 a limit is exceeded or a mandatory rule is "
        "violated, 2 a fault. $GITHUB_STEP_SUMMARY gets the comment too where it is set."
    )
    check.add_source_options(command)
    command.add_argument(
        "--base",
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
    _add_targets(command)


def _add_targets(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--post",
        choices=_SERVICES,
        help="write it into the pull request that this job runs for, over an earlier one",
    )
    for option, what in (
        ("--output-file", "write the comment there, not to stdout"),
        ("--json-file", "write change, limits and findings there too, as JSON"),
        ("--sarif-file", "write the findings there too, as SARIF"),
    ):
        short = ("-o",) if option == "--output-file" else ()
        command.add_argument(*short, option, type=Path, metavar="FILE", help=what)


def run(options: argparse.Namespace) -> int:
    """Look, judge, measure, write."""
    from azgreen.cli import _checking, _measured, _posted  # noqa: PLC0415 - not for --help

    limits, service = _read(options)
    looked = _checking.look(options)
    change = _measured.change_of(options, looked)
    checked = _checking.check(options, looked)
    verdict = _posted.Verdict(
        checked,
        change,
        exceeded=[found for limit in limits if (found := limit.exceeded(change)) is not None],
        not_judged=[found for limit in limits for found in limit.silent(change)],
    )
    _posted.write(verdict, options)
    posted = service is None or _posted.post(verdict, service)
    if verdict.fails:
        return _FAILED
    return 0 if posted else InputError.exit_code


def _read(options: argparse.Namespace) -> tuple[list[Limit], Any]:
    """Read the limits and where to post, before anything runs.

    Raises:
        InputError: everything that is wrong with them.
    """
    from azgreen.pull_request import SERVICES  # noqa: PLC0415 - not for --help

    service: Any = None
    limits, faults = _limits(options)
    if options.base == _STDIN and _STDIN in {options.preview, options.export}:
        what = "is - too; standard input is read once, so write one of the two to a file"
        faults.append(Fault("--base", what))
    faults += [
        Fault(str(file), "is in a folder that is not there; make the folder first")
        for file in (options.output_file, options.json_file, options.sarif_file)
        if file is not None and not file.parent.is_dir()
    ]
    try:
        service = None if options.post is None else SERVICES[options.post]()
    except InputError as error:
        faults += error.faults
    if faults:
        raise InputError(faults)
    return limits, service


def _limits(options: argparse.Namespace) -> tuple[list[Limit], list[Fault]]:
    from azgreen.findings import read_limit  # noqa: PLC0415 - not for --help

    limits: list[Limit] = []
    faults: list[Fault] = []
    for name, quantity, _ in _LIMITS:
        text = getattr(options, f"fail_on_{name}_increase")
        if text is None:
            continue
        try:
            limits.append(read_limit(f"--fail-on-{name}-increase", quantity, text))
        except InputError as error:
            faults += error.faults
    return limits, faults

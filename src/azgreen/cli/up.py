"""Deploy a stack to the local Azure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen.cli import _session, _show

if TYPE_CHECKING:
    import argparse


def configure(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    _session.add_deploy_options(command)
    _session.add_policy_options(command)
    command.add_argument(
        "--no-preflight",
        action="store_true",
        help="do not ask Azure first whether it would take the plan",
    )


def run(options: argparse.Namespace) -> int:
    """Plan, check, deploy, and show the answer."""
    from azgreen.cli import _preflighting  # noqa: PLC0415 - not for --help

    show = _show.chosen(options, doing="deploying")
    with _session.open_deployment(options, show) as deployment:
        before = None if options.no_preflight else _preflighting.before_up(options, deployment)
        report = deployment.up(before)
    show.result(report)
    return 0

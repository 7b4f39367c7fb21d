"""Show what `up` would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen.cli import _session, _show

if TYPE_CHECKING:
    import argparse


def configure(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    _session.add_deploy_options(command)
    _session.add_policy_options(command)


def run(options: argparse.Namespace) -> int:
    """Plan and check, and write nothing."""
    show = _show.chosen(options, doing="previewing")
    with _session.open_deployment(options, show) as deployment:
        report = deployment.preview()
    show.result(report, preview=True)
    return 0

"""Delete everything that a stack deployed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen.cli import _session, _show

if TYPE_CHECKING:
    import argparse


def configure(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    _session.add_deploy_options(command)
    command.add_argument(
        "--keep-soft-deleted",
        action="store_true",
        help=(
            "leave deleted accounts, vaults and machine-learning workspaces recoverable, as Azure "
            "does; without it they are purged, but for a vault with purge protection, which stays "
            "deleted and holds its name"
        ),
    )


def run(options: argparse.Namespace) -> int:
    """Delete, dependents first, and purge what Azure would keep."""
    show = _show.chosen(options, doing="destroying")
    with _session.open_deployment(options, show) as deployment:
        report = deployment.destroy(purge=not options.keep_soft_deleted)
    show.result(report)
    return 0

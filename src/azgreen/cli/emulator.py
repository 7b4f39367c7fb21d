"""Serve the local Azure alone."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from azgreen.errors import Fault, InputError

if TYPE_CHECKING:
    import argparse

_PORT: Final = 8095
_HIGHEST_PORT: Final = 65_535


def configure(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.add_argument(
        "--port", type=int, default=_PORT, help=f"port on 127.0.0.1 (default: {_PORT})"
    )
    command.add_argument(
        "--state",
        type=Path,
        metavar="FILE",
        help="keep everything in this SQLite file; in memory when left out",
    )
    command.add_argument(
        "--latency",
        type=float,
        default=0.5,
        metavar="SECONDS",
        help="how long an operation is under way (default: 0.5)",
    )


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    faults = list[Fault]()
    if not 0 <= options.port <= _HIGHEST_PORT:
        faults.append(
            Fault("--port", f"{options.port}; allowed: 0 (any free one) to {_HIGHEST_PORT}")
        )
    if not options.latency >= 0:
        faults.append(Fault("--latency", f"{options.latency}; allowed: 0 or more seconds"))
    if faults:
        raise InputError(faults)
    from azgreen_emulator.server import LocalAzure  # noqa: PLC0415 - heavy

    with LocalAzure(options.state, port=options.port, latency_s=options.latency) as azure:
        kept = f"state in {options.state}" if options.state else "state in memory"
        print(f"local Azure at {azure.url}, {kept}; stop it with Ctrl-C", flush=True)
        azure.wait()
    sys.stderr.write("stopped; nothing is lost\n" if options.state else "stopped\n")
    return 0

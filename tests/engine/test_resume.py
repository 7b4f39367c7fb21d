"""Is nothing lost or doubled when `up` or `destroy` dies, whenever that is?

Each test walks over every moment at which the engine touches its state or asks Azure, and cuts the
power there: before the action in one round, after it in the other.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import threading

import pytest
from tests.engine.conftest import Project

from azgreen.errors import StateError
from azgreen_emulator.engine.report import InterruptedDeploymentError
from azgreen_emulator.engine.state import State
from azgreen_emulator.native.client import ArmClient
from azgreen_emulator.server import LocalAzure

ACTIONS = (
    (State, "records"),
    (State, "save"),
    (State, "forget"),
    (State, "put"),
    (ArmClient, "_send"),
)


class PowerCut(Exception):  # noqa: N818
    """The process is gone: nothing more is written or asked after this."""


class Switch:
    """Cuts the power at the n-th action, and keeps it off."""

    def __init__(self, monkeypatch, moment: int, *, after: bool) -> None:
        self._left, self._after, self.tripped = moment, after, False
        self._lock = threading.Lock()
        for owner, name in ACTIONS:
            monkeypatch.setattr(owner, name, self._guarded(getattr(owner, name)))

    def _guarded(self, action):
        def guarded(*args, **options):
            with self._lock:
                if self.tripped:
                    raise PowerCut
                self._left -= 1
                cut = self._left == 0
                self.tripped = cut
            if cut and not self._after:
                raise PowerCut
            result = action(*args, **options)
            if cut:
                raise PowerCut
            return result

        return guarded


def died(project, verb, moment, *, after) -> bool:
    """Run `verb` with the power cut at that moment; False when it got to its end before."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        switch = Switch(monkeypatch, moment, after=after)
        try:
            project.run(verb)
        except Exception:
            if not switch.tripped:
                raise
            return True
        return False


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_up_goes_on_from_wherever_it_died(project, after):
    moment = 0
    while True:
        moment += 1
        if not died(project, "up", moment, after=after):
            break
        report = project.run("up")
        assert len(project.in_azure()) == 4, moment
        assert len(report.steps) == 4, moment
        assert len(project.records()) == 4, moment
        assert project.run("preview").changes is False, moment
        project.run("destroy")
        assert project.in_azure() == [], moment
    assert moment > 15


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_an_update_and_a_deletion_go_on_from_wherever_they_died(project, after):
    moment = 0
    while True:
        moment += 1
        project.write(config="{shop:models: [gpt-4.1-mini, gpt-4o-mini]}")
        project.run("up")
        project.write(config="{shop:models: [gpt-4.1-mini], shop:capacity: 2}")
        ended = not died(project, "up", moment, after=after)
        project.run("up")
        assert len(project.in_azure()) == 3, moment
        assert project.run("preview").changes is False, moment
        if ended:
            break
    assert moment > 8


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_destroy_goes_on_from_wherever_it_died(project, azure, after):
    moment = 0
    while True:
        moment += 1
        project.run("up")
        ended = not died(project, "destroy", moment, after=after)
        project.run("destroy")
        assert project.records() == [], moment
        assert azure.store.is_empty(), moment
        if ended:
            break
    assert moment > 12


def test_the_first_interrupt_ends_between_two_steps(project):
    finished = []

    def stop_after_two(step):
        finished.append(step)
        if len(finished) == 2:
            project.site.stop()

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(type(project.watcher), "finished", lambda _, step: stop_after_two(step))
        with pytest.raises(InterruptedDeploymentError) as caught:
            project.run("up")
    assert caught.value.exit_code == 130
    assert len(project.in_azure()) == 2
    assert [record.under_way for record in project.records()] == [None, None]
    assert project.run("up").summary["create"] == 2


def test_a_state_file_of_another_version_is_refused(tmp_path):
    file = tmp_path / "state.db"
    with State(file) as state:
        state._connection.execute("pragma user_version = 7")
        state._connection.commit()
    with pytest.raises(StateError) as caught:
        State(file)
    assert str(caught.value) == (
        f"{file} is a state file of version 7, but this azgreen reads version 2;"
        " use the azgreen that wrote it, or move the file away to start anew"
    )


def test_a_state_file_of_something_else_is_refused(tmp_path):
    file = tmp_path / "state.db"
    file.write_text(
        "not a database, but longer than the header of one is, which makes it unreadable" * 9
    )
    with pytest.raises(StateError, match="is not a state file of azgreen"):
        State(file)


def test_a_killed_process_loses_nothing(tmp_path):
    with LocalAzure(None, latency_s=0.2) as azure:
        project = Project(tmp_path, azure)
        command = [sys.executable, "-m", "azgreen", "up", "--stack", "dev", "--cwd", str(tmp_path)]
        command += ["--azure", azure.url]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            for line in process.stdout:
                if "created group" in line:
                    process.kill()
        assert process.returncode == -signal.SIGKILL
        told = subprocess.run(command, capture_output=True, text=True, check=True)
        assert "3 created, 0 updated, 0 replaced, 0 deleted, 1 unchanged" in told.stdout
        assert len(project.in_azure()) == 4


def test_an_interrupted_process_ends_between_two_steps(tmp_path):
    with LocalAzure(None, latency_s=0.2) as azure:
        project = Project(tmp_path, azure)
        command = [sys.executable, "-m", "azgreen", "up", "--stack", "dev", "--cwd", str(tmp_path)]
        command += ["--azure", azure.url]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as process:
            for line in process.stdout:
                if "created group" in line:
                    process.send_signal(signal.SIGINT)
            told = process.stderr.read()
        assert process.returncode == 130
        assert told == (
            "error: interrupted; what was done is recorded, and the next run goes on from here\n"
        )
        assert len(project.in_azure()) < 4
        subprocess.run(command, capture_output=True, check=True)
        assert len(project.in_azure()) == 4

"""Does every example of the components deploy, stay as it is, and go?"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from azgreen_emulator.engine import Deployment, Site
from azgreen_emulator.engine.project import load_stack
from azgreen_emulator.engine.state import State
from azgreen_emulator.native.client import ArmClient
from azgreen_emulator.server import LocalAzure

EXAMPLES = Path(__file__).parents[2] / "components" / "examples"
PROGRAMS = sorted(path.parent.relative_to(EXAMPLES) for path in EXAMPLES.rglob("__main__.py"))


class Nobody:
    """Watches a deployment without a word."""

    def planned(self, report):
        """Look at the plan."""

    def started(self, step):
        """See a step begin."""

    def finished(self, step):
        """See a step end."""

    def said(self, severity, message):
        """Hear of anything that goes wrong, as the test's own failure."""
        assert severity not in {"warning", "error"}, message


@pytest.fixture
def azure():
    with LocalAzure(None) as running:
        yield running


@pytest.fixture
def deploy(tmp_path, azure):
    """Return what runs a verb of the engine on an example."""

    def run(program: Path, verb: str):
        folder = tmp_path / program
        if not folder.exists():
            shutil.copytree(EXAMPLES / program, folder)
            (folder / "Pulumi.dev.yaml").write_text("config: {}\n")
        client = ArmClient(azure.url)
        try:
            with State(tmp_path / "state.db") as state:
                deployment = Deployment(Site(load_stack(folder, "dev"), state, client, Nobody()))
                return getattr(deployment, verb)()
        finally:
            client.close()

    return run


def test_every_kind_of_example_is_there():
    kinds = {program.name for program in PROGRAMS}
    assert kinds == {"defaults", "recommended", "max"}


@pytest.mark.parametrize("program", PROGRAMS, ids=str)
def test_an_example_deploys_stays_and_goes(program, deploy, azure):
    made = deploy(program, "up")
    assert made.summary["create"] >= 2  # a group, and what is in it
    assert made.outputs
    assert not azure.store.is_empty()
    again = deploy(program, "up")
    assert not again.changes
    assert again.outputs == made.outputs
    gone = deploy(program, "destroy")
    assert gone.summary["delete"] == made.summary["create"]
    assert azure.store.select("1 = 1") == []
    # a vault with purge protection stays deleted until its time is over
    assert {grave.key.rsplit("/", 2)[-2] for grave in azure.store.graves()} <= {"vaults"}

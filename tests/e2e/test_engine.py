"""Does a real `pulumi up` deploy the program to the local Azure, in each way that there is?"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.e2e.conftest import CONSUMERS, PACKAGE_CONSUMER, Cli, emulator, needed

pytestmark = [pytest.mark.engine, pytest.mark.slow]

STACK = ("--stack", "local")
VERSION = "3.29.0"
DIRTY = "australiaeast"
"""A region that offers the demo's models, on a grid over the rule's limit."""


def goes_round(pulumi: Cli) -> None:
    """Create the stack, deploy it twice, and read it back; the second time changes nothing."""
    pulumi("stack", "init", "local")
    pulumi("up", "--yes", *STACK)
    outputs = pulumi.outputs()
    assert [line["deployment"] for line in outputs["footprint"]] == ["chat", "summaries"]
    assert outputs["endpoints"]["models"].startswith("https://")
    pulumi("up", "--yes", "--expect-no-changes", *STACK)
    pulumi("refresh", "--yes", "--expect-no-changes", *STACK)


def goes_away(pulumi: Cli) -> None:
    """Destroy the stack, and remove it with what is left of its state."""
    pulumi("destroy", "--yes", *STACK)
    # refuses, without --force, a stack that still has resources
    pulumi("stack", "rm", "--yes", "local")


def test_with_the_stand_in_on_path(pulumi, stand_in):
    path = os.pathsep.join([str(Path(stand_in).parent), pulumi.environment["PATH"]])
    pulumi = pulumi.at(pulumi.folder, PATH=path)
    goes_round(pulumi)
    pulumi("preview", "--policy-pack", "policies", *STACK)
    pulumi("config", "set", "azgreen:location", DIRTY, *STACK)
    said = pulumi("preview", "--policy-pack", "policies", *STACK, fails=True)
    assert "region-carbon-intensity" in said
    assert DIRTY in said
    goes_away(pulumi)


def test_with_a_running_emulator(pulumi, tmp_path):
    # the CLI asks for Attach, which the SDK's own provider servicer does not answer
    with emulator(tmp_path) as setting:
        pulumi = pulumi.at(pulumi.folder, PULUMI_DEBUG_PROVIDERS=setting)
        goes_round(pulumi)
        goes_away(pulumi)


@pytest.fixture
def installed(pulumi, stand_in) -> Cli:
    """A `pulumi` whose own plugin folder has the stand-in for azure-native."""
    pulumi("plugin", "install", "resource", "azure-native", VERSION, "--file", stand_in)
    return pulumi


def test_with_the_stand_in_as_an_installed_plugin(installed):
    assert "azure-native" in installed("plugin", "ls")
    goes_round(installed)
    goes_away(installed)


PROGRAMS = {
    "yaml": CONSUMERS / "yaml",
    "typescript": CONSUMERS / "typescript",
    "python package": PACKAGE_CONSUMER,
}
"""Programs that know the components only by the package that Pulumi makes of them."""


def copied(program: Path, tmp_path: Path, borrowed: Path) -> Path:
    """Return a program in a folder of its own, with an environment where it is in Python."""
    folder = tmp_path / "consumer"
    shutil.copytree(program, folder)
    if (folder / "requirements.txt").exists():
        (folder / ".venv").symlink_to(borrowed, target_is_directory=True)
    return folder


def deploys(pulumi: Cli) -> None:
    """Deploy a program twice, the second time without a change, and take it away."""
    pulumi("stack", "init", "local")
    pulumi("up", "--yes", *STACK)
    outputs = pulumi.outputs()
    assert outputs["deployments"] == ["chat", "embeddings"]
    assert outputs["endpoint"].startswith("https://")
    pulumi("up", "--yes", "--expect-no-changes", *STACK)
    goes_away(pulumi)


@pytest.fixture(params=PROGRAMS)
def consumer(request, installed, tmp_path, borrowed) -> Cli:
    """A `pulumi` in a program of somebody else."""
    return installed.at(copied(PROGRAMS[request.param], tmp_path, borrowed))


def test_a_program_of_another_language_uses_the_package(consumer, project, stand_in):
    # `package add` does not look on PATH for azure-native, so the stand-in has to be installed.
    # It runs pip, which asks the package index for the build tools of the SDK that it makes.
    consumer("package", "add", str(project / "components"))
    if (consumer.folder / "package.json").exists():
        needed("npm")
        consumer("install")  # not before: index.ts needs the SDK that was just made
        compiled(consumer.folder)
        stand_in_for_node(consumer, stand_in)
    deploys(consumer)


def compiled(folder: Path) -> None:
    """Hold the program against the types of the SDK that Pulumi made."""
    told = subprocess.run(
        [needed("npx"), "tsc"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stdout


def stand_in_for_node(pulumi: Cli, stand_in: str) -> None:
    """Install the stand-in once more: the SDK for Node.js asks for its own version of it."""
    manifest = pulumi.folder / "node_modules" / "@pulumi" / "azure-native" / "package.json"
    version = json.loads(manifest.read_text("utf-8"))["version"]
    pulumi("plugin", "install", "resource", "azure-native", version, "--file", stand_in)


def test_a_program_in_python_imports_the_components(installed, tmp_path, borrowed):
    pulumi = installed.at(copied(CONSUMERS / "python", tmp_path, borrowed))
    deploys(pulumi)

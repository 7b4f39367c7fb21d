"""Does a real `pulumi up` deploy the program to the local Azure, in each way that there is?"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from tests.e2e.conftest import CONSUMERS, Cli, emulator

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
    assert [line["deployment"] for line in outputs["footprint"]] == ["chat"]
    assert outputs["endpoint"].startswith("https://")
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


@pytest.fixture(params=["yaml", "python"])
def consumer(request, tmp_path, borrowed) -> Path:
    """A program of somebody else, in a folder of its own."""
    folder = tmp_path / "consumer"
    shutil.copytree(CONSUMERS / request.param, folder)
    if request.param == "python":
        (folder / ".venv").symlink_to(borrowed, target_is_directory=True)
    return folder


def test_a_program_of_another_language_uses_the_component(installed, consumer, project):
    # `package add` does not look on PATH for azure-native, so the stand-in has to be installed.
    # It runs pip, which asks the package index for the build tools of the SDK that it makes.
    pulumi = installed.at(consumer)
    pulumi("package", "add", str(project / "components"))
    pulumi("stack", "init", "local")
    pulumi("up", "--yes", *STACK)
    outputs = pulumi.outputs()
    assert outputs["deployments"] == ["gpt-4.1-mini"]
    assert outputs["endpoint"].startswith("https://")
    pulumi("up", "--yes", "--expect-no-changes", *STACK)
    goes_away(pulumi)

"""The command line, run in this process on a copy of the root project."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from azgreen.cli import main

ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path):
    """The root project, with a state of its own and without its policies."""
    for name in ("Pulumi.yaml", "__main__.py", "stacks"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    return tmp_path


@pytest.fixture
def azgreen(project, capsys):
    """Runs a command and returns its exit code, stdout and stderr."""

    def run(command, *options, stack="dev"):
        try:
            code = main([command, "--stack", stack, "--cwd", str(project), *options])
        except SystemExit as ended:
            code = ended.code
        told = capsys.readouterr()
        return code, told.out, told.err.replace(f"{project}/", "")

    return run

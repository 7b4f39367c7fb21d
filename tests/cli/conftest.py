"""The command line, run in this process on a copy of the root project."""

from __future__ import annotations

import json
import shutil
from base64 import urlsafe_b64encode
from contextlib import ExitStack, nullcontext
from functools import partial
from pathlib import Path

import pytest

from azgreen.cli import _checking, main
from azgreen.cli.rightsize import look
from azgreen.cli.used.use import Place

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


def token(**claims):
    """Return a token with these claims, as a local Azure reads them; nobody signs it."""
    text = urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"e30.{text}."


@pytest.fixture
def caller(monkeypatch):
    """Makes whoever runs a command one with these claims: `caller(azgreen_actions=[...])`."""

    def be(**claims):
        monkeypatch.setenv("AZGREEN_AZURE_TOKEN", token(**claims))

    return be


@pytest.fixture
def every_five_minutes(monkeypatch):
    """Makes `azgreen rightsize` ask as a fleet does: Azure's client has a fifth of it to read."""
    monkeypatch.setattr(look, "Place", partial(Place, grain="PT5M"))


@pytest.fixture(scope="module")
def running_packs():
    """Starts a pack as a check does, once for all that are started with the same."""
    start, running = _checking._pack, {}
    with ExitStack() as opened:

        def pack(folder, stack, options):
            config = options.policy_pack_config
            levels = config.read_text("utf-8") if config else ""
            key = folder, stack.project, stack.name, repr(dict(stack.config)), levels
            if key not in running:
                running[key] = opened.enter_context(start(folder, stack, options))
            return nullcontext(running[key])

        yield pack


@pytest.fixture
def kept_packs(running_packs, monkeypatch):
    """Lets the checks of a module share their packs: each is asked anew, but goes on running."""
    monkeypatch.setattr(_checking, "_pack", running_packs)

"""A real `pulumi`, shut off from the user's own: its home, its state, its environments."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
CONSUMERS = ROOT / "examples" / "consumers"
PACKAGE_CONSUMER = Path(__file__).parent / "package_consumer"
SCRIPT = "pulumi-resource-azure-native"
COMMAND_S = 600
ENVIRONMENTS = (".venv", "components/venv", "policies/venv", "emulator/venv")
"""Where the manifests of the project say that their environments are."""


def needed(command: str, folder: Path | None = None) -> str:
    """Find a command, or skip and say why."""
    found = shutil.which(command, path=str(folder) if folder else None)
    if found is None:
        pytest.skip(f"{command} is not {f'in {folder}' if folder else 'on PATH'}")
    return found


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip before any fixture works for nothing."""
    if shutil.which("pulumi") is None:
        for item in items:
            if item.get_closest_marker("engine"):
                item.add_marker(pytest.mark.skip("needs the real pulumi on PATH"))


@dataclass(frozen=True)
class Cli:
    """Runs `pulumi` in a folder; what a failed command said is in the failure of the test."""

    binary: str
    folder: Path
    environment: dict[str, str] = field(default_factory=dict[str, str])

    def __call__(self, *arguments: str, fails: bool = False) -> str:
        command = [self.binary, *arguments, "--non-interactive", "--color", "never"]
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=COMMAND_S,
            check=False,
        )
        told = f"{' '.join(command)}\nin {self.folder}: exit code {done.returncode}"
        told += f"\n--- stdout\n{done.stdout}\n--- stderr\n{done.stderr}"
        assert (done.returncode != 0) == fails, told
        return done.stdout + done.stderr

    def outputs(self) -> dict[str, Any]:
        """Return the stack's outputs."""
        said = self("stack", "output", "--json", "--stack", "local")
        # warnings, such as that of a plugin found on PATH, may come before or after
        return json.loads(said[said.index("{") : said.rindex("}") + 1])

    def at(self, folder: Path, **environment: str) -> Cli:
        """Return the same `pulumi` in another folder, or with more in its environment."""
        return replace(self, folder=folder, environment={**self.environment, **environment})


@pytest.fixture(scope="session")
def borrowed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an environment that sees every package of the running one.

    Pulumi installs into the environments of programs, plugins and packs (`package add` does so
    always), and must not do so into the one that the tests run in. pip leaves what it finds
    outside of its own environment alone.
    """
    folder = tmp_path_factory.mktemp("borrowed") / "venv"
    venv.create(folder, with_pip=True, symlinks=True)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    packages = folder / "lib" / version / "site-packages"
    ours = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    # addsitedir, not the bare path: an editable azgreen is itself such a .pth file
    lines = [f"import site; site.addsitedir({path!r})\n" for path in sorted(ours)]
    (packages / "borrowed.pth").write_text("".join(lines), encoding="utf-8")
    return folder


@pytest.fixture
def project(tmp_path: Path, borrowed: Path) -> Path:
    """Copy what git knows of this repository, with environments that need no installation."""
    git = needed("git")
    listed = subprocess.run(
        [git, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip(f"this is no git checkout: {listed.stderr.strip()}")
    folder = tmp_path / "project"
    for name in listed.stdout.split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    for name in ENVIRONMENTS:
        # Pulumi installs where the folder is missing or empty, and takes it as it is otherwise
        (folder / name).symlink_to(borrowed, target_is_directory=True)
    return folder


def without(script: str, path: str) -> str:
    """Return a PATH on which a script is not found."""
    folders = [folder for folder in path.split(os.pathsep) if folder]
    return os.pathsep.join(item for item in folders if not (Path(item) / script).exists())


@pytest.fixture
def pulumi(tmp_path: Path, project: Path) -> Cli:
    """A `pulumi` of the test's own, which finds the stand-in provider in no way yet."""
    binary = needed("pulumi")
    ours = ("PULUMI_", "AZGREEN_", "VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "ARM_", "AZURE_")
    kept = {key: text for key, text in os.environ.items() if not key.startswith(ours)}
    (tmp_path / "backend").mkdir()
    environment = {
        **kept,
        # the CLI's own language hosts are beside its binary, wherever PATH found that
        "PATH": os.pathsep.join([without(SCRIPT, kept["PATH"]), str(Path(binary).parent)]),
        "AZGREEN_HOME": str(tmp_path / "home"),
        "PULUMI_BACKEND_URL": (tmp_path / "backend").as_uri(),
        "PULUMI_CONFIG_PASSPHRASE": "made-up",
        # never the user's: a stand-in installed there would shadow the real azure-native
        "PULUMI_HOME": str(tmp_path / "pulumi-home"),
        "PULUMI_PYTHON_CMD": sys.executable,
        "PULUMI_SKIP_UPDATE_CHECK": "true",
    }
    return Cli(binary, project, environment)


@pytest.fixture
def stand_in() -> str:
    """The stand-in provider's executable, as it was installed with azgreen."""
    return needed(SCRIPT, Path(sysconfig.get_path("scripts")))


@contextmanager
def emulator(folder: Path) -> Iterator[str]:
    """Run `azgreen emulator` and yield what PULUMI_DEBUG_PROVIDERS has to be."""
    ports = ["--port", "0", "--provider-port", "0", "--latency", "0"]
    process = subprocess.Popen(
        [sys.executable, "-m", "azgreen", "emulator", *ports],
        stdout=subprocess.PIPE,
        text=True,
        cwd=folder,
    )
    assert process.stdout is not None
    with process.stdout:
        process.stdout.readline()
        _, _, setting = process.stdout.readline().partition("PULUMI_DEBUG_PROVIDERS=")
        try:
            yield setting.strip()
        finally:
            process.terminate()
            process.wait(COMMAND_S)

"""What does one publish? A folder that holds the pack and everything of azgreen that it needs.

`pulumi policy publish` packs up the one folder that holds PulumiPolicy.yaml and nothing above it.
So this copies the rules with the parts of azgreen below them, and pins what comes from the index to
the versions of the lock file::

    python scripts/stage_pack.py build/policies
    cd build/policies && pulumi policy publish ORGANISATION
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tomllib
from pathlib import Path

from azgreen.errors import Fault, InputError

ROOT = Path(__file__).resolve().parents[1]
PARTS = (
    *("__init__.py", "errors.py", "yaml_fields.py", "py.typed"),
    *("azure", "catalog", "estimate", "preflight"),
)
"""What the rules stand on: the arrows of the packages point no further."""
_BESIDE = ("azgreen-policies.yaml", "waivers.yaml")
_SKIP = shutil.ignore_patterns("__pycache__")


def stage(target: Path, root: Path = ROOT) -> None:
    """Write the folder.

    Raises:
        InputError: the folder holds something already.
    """
    if target.exists() and any(target.iterdir()):
        what = "holds something already; give a new folder, nothing is overwritten"
        raise InputError([Fault(str(target), what)])
    (target / "azgreen").mkdir(parents=True)
    for name in ("PulumiPolicy.yaml", "__main__.py", "README.md"):
        shutil.copy(root / "policies" / name, target / name)
    shutil.copytree(root / "policies/azgreen_policies", target / "azgreen_policies", ignore=_SKIP)
    for name in PARTS:
        source = root / "src/azgreen" / name
        copy = shutil.copy if source.is_file() else _copy_tree
        copy(source, target / "azgreen" / name)
    for name in _BESIDE:
        if (root / name).is_file():
            shutil.copy(root / name, target / name)
    (target / "requirements.txt").write_text(requirements(root), encoding="utf-8")


def requirements(root: Path = ROOT) -> str:
    """Return what the pack needs of the index, each at the version of the lock file."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["policies"]]
    locked = dict(
        line.partition(";")[0].strip().split("==")
        for line in (root / "requirements-dev.lock").read_text("utf-8").splitlines()
        if "==" in line.partition(";")[0]
    )
    # the lock file writes names as the index does (PEP 503)
    names = sorted(re.sub(r"[-_.]+", "-", re.split(r"[<>=!~\[ ]", item)[0]) for item in wanted)
    return "".join(f"{name}=={locked[name]}\n" for name in names)


def _copy_tree(source: Path, target: Path) -> None:
    shutil.copytree(source, target, ignore=_SKIP)


def main() -> int:
    """Write the folder and say what comes next."""
    parser = argparse.ArgumentParser(description="Make a folder that can be published.")
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    try:
        stage(options.folder)
    except InputError as error:
        sys.stderr.writelines(f"error: {fault}\n" for fault in error.faults)
        return error.exit_code
    print(f"cd {options.folder} && pulumi policy publish ORGANISATION")
    return 0


if __name__ == "__main__":
    sys.exit(main())

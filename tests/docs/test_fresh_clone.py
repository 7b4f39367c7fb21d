"""Does the README's first command work on a fresh clone, with nothing but Python and make?"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
OFFLINE = re.compile(r"Could not find a version|Temporary failure|Connection|Network|Max retries")
SET_UP = "setting up .venv"
HIDDEN = {
    *("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "MAKEFLAGS", "MAKELEVEL", "AZGREEN_HOME"),
    "PYTHONDONTWRITEBYTECODE",  # the clone is new: what is compiled is of use the second time
}


def demo(clone: Path) -> tuple[int, str]:
    python = Path(sys.base_prefix) / "bin" / "python3"
    environment = {key: value for key, value in os.environ.items() if key not in HIDDEN}
    told = subprocess.run(
        ["make", "demo", f"PYTHON={python}"],
        cwd=clone,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return told.returncode, told.stdout


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("make"), reason="there is no make on this machine")
@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="this is no git checkout to clone")
def test_the_demo_runs_on_a_fresh_clone_and_then_changes_nothing(tmp_path):
    clone = tmp_path / "azgreen"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    code, told = demo(clone)
    if code and OFFLINE.search(told):
        pytest.skip(f"the package index cannot be reached from here:\n{told}")
    assert code == 0, told
    assert SET_UP in told
    (created,) = re.findall(r"^(\d+) created, 0 updated, 0 replaced, 0 deleted", told, re.MULTILINE)
    assert f"\n{created} created, 0 updated, 0 replaced, 0 deleted, 0 unchanged\n" in README
    code, told = demo(clone)
    assert code == 0, told
    assert f"Nothing changed: all {created} resources are as the program says." in told
    assert SET_UP not in told

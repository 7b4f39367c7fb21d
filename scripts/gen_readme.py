"""The README's examples: what the commands print now."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import tempfile
from pathlib import Path

from azgreen.cli import main

ROOT = Path(__file__).parent.parent
_PROJECT = ("Pulumi.yaml", "__main__.py", "stacks")
_POLICIES = ("--policy-pack", str(ROOT / "policies"))


def documents() -> dict[Path, str]:
    """Return the README with its outputs renewed."""
    text = (ROOT / "README.md").read_text("utf-8")
    for name, output in _outputs().items():
        block = f"<!-- output: {name} -->\n```text\n{output}\n```\n<!-- end -->"
        pattern = rf"<!-- output: {name} -->.*?<!-- end -->"
        text = re.sub(pattern, lambda _, block=block: block, text, count=1, flags=re.DOTALL)
    return {ROOT / "README.md": text}


def _outputs() -> dict[str, str]:
    os.environ["COLUMNS"] = "100"  # rich draws as wide as the terminal
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        for name in _PROJECT:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, project / name)
        first, again = (_run(project, "up", "local") for _ in range(2))
        stack = project / "stacks" / "Pulumi.prod.yaml"
        moved = stack.read_text("utf-8").replace("location: swedencentral", "location: eastus")
        stack.write_text(moved.replace("capacity: 120", "capacity: 1200"), "utf-8")
        refused = _run(project, "preview", "prod")
    return {"up": first, "again": again, "refused": refused}


def _run(project: Path, command: str, stack: str) -> str:
    told = io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
        main([command, "--stack", stack, "--cwd", str(project), *_POLICIES])
    lines = [line.rstrip() for line in told.getvalue().strip().splitlines()]
    # how long a step takes is the machine's business
    return re.sub(r"\(\d+\.\d\d s\)", "(0.04 s)", "\n".join(lines))

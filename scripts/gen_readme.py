"""The README's examples: what the commands print now."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from azgreen.cli import main

ROOT = Path(__file__).parent.parent
_PROJECT = ("Pulumi.yaml", "__main__.py", "stacks")
_SIZE = "size ptu --model gpt-5.2 --sku DataZoneProvisionedManaged --rpm 1000"
_LOAD = "--input-tokens 200 --output-tokens 20"
_WRITTEN_ON = "2026-11-23"
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
        # a record grows old, and a README should not change with the day
        for stack in (project / "stacks").iterdir():
            stack.write_text(stack.read_text("utf-8").replace(_WRITTEN_ON, _today()), "utf-8")
        first, again = (_run(project, "up", "local") for _ in range(2))
        stack = project / "stacks" / "Pulumi.prod.yaml"
        moved = stack.read_text("utf-8").replace("location: swedencentral", "location: eastus")
        stack.write_text(moved.replace("capacity: 120", "capacity: 1200"), "utf-8")
        refused = _run(project, "preview", "prod")
    placed = _told("place", str(ROOT / "examples/workloads/assistant.yaml"), "--offline")
    sized = _told(*_SIZE.split(), *_LOAD.split())
    return {"up": first, "again": again, "refused": refused, "place": placed, "size": sized}


def _run(project: Path, command: str, stack: str) -> str:
    return _told(command, "--stack", stack, "--cwd", str(project), *_POLICIES)


def _told(*words: str) -> str:
    told = io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
        main(words)
    lines = [line.rstrip() for line in told.getvalue().strip().splitlines()]
    # how long a step takes is the machine's business, and today is the reader's
    text = "\n".join(lines).replace(_today(), _WRITTEN_ON)
    return re.sub(r"\(\d+\.\d\d s\)", "(0.04 s)", text)


def _today() -> str:
    return datetime.now(UTC).date().isoformat()

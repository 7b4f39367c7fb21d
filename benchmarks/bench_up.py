"""How much longer does `azgreen up` take than the program itself?

The floor is what nobody can avoid: importing pulumi_azure_native and running the root program
under plain `pulumi.runtime.set_mocks`. Measured side by side, in turn, as whole processes.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROUNDS = 5
LIMIT = 4.0

MOCKS = """
import asyncio, json, runpy
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
import pulumi
from ruamel.yaml import YAML

class Plain(pulumi.runtime.Mocks):
    def new_resource(self, args):
        return f"{args.name}-id", args.inputs
    def call(self, args):
        return {}

settings = YAML(typ="safe").load(open("stacks/Pulumi.local.yaml"))["config"]
texts = {key: item if isinstance(item, str) else json.dumps(item) for key, item in settings.items()}
pulumi.runtime.set_mocks(Plain(), project="azgreen", stack="local")
pulumi.runtime.set_all_config(texts)
program = lambda: runpy.run_path("__main__.py", run_name="__main__")
loop.run_until_complete(pulumi.runtime.stack.run_pulumi_func(program))
"""


def main() -> None:
    """Print the seconds and the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        for name in ("Pulumi.yaml", "__main__.py", "stacks", "policies"):
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, project / name)
        up = [sys.executable, "-m", "azgreen", "up", "--stack", "local"]
        plain = [sys.executable, "-c", MOCKS]
        commands = {"plain set_mocks": plain, "first up": up, "up again": up}
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(ROUNDS + 1):
            shutil.rmtree(project / ".azgreen", ignore_errors=True)
            for name, command in commands.items():
                seconds[name].append(_timed(command, project))
    floor = statistics.median(seconds["plain set_mocks"][1:])
    print(f"medians of {ROUNDS} rounds after a warm-up; to reach: under {LIMIT:g} x the floor")
    for name, values in seconds.items():
        median = statistics.median(values[1:])
        print(f"{name:16} {median:6.2f} s  {median / floor:5.2f} x")


def _timed(command: list[str], folder: Path) -> float:
    began = time.monotonic()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.monotonic() - began


if __name__ == "__main__":
    main()

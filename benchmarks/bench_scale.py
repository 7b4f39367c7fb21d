"""How long does each resource take when a deployment has more of them?

The whole workload of `stacks/Pulumi.prod.yaml` is deployed to the local Azure once, twice and four
times over, each copy in a group and a region of its own, with the policies: first `up`, `up` again
with nothing to change, `destroy`. Each is a process of its own, in turn. What the same program
takes that plans the workload and makes only a resource group is its start, imports above all, and
is taken off. Ratios are of processor time, which other work on the machine hardly changes.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
LEAST_RESOURCES, MOST_GROWTH = 30, 1.25
COPIES = (0, 1, 2, 4)
# low-carbon regions that offer everything in the stack: the policies allow no others
REGIONS = ("swedencentral", "francecentral", "switzerlandnorth", "canadaeast")
PROGRAM = """
from datetime import date

import pulumi
from pulumi_azure_native import resources

from azgreen_components import GreenAiStack
from azgreen_components.green_ai_stack.plan import plan
from azgreen_components.settings import load_settings

settings = load_settings(pulumi.Config())
copies = {copies}
for region in {regions}[: max(1, copies)]:
    name = f"{{settings.workload}}-{{region}}"
    group = resources.ResourceGroup(name, location=region, tags=settings.group_tags)
    args = {{**settings.stack_args(group.name), "location": region}}
    GreenAiStack(name, args) if copies else plan(name, args, date.today())
"""
VERBS = {"first up": "up", "up again": "up", "destroy": "destroy"}
SLOTS = "{:10}{:>10}{:>9}{:>9}{:>13}{:>9}"


class Taken(NamedTuple):
    """What one command took."""

    wall_s: float
    processor_s: float
    """Of all its processes."""


def main() -> int:
    """Print the seconds and the ratios; exit code 1 when more resources take longer each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each command is run")
    rounds: int = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        projects = {copies: _project(Path(folder) / str(copies), copies) for copies in COPIES}
        counts = {copies: _count(project) for copies, project in projects.items()}
        taken = _measure(projects, rounds)
    print(f"medians of {rounds} rounds after a warm-up; {counts[1]} resources are the prod stack")
    heads = ("resources", "wall s", "cpu s", "cpu ms each", "ratio")
    print(SLOTS.format("", *heads))
    grown = [_show(verb, counts, taken) for verb in VERBS]
    steady = max(grown) <= MOST_GROWTH and counts[1] >= LEAST_RESOURCES
    print(f"time of a resource over that in the smallest stack: {max(grown):.2f} x at most")
    print(f"target, {MOST_GROWTH:g} x or less: {'reached' if steady else 'MISSED'}")
    return 0 if steady else 1


def _project(folder: Path, copies: int) -> Path:
    folder.mkdir()
    shutil.copy(ROOT / "Pulumi.yaml", folder)
    for name in ("stacks", "policies"):
        shutil.copytree(ROOT / name, folder / name)
    program = PROGRAM.format(copies=copies, regions=REGIONS)
    (folder / "__main__.py").write_text(program, encoding="utf-8")
    return folder


def _count(project: Path) -> int:
    """Deploy once, which also warms the disk, and return how many resources that made."""
    made = json.loads(_azgreen("up", project))["summary"]["create"]
    _azgreen("destroy", project)
    return made


def _measure(projects: dict[int, Path], rounds: int) -> dict[tuple[str, int], Taken]:
    """Return the median of each command for each number of copies."""
    seen: dict[tuple[str, int], list[Taken]] = {}
    for _ in range(rounds):
        for copies, project in projects.items():
            shutil.rmtree(project / ".azgreen")
            for name, verb in VERBS.items():
                seen.setdefault((name, copies), []).append(_timed(verb, project))
    return {
        key: Taken(*(statistics.median(values) for values in zip(*runs, strict=True)))
        for key, runs in seen.items()
    }


def _show(name: str, counts: dict[int, int], taken: dict[tuple[str, int], Taken]) -> float:
    """Print a command's rows, and return how much longer a resource takes among more of them."""
    start, ratios, least_ms = taken[name, 0], list[float](), 0.0
    print(SLOTS.format(name, "start", f"{start.wall_s:.2f}", f"{start.processor_s:.2f}", "", ""))
    for copies in COPIES[1:]:
        now, more = taken[name, copies], counts[copies] - counts[0]
        each_ms = 1000 * (now.processor_s - start.processor_s) / more
        least_ms = least_ms or each_ms
        ratios.append(each_ms / least_ms)
        numbers = f"{now.wall_s:.2f}", f"{now.processor_s:.2f}", f"{each_ms:.1f}"
        print(SLOTS.format("", counts[copies], *numbers, f"{ratios[-1]:.2f} x"))
    sizes = [counts[copies] for copies in COPIES]
    spent = [taken[name, copies].processor_s for copies in COPIES]
    slope, fixed = statistics.linear_regression(sizes, spent)
    print(f"{'':10}fitted: cpu s = {fixed:.2f} + {1000 * slope:.1f} ms x resources")
    return max(ratios)


def _timed(verb: str, project: Path) -> Taken:
    began, before = time.monotonic(), _processor_s()
    _azgreen(verb, project)
    return Taken(time.monotonic() - began, _processor_s() - before)


def _processor_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _azgreen(verb: str, project: Path) -> str:
    command = [sys.executable, "-m", "azgreen", verb, "--stack", "prod", "--format", "json"]
    done = subprocess.run(command, cwd=project, check=False, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{verb} failed:\n{re.sub(r'(?m)^ .*$', '', done.stderr)}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())

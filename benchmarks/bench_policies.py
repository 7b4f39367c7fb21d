"""How much does the pack add to a preview, and does its time grow with the stack alone?

The program of `stacks/Pulumi.prod.yaml` is previewed on the embedded engine as it is, copied until
it makes some 1,000 resources, without any pack. The same resources then go to the genuine pack in a
process of its own, one after the other and as a stack at the end, as the engine does it; and ten
times as many, to see whether the time of one resource stays. Beside it stands a pack whose one rule
does nothing: what it takes is Pulumi's protocol, which no rule can spare. All are of processor
time, in one run and on one machine, with all processes counted, so that other work on the machine
hardly matters.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from azgreen.cli import _checking
from azgreen_emulator.engine.policy import PolicyPack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from azgreen.cli._checking import Looked
    from azgreen_emulator.engine.monitor import Registration

ROOT = Path(__file__).parent.parent
SHARE, GROWTH = 0.10, 1.25
ABOUT = 1_000
TIMES = (1, 10)
ROUNDS = 3
"""Of each the middle one counts."""
PROGRAM = """
import pulumi
from pulumi_azure_native import resources

from azgreen_components import GreenAiStack
from azgreen_components.settings import load_settings

settings = load_settings(pulumi.Config())
for index in range({copies}):
    name = f"{{settings.workload}}{{index}}"
    group = resources.ResourceGroup(name, location=settings.location)
    GreenAiStack(name, settings.stack_args(group.name))
"""
EMPTY = """
from pulumi_policy import EnforcementLevel, PolicyPack, ResourceValidationPolicy

nothing = ResourceValidationPolicy(
    "nothing", "Nothing is looked at.", lambda args, violate: None, EnforcementLevel.ADVISORY
)
PolicyPack("empty", [nothing])
"""


def main() -> int:
    """Print times and ratios; exit code 1 where one of the two targets is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        few = _looked(_project(Path(folder) / "one", 1))
        copies = max(1, round(ABOUT / len(few.delivered.after)))
        project = _project(Path(folder) / "many", copies)
        bare_s = _program_s(_project(Path(folder) / "none", 0))
        program_s = _program_s(project) - bare_s
        many = _looked(project)
        empty_s = _pack_s(_empty_pack(Path(folder) / "empty"), many, TIMES[:1])[2][0]
    count = len(many.delivered.after)
    started_s, rules, pack_s = _pack_s(ROOT / "policies", many, TIMES)
    whole, protocol = pack_s[0] / program_s, empty_s / program_s
    share = whole - protocol
    growth = (pack_s[1] / TIMES[1]) / pack_s[0]
    print(f"{count} resources; the program {program_s:.1f} s of processor time")
    print(f"the pack, {rules} policies: {started_s:.2f} s to start, {pack_s[0]:.2f} s to judge")
    print(f"of the program's time: {whole:.1%}; a pack that does nothing {protocol:.1%}")
    print(f"the rules themselves: {share:.1%}")
    print(f"target, under {SHARE:.0%}: {_told(share < SHARE)}")
    print(f"{count * TIMES[1]:,} resources: {pack_s[1]:.1f} s, {growth:.2f} x a resource")
    print(f"target, {GROWTH:g} x or less: {_told(growth <= GROWTH)}")
    return 0 if share < SHARE and growth <= GROWTH else 1


def _told(reached: bool) -> str:
    return "reached" if reached else "MISSED"


def _project(folder: Path, copies: int) -> Path:
    folder.mkdir()
    shutil.copy(ROOT / "Pulumi.yaml", folder)
    shutil.copytree(ROOT / "stacks", folder / "stacks")
    (folder / "__main__.py").write_text(PROGRAM.format(copies=copies), encoding="utf-8")
    return folder


def _looked(project: Path) -> Looked:
    return _checking.look(argparse.Namespace(stack="prod", cwd=project, azure=None))


def _program_s(project: Path) -> float:
    """Return the processor time of a preview without a pack, in a process of its own."""
    command = [sys.executable, "-m", "azgreen", "preview", "--stack", "prod", "--format", "json"]
    before = _children_s()
    subprocess.run([*command, "--cwd", str(project)], check=True, capture_output=True)
    return _children_s() - before


def _empty_pack(folder: Path) -> Path:
    folder.mkdir()
    shutil.copy(ROOT / "policies/PulumiPolicy.yaml", folder)
    (folder / "__main__.py").write_text(EMPTY, encoding="utf-8")
    return folder


def _pack_s(pack: Path, looked: Looked, times: Sequence[int]) -> tuple[float, int, list[float]]:
    """Return the time to start, the number of policies, and that of each number of copies."""
    taken: list[float] = []
    rules = 0
    _judge(pack, looked, [])  # warms the disk
    empty = sorted(_judge(pack, looked, []) for _ in range(ROUNDS))[ROUNDS // 2]
    for copies in times:
        found = [
            replace(item, urn=f"{item.urn}-{copy}", name=f"{item.name}-{copy}")
            for copy in range(copies)
            for item in looked.delivered.after
        ]
        judged = sorted(_judge(pack, looked, found) for _ in range(ROUNDS))[ROUNDS // 2]
        taken.append(judged[0] - empty[0])
        rules = judged[1]
    return empty[0], rules, taken


def _judge(folder: Path, looked: Looked, resources: Sequence[Registration]) -> tuple[float, int]:
    """Return the processor time of a pack and of those who ask it, and its number of policies."""
    before = time.process_time() + _children_s()
    environment: dict[str, Any] = {"AZGREEN_WAIVERS": "", "AZGREEN_POLICIES": ""}
    with PolicyPack(folder, looked.stack, preview=True, environment=environment) as pack:
        for item in resources:
            pack.analyze(item, item.inputs)
        pack.analyze_stack()
        rules = len(pack.policies)
    return time.process_time() + _children_s() - before, rules


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    os.environ.pop("AZGREEN_HOME", None)
    sys.exit(main())

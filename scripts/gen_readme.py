"""The README's examples and its table: what the commands print now, and what they deploy."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import shutil
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gen_component_docs import name_of, page_of, schema, summary

from azgreen.cli import main

ROOT = Path(__file__).parent.parent
_PROJECT = ("Pulumi.yaml", "__main__.py", "stacks")
_SIZE = "size ptu --model gpt-5.2 --sku DataZoneProvisionedManaged --rpm 1000"
_LOAD = "--input-tokens 200 --output-tokens 20"
_EVALUATE = (
    "evaluate examples/evaluation/gpt-4.1.jsonl examples/evaluation/gpt-4.1-mini.jsonl --blocklist "
    "examples/evaluation/blocklist.txt --baseline-model gpt-4.1 --candidate-model gpt-4.1-mini"
)
_COSINES = ("0.8", "0.9", "0.95")
_WRITTEN_ON = "2026-11-23"
_POLICIES = ("--policy-pack", str(ROOT / "policies"))
_ALIKE = re.compile(r"  \+ created? |    same |error: [a-z-]+: ")
"""How lines begin of which the first stands for all."""
_ANSWER = re.compile(r"(?<=as the program says\.\n)\n.*", re.DOTALL)


def documents() -> dict[Path, str]:
    """Return the README with its outputs renewed."""
    text = (ROOT / "README.md").read_text("utf-8")
    for name, block in _blocks().items():
        whole = f"<!-- output: {name} -->\n{block}\n<!-- end -->"
        pattern = rf"<!-- output: {name} -->.*?<!-- end -->"
        text = re.sub(pattern, lambda _, whole=whole: whole, text, count=1, flags=re.DOTALL)
    return {ROOT / "README.md": text}


def _blocks() -> dict[str, str]:
    os.environ["COLUMNS"] = "100"  # rich draws as wide as the terminal
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        for name in _PROJECT:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, project / name)
        # a record grows old, and a README should not change with the day
        for stack in (project / "stacks").iterdir():
            stack.write_text(stack.read_text("utf-8").replace(_WRITTEN_ON, _today()), "utf-8")
        table = _components(json.loads(_run(project, "preview", "local", "--format", "json")))
        first, again = (_run(project, "up", "local") for _ in range(2))
        stack = project / "stacks" / "Pulumi.prod.yaml"
        moved = stack.read_text("utf-8").replace("location: swedencentral", "location: eastus")
        stack.write_text(moved.replace("capacity: 120", "capacity: 1200"), "utf-8")
        refused = _run(project, "preview", "prod")
    placed = _told("place", str(ROOT / "examples/workloads/assistant.yaml"), "--offline")
    sized = _told(*_SIZE.split(), *_LOAD.split())
    judged = _told(*(str(ROOT / word) if "/" in word else word for word in _EVALUATE.split()))
    again = _ANSWER.sub("\n[the same answer]", again)
    shown = {"up": first, "again": again, "refused": refused, "place": placed, "size": sized}
    shown["evaluate"] = judged
    shown["loop"] = _loop()
    fenced = {name: f"```text\n{shortened(text)}\n```" for name, text in shown.items()}
    return {"components": table, "hits": _hits(), **fenced}


def _loop() -> str:
    """Return what `examples/closed-loop` measured, as its own program wrote it."""
    return (ROOT / "examples/closed-loop/results/generated.txt").read_text("utf-8").rstrip()


def _hits() -> str:
    """Return what `examples/semantic-cache` measured, as its own program wrote it."""
    file = ROOT / "examples/semantic-cache/results/thresholds.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        found = [row for row in csv.DictReader(lines) if row["cosine"] in _COSINES]
    rows = [
        f"| {row['cosine']} | {row['checked_by']} | {float(row['hit_share']):.1%} "
        f"| {row['wrong']} of {row['hits']} "
        f"| {float(row['gco2e_mid_avoided_per_1000_requests']):.2g} |"
        for row in found
    ]
    head = (
        "| least cosine | checked by | hit rate | wrong hits | gCO2e avoided per 1,000 requests |"
    )
    return "\n".join([head, "|--:|---|--:|--:|--:|", *rows])


def _components(plan: dict[str, Any]) -> str:
    """Return the components with the number of resources that each has in a plan."""
    found = schema()["resources"]
    chains = [re.findall(r"azgreen:index:\w+", step["urn"]) for step in plan["steps"]]
    owners = Counter(chain[-1] for chain in chains if chain)
    rows = [
        f"| [{name_of(token)}](docs/components/{page_of(token)}.md) | {summary(item)} "
        f"| {owners[token] or ''} |"
        for token, item in found.items()
    ]
    return "\n".join(["| component | what | in the demo |", "|---|---|--:|", *rows])


def shortened(text: str) -> str:
    """Keep the first of the lines that begin alike, and say how many more there were."""
    begins = [found[0] if (found := _ALIKE.match(line)) else None for line in text.splitlines()]
    counts, kept = Counter(begins), list[str]()
    for index, (begin, line) in enumerate(zip(begins, text.splitlines(), strict=True)):
        if begin is None or begins.index(begin) == index:
            kept.append(line)
            more = counts[begin] - 1 if begin else 0
            kept += [f"{' ' * _indent(line)}[{more} more]"] if more else []
    return "\n".join(kept)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip()) or 2


def _run(project: Path, command: str, stack: str, *more: str) -> str:
    # the reader is in the project's folder, and names none
    told = _told(command, "--stack", stack, "--cwd", str(project), *_POLICIES, *more)
    return told.replace(f" --cwd {project}", "")


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

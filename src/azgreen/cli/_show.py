"""How are a deployment's plan, progress and result shown?"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Final, cast

from rich.console import Console
from rich.table import Table

from azgreen.cli import _answer

if TYPE_CHECKING:
    import argparse

    from azgreen_emulator.engine import Observer, Report, Step

_SIGNS: Final = {"create": "+", "update": "~", "replace": "±", "delete": "-", "same": " "}
_DONE: Final = {
    "create": "created",
    "update": "updated",
    "replace": "replaced",
    "delete": "deleted",
    "same": "unchanged",
}
_LATER: Final = "[known after up]"
_PACKAGE: Final = "azure-native:"


def chosen(options: argparse.Namespace, doing: str) -> TableShow | JsonShow:
    """Return the way of showing that `--format` asks for."""
    where = options.azure or "the local Azure"
    if options.format == "json":
        return JsonShow()
    return TableShow(f"{doing} stack {options.stack!r} on {where}")


class JsonShow:
    """One JSON object on stdout; progress goes to stderr."""

    def __init__(self) -> None:
        self._err = Console(stderr=True, highlight=False)

    def planned(self, report: Report) -> None:
        """The plan is in the result."""

    def started(self, step: Step) -> None:
        """Say what begins."""
        self._err.print(f"{step.kind} {step.name} …", markup=False)

    def finished(self, step: Step) -> None:
        """The result tells it."""

    def said(self, severity: str, message: str) -> None:
        """Hand the program's messages on."""
        self._err.print(f"{severity}: {message}", markup=False)

    def result(self, report: Report, *, preview: bool = False) -> None:
        """Print the whole result."""
        del preview
        print(json.dumps(_as_dict(report), indent=2, sort_keys=True))


class TableShow:
    """Plan, progress and answer for people."""

    def __init__(self, title: str) -> None:
        # taken now: what a program prints while it runs is sent to stderr
        self._out = Console(file=sys.stdout, highlight=False, soft_wrap=True)
        self._title = title

    def planned(self, report: Report) -> None:
        """Show the plan before anything is written."""
        self._out.print(f"[bold]{self._title}[/bold]\n")
        types = [step.token.removeprefix(_PACKAGE) for step in report.steps]
        names = [step.name for step in report.steps]
        for step, kind in zip(report.steps, types, strict=True):
            changed = ", ".join(step.changed) if step.kind in {"update", "replace"} else ""
            cells = (
                f"  {_SIGNS[step.kind]} {step.kind:7}",
                kind.ljust(max(map(len, types))),
                step.name.ljust(max(map(len, names))),
                changed,
            )
            self._out.print("  ".join(cells).rstrip(), markup=False)
        for item in report.violations:
            # the mandatory ones end the deployment, and are told by its error
            if not item.mandatory:
                self._out.print(f"  advisory {item.policy}: {item.finding}", markup=False)
        self._out.print(f"  {_counts(report, ' to ')}", markup=False)
        violated = {item.policy for item in report.violations}
        if report.policies:
            held = sum(name not in violated for name in report.policies)
            self._out.print(f"  {held} of {len(report.policies)} policies hold", markup=False)
        if report.changes:
            self._out.print()

    def started(self, step: Step) -> None:
        """The end of a step is what is shown."""

    def finished(self, step: Step) -> None:
        """Say what is done."""
        if step.kind != "same":
            line = f"  {_SIGNS[step.kind]} {_DONE[step.kind]} {step.name} ({step.seconds:.2f} s)"
            self._out.print(line, markup=False)

    def said(self, severity: str, message: str) -> None:
        """Hand the program's messages on."""
        sys.stderr.write(f"{severity}: {message}\n")

    def result(self, report: Report, *, preview: bool = False) -> None:
        """Show what became of it, and the answer."""
        if not preview:
            self._out.print("\n" + _outcome(report), markup=False)
        footprint: Any = _plain(report.outputs).get("footprint")
        if isinstance(footprint, list) and footprint:
            _answer.show(self._out, cast("list[dict[str, Any]]", footprint))


def print_outputs(outputs: dict[str, Any]) -> None:
    """Print a stack's outputs as a table."""
    table = Table.grid(padding=(0, 2))
    for name, value in sorted(outputs.items()):
        table.add_row(name, value if isinstance(value, str) else json.dumps(value, sort_keys=True))
    Console(highlight=False, markup=False, soft_wrap=True).print(table)


def _as_dict(report: Report) -> dict[str, Any]:
    return {
        "stack": report.stack,
        "summary": report.summary,
        "steps": [
            {
                "kind": step.kind,
                "type": step.token,
                "name": step.name,
                "urn": step.urn,
                "id": step.id or None,
                "changed": list(step.changed),
                "seconds": round(step.seconds, 3),
            }
            for step in report.steps
        ],
        "policies": report.policies,
        "violations": [vars(item) for item in report.violations],
        "outputs": _plain(report.outputs),
    }


def _plain(outputs: dict[str, Any]) -> dict[str, Any]:
    from azgreen_emulator.native.values import UNKNOWN, redacted, rewrite  # noqa: PLC0415 - heavy

    hidden = redacted(outputs)
    return rewrite(hidden, lambda leaf: _LATER if leaf is UNKNOWN else leaf)


def _outcome(report: Report) -> str:
    if report.changes:
        return _counts(report, " ")
    if not report.steps:
        return "Nothing changed: there is nothing to deploy or delete."
    return f"Nothing changed: all {len(report.steps)} resources are as the program says."


def _counts(report: Report, join: str) -> str:
    words = _DONE if join == " " else {kind: f"to {kind}" for kind in _DONE} | {"same": "unchanged"}
    return ", ".join(f"{count} {words[kind]}" for kind, count in report.summary.items())


if TYPE_CHECKING:
    _OBSERVERS: tuple[type[Observer], ...] = (TableShow, JsonShow)

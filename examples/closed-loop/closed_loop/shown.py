"""How is shown what the loop saved?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from closed_loop.loop import Loop
    from closed_loop.measured import Taken
    from closed_loop.traces import Trace


def table(loop: Loop, trace: Trace) -> str:
    """Return what both rounds took, what was written, and what the second look says."""
    before, after = loop.before.taken, loop.after.taken
    rows = [
        ("machines", _machines(before), _machines(after), ""),
        _row("GPU hours", before.gpu_hours, after.gpu_hours, digits=4),
        _row("GPU kWh", before.gpu_kwh, after.gpu_kwh),
        _row("kgCO2e", before.kgco2e.mid, after.kgco2e.mid),
        _row("USD", before.usd, after.usd),
        ("over target", f"{before.over_target:.2%}", f"{after.over_target:.2%}", "at most 1%"),
    ]
    head = ("", "before", "after", "")
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    lines = [f"{_number(before.requests)} requests in two weeks, {trace.what}", ""]
    for name, *cells in (head, *rows):
        right = (cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True))
        lines.append("  ".join([name.ljust(widths[0]), *right]).rstrip())
    return "\n".join([*lines, "", *_advised(loop)])


def _machines(taken: Taken) -> str:
    least, most = taken.least_instances, taken.most_instances
    count = str(least) if least == most else f"{least} to {most}"
    return f"{count} x {taken.machine.removeprefix('Standard_')}"


def _row(name: str, before: float, after: float, digits: int = 3) -> tuple[str, str, str, str]:
    less = f"{after / before - 1:+.0%}"
    return name, _number(before, digits), _number(after, digits), less


def _number(value: float, digits: int = 3) -> str:
    """Write so many significant digits."""
    return f"{float(f'{value:.{digits}g}'):,.15g}"


def _advised(loop: Loop) -> list[str]:
    lines = [
        f"rightsize, {name}: {_verdicts(each.advised)}"
        for name, each in (("before", loop.before), ("after", loop.after))
    ]
    once = "as it was" if loop.is_written_once else "CHANGED AGAIN"
    return [*lines, f"the stack's file after the second 'rightsize --write': {once}\n"]


def _verdicts(advised: dict[str, list[dict[str, str]]]) -> str:
    return ", ".join(f"{item['verdict']} for {item['resource']}" for item in advised["resources"])

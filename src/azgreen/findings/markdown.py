"""How do findings read in a pull request or a job summary? What stops first, waived ones last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from azgreen.findings.finding import Checked, Finding

_HEADS: Final = {
    "violation": "Violations",
    "advice": "Advice",
    "waived": "Waived",
}


def markdown(checked: Checked) -> str:
    """Return a Markdown document."""
    lines = [f"### {checked.project}/{checked.stack}: {summary(checked)}", ""]
    return "\n".join([*lines, *sections(checked)]).rstrip() + "\n"


def summary(checked: Checked) -> str:
    """Return the counts in words."""
    counts = checked.counts
    one = "violation" if counts["violation"] == 1 else "violations"
    return f"{counts['violation']} {one}, {counts['advice']} advised, {counts['waived']} waived"


def sections(checked: Checked) -> list[str]:
    """Return a table for each state that has findings, and what else is to be told."""
    lines: list[str] = []
    for state, head in _HEADS.items():
        found = [finding for finding in checked.findings if finding.state == state]
        if found:
            lines += [f"#### {head}", "", *_table(found), ""]
    if checked.unjudged:
        what = [f"- {it.rule.ref}: {cell(it.what)}" for it in checked.unjudged]
        lines += ["#### Not known before the deployment", "", *what, ""]
    if checked.idle_waivers:
        lines += ["#### Waivers that excuse nothing", ""]
        lines += [f"- {cell(each)}" for each in checked.idle_waivers] + [""]
    return lines


def _table(found: Sequence[Finding]) -> list[str]:
    waived = any(finding.waived for finding in found)
    head = "| rule | severity | resource | what |" + (" waived |" if waived else "")
    rows = [head, "| --- | --- | --- | --- |" + (" --- |" if waived else "")]
    for finding in found:
        cells = [finding.rule.ref, finding.rule.severity, f"`{finding.resource}`", finding.message]
        if finding.waived:
            it = finding.waived
            cells.append(f"until {it.until} by {it.owner}: {it.reason}")
        rows.append(f"| {' | '.join(map(cell, cells))} |")
    return rows


def cell(text: str) -> str:
    """Return text that cannot break out of a table's cell, nor write HTML into a comment."""
    safe = text.replace("\\", "\\\\").replace("|", "\\|")
    return safe.replace("<", "&lt;").replace("\n", " ")

"""How do findings read in a pull request or a job summary? What stops first, waived ones last."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from azgreen.findings.escape import markdown_code, markdown_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from azgreen.findings.finding import Checked, Finding, Rule

_HEADS: Final = {
    "violation": "Violations",
    "advice": "Advice",
}
_ADDRESS: Final = re.compile(r"https://[^\s()<>|\\]+")


def markdown(checked: Checked) -> str:
    """Return a Markdown document."""
    lines = [f"### {title(checked)}: {summary(checked)}", ""]
    return "\n".join([*lines, *sections(checked)]).rstrip() + "\n"


def title(checked: Checked) -> str:
    """Return the project and the stack."""
    return f"{markdown_text(checked.project)}/{markdown_text(checked.stack)}"


def summary(checked: Checked) -> str:
    """Return the counts in words."""
    if not checked.rules:
        return "no rule was asked"
    counts = checked.counts
    one = "violation" if counts["violation"] == 1 else "violations"
    return f"{counts['violation']} {one}, {counts['advice']} advised, {counts['waived']} waived"


def sections(checked: Checked) -> list[str]:
    """Return a table for each state that has findings, and what else is to be told."""
    lines: list[str] = []
    for state, head in _HEADS.items():
        found = [finding for finding in checked.findings if finding.state == state]
        if found:
            lines += [f"#### {head}", "", *_findings(found), ""]
    waived = [finding for finding in checked.findings if finding.state == "waived"]
    if waived:
        # told, but not in the way of what somebody has to do something about
        lines += folded(f"Waived: {len(waived)}", _findings(waived))
    if checked.unjudged:
        rows = [
            (_ref(it.rule), markdown_code(it.resource), markdown_text(it.what))
            for it in checked.unjudged
        ]
        lines += ["#### Not known before the deployment", ""]
        lines += [*table(("rule", "resource", "what"), rows), ""]
    if checked.idle_waivers:
        lines += ["#### Waivers that excuse nothing", ""]
        lines += [*table(("waiver",), [(markdown_text(it),) for it in checked.idle_waivers]), ""]
    return lines


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], aligned: str = "---") -> list[str]:
    """Return the lines of a table of cells that are Markdown; `aligned` is of all but the first."""
    marks = ["---", *[aligned] * (len(heads) - 1)]
    return [f"| {' | '.join(cells)} |" for cells in (heads, marks, *rows)]


def folded(head: str, lines: Iterable[str]) -> list[str]:
    """Return lines that are shown when one opens them."""
    return [f"<details><summary>{head}</summary>", "", *lines, "", "</details>", ""]


def _findings(found: Sequence[Finding]) -> list[str]:
    heads = ["rule", "severity", "resource", "what"]
    waived = any(finding.waived for finding in found)
    return table([*heads, "waived"] if waived else heads, map(_row, found))


def _row(finding: Finding) -> list[str]:
    cells = [_ref(finding.rule), finding.rule.severity, _place(finding)]
    cells.append(markdown_text(finding.message))
    if finding.waived is not None:
        it = finding.waived
        cells.append(markdown_text(f"until {it.until} by {it.owner}: {it.reason}"))
    return cells


def _place(finding: Finding) -> str:
    resource, source = markdown_code(finding.resource), finding.source
    if source is None:
        return resource
    return f"{resource}<br>{markdown_code(f'{source.file}:{source.line}')}"


def _ref(rule: Rule) -> str:
    """Return the id of a rule, as a link where its page has an address."""
    ref = markdown_text(rule.ref)
    return f"[{ref}]({rule.page})" if _ADDRESS.fullmatch(rule.page) else ref

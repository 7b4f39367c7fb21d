"""How does one comment tell a pull request what it changes: carbon, water, money, rules?

The first line tells the change; violations stand above the figures; the hidden marker lets the next
run find the comment and write it anew.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from azgreen.findings.escape import markdown_code, markdown_text
from azgreen.findings.markdown import folded, sections, summary, table, title
from azgreen.findings.numbers import UNITS, number, signed, signed_share

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from azgreen.estimate.inventory import Line
    from azgreen.findings.change import Change, Row
    from azgreen.findings.finding import Checked

_NOT_KNOWN: Final = "n/a"
_WORDS: Final = {"gco2e": "carbon", "water_l": "water", "usd": "cost"}
_NAMED: Final = 3
"""How many resources are named that share one reason; the JSON names them all."""


def marker(checked: Checked) -> str:
    """Return the text by which a comment of this stack is found again; it begins with it."""
    names = (re.sub(r"[^\w.-]", "-", name) for name in (checked.project, checked.stack))
    return f"<!-- azgreen {'/'.join(names)} -->"


def comment(
    checked: Checked, change: Change, *, tool_version: str, told: Sequence[str] = ()
) -> str:
    """Return the comment, in Markdown.

    Args:
        checked: What the rules found in the stack as it will be.
        change: What a month takes before and after.
        tool_version: Version of azgreen.
        told: Limits that are exceeded, or could not be judged.
    """
    lines = [marker(checked), f"## azgreen: {title(checked)}", ""]
    lines += [f"**{_headline(change)}**; {summary(checked)}.", ""]
    for each in told:
        lines += [f"> Limit: {markdown_text(each)}", ""]
    lines += sections(checked)
    lines += _figures(change)
    lines += [_foot(checked, change, tool_version)]
    return "\n".join(lines) + "\n"


def _headline(change: Change) -> str:
    if not any(row.changes for row in change.rows):
        return "A month takes what it took before"
    parts = [
        f"{signed(change.delta(quantity), quantity)} {unit}" for quantity, unit in UNITS.items()
    ]
    share = signed_share(change.share("gco2e") or 0)
    return f"A month changes by {', '.join(parts)}" + (f" ({share} carbon)" if share else "")


def _figures(change: Change) -> list[str]:
    changed = [row for row in change.rows if row.changes]
    same = [row for row in change.rows if not row.changes]
    lines: list[str] = []
    if changed:
        sums = ["**together, as far as both ends are known**", *_sums(change)]
        lines += ["#### What changes, a month", "", *_table([*map(_cells, changed), sums]), ""]
    if same:
        lines += folded("What stays, a month", _table(map(_cells, same)))
    reasons = _reasons(change)
    if reasons:
        heads = ("why", "what is not known", "of")
        lines += folded("What is not known, and in no sum", table(heads, reasons))
    return lines


def _table(rows: Iterable[Sequence[str]]) -> list[str]:
    return table(("resource", *UNITS.values()), rows, "---:")


def _cells(row: Row) -> list[str]:
    state = ", new" if row.before is None else ", gone" if row.after is None else ""
    name = f"{markdown_code(row.name)}<br>{markdown_text(row.kind)}{state}"
    return [name, *(_cell(row, quantity) for quantity in UNITS)]


def _cell(row: Row, quantity: str) -> str:
    """Return `105 → 33 (-72)`, one figure where nothing changes, the change alone at an end."""
    delta = row.delta(quantity)
    if row.before is None or row.after is None:
        return _NOT_KNOWN if delta is None else signed(delta, quantity)
    ends = [_of(line, quantity) for line in (row.before, row.after)]
    if delta is None:
        return _NOT_KNOWN if ends[0] == ends[1] else " → ".join(ends)
    return f"{' → '.join(ends)} ({signed(delta, quantity)})" if delta else ends[1]


def _of(line: Line, quantity: str) -> str:
    figure = line.figure(quantity)
    return _NOT_KNOWN if figure is None else number(figure.mid, quantity)


def _sums(change: Change) -> list[str]:
    found: list[str] = []
    for quantity in UNITS:
        before, after = (number(end, quantity) for end in change.ends(quantity))
        delta = change.delta(quantity)
        found.append(f"{before} → {after} ({signed(delta, quantity)})" if delta else after)
    return found


def _reasons(change: Change) -> list[Sequence[str]]:
    """Return each reason once, with what is not known because of it and of which resources."""
    known: dict[tuple[str, str], list[str]] = {}
    for line in change.after.lines:
        for reason in dict.fromkeys(line.not_known.values()):
            what = [word for key, word in _WORDS.items() if line.not_known.get(key) == reason]
            if what:
                known.setdefault((reason, ", ".join(what)), []).append(line.name)
    return [(markdown_text(reason), what, _named(names)) for (reason, what), names in known.items()]


def _named(names: Sequence[str]) -> str:
    shown = ", ".join(map(markdown_code, names[:_NAMED]))
    more = len(names) - _NAMED
    return f"{shown} and {more} more" if more > 0 else shown


def _foot(checked: Checked, change: Change, tool_version: str) -> str:
    after = change.after.gco2e
    ends = " to ".join(number(end, "gco2e") for end in (after.low, after.high))
    held = f"{ends} {UNITS['gco2e']} a month {change.after.told('gco2e')}"
    parts = [
        f"Estimates, location-based; carbon after: {held}",
        f"data: {markdown_text(checked.data_version)}",
        f"azgreen {markdown_text(tool_version)}",
    ]
    return f"<sub>{'; '.join(parts)}</sub>"

"""How does one comment tell a pull request what it changes: carbon, water, money, rules?

The first line tells the change; violations stand above the figures; the hidden marker lets the next
run find the comment and write it anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen.findings.markdown import cell, sections, summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from azgreen.estimate.inventory import Line
    from azgreen.findings.change import Change, Row
    from azgreen.findings.finding import Checked

_G_PER_KG: Final = 1000
_SHOWN: Final = (("gco2e", "kgCO2e"), ("water_l", "L water"), ("usd", "USD"))
_NOT_KNOWN: Final = "n/a"


def marker(checked: Checked) -> str:
    """Return the text by which a comment of this stack is found again."""
    return f"<!-- azgreen {checked.project}/{checked.stack} -->"


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
    lines = [marker(checked), f"## azgreen: {cell(checked.project)}/{cell(checked.stack)}", ""]
    lines += [f"**{_headline(change)}**; {summary(checked)}.", ""]
    lines += [f"> {cell(each)}" for each in told] + ([""] if told else [])
    lines += sections(checked)
    lines += _figures(change)
    lines += ["", _foot(checked, change, tool_version)]
    return "\n".join(lines) + "\n"


def _headline(change: Change) -> str:
    parts = [f"{_signed(change.delta(quantity), quantity)} {unit}" for quantity, unit in _SHOWN]
    if not any(row.changes for row in change.rows):
        return "A month takes what it took before"
    share = change.share("gco2e")
    times = "" if share is None else f" ({share:+.0%} carbon)"
    return f"A month changes by {', '.join(parts)}{times}"


def _figures(change: Change) -> list[str]:
    changed = [row for row in change.rows if row.changes]
    same = [row for row in change.rows if not row.changes]
    lines: list[str] = []
    if changed:
        lines += ["#### What changes, a month", "", *_table(change, changed)]
    if same:
        lines += ["", "<details><summary>What stays</summary>", "", *_table(None, same)]
        lines += ["", "</details>"]
    reasons = _reasons(change)
    if reasons:
        lines += ["", "<details><summary>What is not known, and in no sum</summary>", ""]
        lines += [*reasons, "", "</details>"]
    return lines


def _table(change: Change | None, rows: Iterable[Row]) -> list[str]:
    heads = [unit for _, unit in _SHOWN]
    lines = ["| resource | " + " | ".join(f"{unit} before | after | change" for unit in heads)]
    lines[0] += " |"
    lines.append("| --- |" + " ---: | ---: | ---: |" * len(heads))
    lines += [_row(f"`{row.name}` {row.kind}", _cells(row)) for row in rows]
    if change is not None:
        lines.append(_row("**together, as far as known**", _sums(change)))
    return lines


def _row(name: str, cells: Iterable[str]) -> str:
    return f"| {cell(name)} | {' | '.join(cells)} |"


def _cells(row: Row) -> list[str]:
    found: list[str] = []
    for quantity, _ in _SHOWN:
        delta = row.delta(quantity)
        found += [_of(row.before, quantity), _of(row.after, quantity)]
        found.append(_NOT_KNOWN if delta is None else _signed(delta, quantity))
    return found


def _sums(change: Change) -> list[str]:
    found: list[str] = []
    for quantity, _ in _SHOWN:
        ends = [getattr(each, quantity).mid for each in (change.before, change.after)]
        found += [_number(end, quantity) for end in ends]
        found.append(_signed(change.delta(quantity), quantity))
    return found


def _of(line: Line | None, quantity: str) -> str:
    if line is None:
        return ""
    figure = line.figure(quantity)
    return _NOT_KNOWN if figure is None else _number(figure.mid, quantity)


def _reasons(change: Change) -> list[str]:
    """Return each reason once, with what is not known because of it and of which resources."""
    known: dict[tuple[str, str], list[str]] = {}
    for line in change.after.lines:
        for reason in dict.fromkeys(line.not_known.values()):
            units = [unit for key, unit in _SHOWN if line.not_known.get(key) == reason]
            if units:
                known.setdefault((reason, ", ".join(units)), []).append(f"`{line.name}`")
    return [
        f"- {cell(reason)} ({units}): {cell(', '.join(names))}"
        for (reason, units), names in known.items()
    ]


def _foot(checked: Checked, change: Change, tool_version: str) -> str:
    after = change.after.gco2e
    ends = " to ".join(_number(end, "gco2e") for end in (after.low, after.high))
    parts = [
        (
            f"Estimates, location-based; carbon after: {ends} kgCO2e a month "
            f"{change.after.told('gco2e')}"
        ),
        f"data: {checked.data_version}",
        f"azgreen {tool_version}",
    ]
    return f"<sub>{'; '.join(map(cell, parts))}</sub>"


def _signed(amount: float, quantity: str) -> str:
    text = _number(abs(amount), quantity)
    return "0" if text == "0" else f"{'+' if amount > 0 else '-'}{text}"


def _number(amount: float, quantity: str) -> str:
    value = amount / _G_PER_KG if quantity == "gco2e" else amount
    if not value:
        return "0"
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"  # noqa: PLR2004 - then 3 digits are not enough

"""Is every form valid whatever a program or a pack says, and what was agreed for one example?"""

from __future__ import annotations

import json
import os
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from markdown_it import MarkdownIt
from tests.findings.made import AMOUNTS, CHANGE, CHECKED, SAID, TEXTS, VERSION, changes, checks

from azgreen.findings import Change, Checked, comment, junit, markdown, marker, sarif
from azgreen.findings.escape import markdown_code, markdown_text, printable
from azgreen.findings.numbers import UNITS, number, signed, signed_share

GOLDEN = Path(__file__).parent / "golden"
REWRITE = "AZGREEN_REWRITE_GOLDEN"
TOLD = ("the carbon of a month grows by 23.4%, over 10%",)
FORMS = {
    "comment.md": lambda: comment(CHECKED, CHANGE, tool_version=VERSION, told=TOLD),
    "findings.md": lambda: markdown(CHECKED),
    "log.sarif": lambda: (
        f"{json.dumps(sarif(CHECKED, tool_version=VERSION, base='x'), indent=2)}\n"
    ),
    "report.xml": lambda: junit(CHECKED),
    "findings.json": lambda: f"{json.dumps(CHECKED.as_dict(), indent=2)}\n",
}
OWN_TAGS = {"br", "sub", "details", "summary"}
RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


class Read(HTMLParser):
    """The tables of a page as rows of cells, and every tag that there is."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.tags: list[str] = []
        self.inside = False
        self.feed(RENDERER.render(text))

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the parser's
        self.tags.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in {"td", "th"}:
            self.tables[-1][-1].append("")
            self.inside = True
        elif tag == "br":
            self.handle_data(" / ")

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.tables[-1][-1][-1] += data

    def rows(self, head: str) -> list[list[str]]:
        """Return the rows below the tables whose first head is this."""
        return [row for table in self.tables if table[0][0] == head for row in table[1:]]


def shown(text: str) -> str:
    """Return what is to be read where a program says this."""
    flat = " ".join(printable(text).split())
    return re.sub(r"(?<!\w)@(?=\w)", "@\u2060", flat)


@pytest.mark.parametrize("name", FORMS)
def test_golden(name: str) -> None:
    file, text = GOLDEN / name, FORMS[name]()
    if os.environ.get(REWRITE):
        file.write_text(text, "utf-8")
    assert text == file.read_text("utf-8"), f"if this is meant, run once with {REWRITE}=1"


@given(text=TEXTS)
def test_markdown_shows_text_as_it_is(text: str) -> None:
    page = Read(f"| h |\n| --- |\n| a{markdown_text(text)}z |\n")
    ((cell,),) = page.rows("h")
    assert cell == f"a{shown(text)}z"
    assert set(page.tags) <= {"table", "thead", "tbody", "tr", "th", "td"}
    ((code,),) = Read(f"| h |\n| --- |\n| {markdown_code(f'a{text}z')} |\n").rows("h")
    assert code.replace("\u2060", "") == shown(f"a{text}z").replace("\u2060", "")


@settings(deadline=None)
@given(checked=checks(), change=changes(SAID), told=st.lists(SAID, max_size=2))
def test_no_text_breaks_a_comment(checked: Checked, change: Change, told: list[str]) -> None:
    text = comment(checked, change, tool_version=VERSION, told=told)
    text.encode()
    assert text.startswith(f"{marker(checked)}\n## azgreen: ")
    assert re.fullmatch(r"<!-- azgreen [\w.-]+/[\w.-]+ -->", marker(checked))
    assert text.count("<!--") == text.count("-->") == 1
    assert {tag.lower() for tag in re.findall(r"<(?!!--)/?(.*?)>", text)} <= OWN_TAGS
    page = Read(text)
    assert page.tags.count("h2") == 1
    assert page.tags.count("details") == text.count("</details>")
    found = page.rows("rule")
    assert [row[-1] for row in found[len(checked.findings) :]] == [
        shown(it.what) for it in checked.unjudged
    ]
    assert [row[3] for row in found[: len(checked.findings)]] == [
        shown(it.message) for it in checked.findings
    ]
    names = sorted(
        row[0].rsplit(" / ", 1)[0].replace("\u2060", "")
        for row in page.rows("resource")
        if not row[0].startswith("together, ")
    )
    assert names == sorted(shown(row.name).replace("\u2060", "") for row in change.rows)
    assert all(len(row) == len(table[0]) for table in page.tables for row in table)


def test_violations_stand_above_the_figures_and_the_first_line_tells() -> None:
    lines = FORMS["comment.md"]().splitlines()
    assert lines[0] == marker(CHECKED) == "<!-- azgreen shop/prod -->"
    assert lines[3] == (
        "**A month changes by -72 kgCO2e, -212 L water, -9,378 USD (-52.1% carbon)**; "
        "1 violation, 1 advised, 1 waived."
    )
    heads = [it for it in lines if it.startswith("#### ")]
    assert heads == [
        "#### Violations",
        "#### Advice",
        "#### Not known before the deployment",
        "#### Waivers that excuse nothing",
        "#### What changes, a month",
    ]
    assert "<details><summary>Waived: 1</summary>" in lines


def test_no_change_is_told_as_such() -> None:
    text = comment(CHECKED, Change(CHANGE.after, CHANGE.after), tool_version=VERSION)
    assert "**A month takes what it took before**; " in text
    assert "#### What changes" not in text
    assert "<summary>What stays, a month</summary>" in text


@given(amount=AMOUNTS | st.floats(0, 2), quantity=st.sampled_from(sorted(UNITS)))
def test_a_number_is_near_and_never_reads_as_nothing(amount: float, quantity: str) -> None:
    value = amount / 1000 if quantity == "gco2e" else amount
    text = number(amount, quantity)
    assert re.fullmatch(r"~?0|\d{1,3}(,\d{3})*(\.\d{1,3})?", text)
    assert (text == "0") == (value == 0)
    told = float(text.replace(",", "").replace("~", ""))
    assert told == pytest.approx(value, rel=0.0051, abs=0.000501)
    assert signed(-amount, quantity) in {f"-{text}", "0", "~0"}


@pytest.mark.parametrize(
    ("amount", "text"),
    [(999.7, "1,000"), (99.96, "100"), (0.1, "0.1"), (1234.5, "1,234"), (5e-5, "~0"), (0, "0")],
)
def test_numbers(amount: float, text: str) -> None:
    assert number(amount, "usd") == text
    assert [signed_share(it) for it in (0.0004, -0.0004, 12.5, -0.5)] == [
        "",
        "",
        "+1,250.0%",
        "-50.0%",
    ]


@cache
def schema() -> Any:
    file = Path(__file__).parents[1] / "data/sarif-2.1.0.json"
    return Draft4Validator(
        json.loads(file.read_text("utf-8")), format_checker=Draft4Validator.FORMAT_CHECKER
    )


@settings(deadline=None)
@given(checked=checks())
def test_sarif_is_valid_whatever_is_found(checked: Checked) -> None:
    log = json.loads(json.dumps(sarif(checked, tool_version=VERSION, base="a b")))
    schema().validate(log)
    (run,) = log["runs"]
    for result, finding in zip(run["results"], checked.findings, strict=True):
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == finding.rule.ref
        place = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"a%20b/[\w.~/%-]+", place, re.ASCII)
        assert ("suppressions" in result) == (finding.waived is not None)
    for entry in run["tool"]["driver"]["rules"]:
        assert entry["properties"]["problem.severity"] in {"error", "warning", "recommendation"}


@given(checked=checks())
def test_junit_parses_and_counts_whatever_is_found(checked: Checked) -> None:
    text = junit(checked)
    root = ET.fromstring(text.encode())  # noqa: S314 - our own
    cases = list(root.iter("testcase"))
    assert len(cases) == len(checked.rules) == int(root.get("tests") or -1)
    assert len(list(root.iter("failure"))) == int(root.get("failures") or -1)
    assert len(list(root.iter("skipped"))) == int(root.get("skipped") or -1)
    wrong = {it.rule.ref for it in checked.findings if it.state == "violation"}
    assert len(list(root.iter("failure"))) == len(wrong)

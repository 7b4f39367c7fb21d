"""One fixed check and change for the golden files, and strategies for arbitrary ones."""

from __future__ import annotations

import string

from hypothesis import strategies as st

from azgreen.catalog import Spread
from azgreen.estimate.inventory import QUANTITIES, Line, Total, total
from azgreen.findings import (
    SEVERITIES,
    Change,
    Checked,
    Finding,
    Rule,
    Source,
    Unjudged,
    Waived,
)

PILLARS = ("carbon", "size", "reliability", "security")
URN = "urn:pulumi:prod::shop::azure-native:{}::{}"
VERSION = "1.2.3"


def rule(ref: str, pillar: str, severity: str, summary: str, page: str) -> Rule:
    name = summary.lower().replace(" ", "-")
    return Rule(ref, name, pillar, severity, summary, f"Make it so: {summary}.", page)


CARBON = rule("AZG-C001", "carbon", "high", "Grid has little carbon", "https://example.com/C001")
SIZE = rule("AZG-S001", "size", "medium", "Capacity is what dev takes", "docs/rules/S001.md")
KEYS = rule("AZG-X001", "security", "low", "No keys", "https://example.com/X001")
CHAT, SEARCH = URN.format("cognitiveservices:Deployment", "chat"), URN.format("search:Service", "s")
CHECKED = Checked(
    project="shop",
    stack="prod",
    rules=(CARBON, SIZE, KEYS),
    findings=(
        Finding(
            CARBON,
            CHAT,
            "'chat' is in polandcentral with 597 gCO2e/kWh; use swedencentral",
            mandatory=True,
            source=Source("app/__main__.py", 13),
        ),
        Finding(SIZE, "", "the stack takes 51 > 50 k TPM | of <Standard>", mandatory=False),
        Finding(
            KEYS,
            SEARCH,
            "'s' takes keys; set disable_local_auth to True",
            mandatory=False,
            waived=Waived("@search-team", "moves in *May*", "2027-05-31"),
        ),
    ),
    unjudged=(Unjudged(SIZE, CHAT, "sku.capacity is not known before the deployment"),),
    idle_waivers=("AZG-X001 at 'old', until 2027-01-01 by ops: gone",),
    data_version="2025 (yearly, @grid/co2 0.19.0)",
)


def line(kind: str, name: str, *figures: float | str | None) -> Line:
    """Return the line of energy, carbon, water and money; a text says why one is not known."""
    spread = [
        it if isinstance(it, str) else Spread((it or 0) / 2, it or 0, 2 * (it or 0))
        for it in figures
    ]
    return Line.of(kind, dict(zip(QUANTITIES, spread, strict=True))).called(name, None)


NO_POWER = "Azure publishes the power of no size of this service"
CHANGE = Change(
    total(
        [
            line("cognitiveservices:Deployment", "chat", 9e5, 105_000, 332, 14_070),
            line("search:Service", "s", NO_POWER, NO_POWER, NO_POWER, 73.73),
            line("search:Service", "old", NO_POWER, NO_POWER, NO_POWER, 73.73),
            line("machinelearningservices:OnlineDeployment", "phi", 8e5, 33_300, 38.8, 7008),
        ]
    ),
    total(
        [
            line("cognitiveservices:Deployment", "chat", 2e5, 33_000, 120, 4_690),
            line("search:Service", "s", NO_POWER, NO_POWER, NO_POWER, 147.46),
            line("machinelearningservices:OnlineDeployment", "phi", 8e5, 33_300, 38.8, 7008),
            line("cognitiveservices:Deployment", "embed", 20, 0.4, 0.002, 1.5),
            *(line("monitor:MetricAlert", f"alert-{i}", *["by use"] * 4) for i in range(5)),
        ]
    ),
)

EVIL = st.sampled_from(
    [
        "|",
        "\\",
        "\\|",
        "<b>",
        "</details>",
        "<!--",
        "-->",
        "\n",
        "\r\n",
        "\u2028",
        "\x00",
        "\x1b[31m",
        "`",
        "``",
        "*a*",
        "_b_",
        "__c__",
        "[x](y)",
        "~~d~~",
        "&lt;",
        "&",
        "#",
        "- ",
        "> ",
        "@team",
        "$1$",
        "::",
        "\ud800",
        "\ufffe",
        "é",
        "🌱",
        " ",
    ]
)
TEXTS = st.lists(EVIL | st.text(max_size=4), max_size=8).map("".join)
SAID = TEXTS.map(lambda text: f"a{text}z")
"""Text that is not empty, whatever whitespace does."""
AMOUNTS = st.floats(0, 1e9) | st.sampled_from([0.0, 0.1, 0.7, 999.7, 1e6])
NAMES = st.text(string.ascii_lowercase, min_size=1, max_size=3)


@st.composite
def checks(draw: st.DrawFn) -> Checked:
    rules = draw(
        st.lists(
            st.builds(
                Rule,
                ref=SAID,
                name=SAID,
                pillar=st.sampled_from(PILLARS),
                severity=st.sampled_from(SEVERITIES),
                summary=SAID,
                fix=SAID,
                page=SAID | st.just("https://example.com/rule"),
            ),
            min_size=1,
            max_size=3,
            unique_by=lambda item: item.ref,
        )
    )
    which = st.sampled_from(rules)
    findings = st.builds(
        Finding,
        rule=which,
        urn=st.just("") | SAID.map(lambda text: f"urn:pulumi:s::p::t::{text}"),
        message=SAID,
        mandatory=st.booleans(),
        waived=st.none() | st.builds(Waived, owner=SAID, reason=SAID, until=st.just("2027-01-01")),
        source=st.none() | st.builds(Source, file=SAID, line=st.integers(1, 10**6)),
    )
    return Checked(
        project=draw(SAID),
        stack=draw(SAID),
        rules=tuple(rules),
        findings=tuple(sorted(draw(st.lists(findings, max_size=4)), key=lambda it: it.order)),
        unjudged=tuple(
            draw(st.lists(st.builds(Unjudged, rule=which, urn=SAID, what=SAID), max_size=2))
        ),
        idle_waivers=tuple(draw(st.lists(SAID, max_size=2))),
        data_version=draw(SAID),
    )


def totals(names: st.SearchStrategy[str] = NAMES) -> st.SearchStrategy[Total]:
    figures = st.lists(AMOUNTS | SAID, min_size=4, max_size=4)
    kinds = st.sampled_from(["search:Service", "cognitiveservices:Deployment"])
    lines = st.tuples(kinds, names, figures).map(lambda it: line(it[0], it[1], *it[2]))
    return st.lists(lines, max_size=5).map(total)


def changes(names: st.SearchStrategy[str] = NAMES) -> st.SearchStrategy[Change]:
    return st.builds(Change, totals(names), totals(names))

"""How do findings get into the test report of a pipeline? One test case for each rule."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from azgreen.findings.escape import printable

if TYPE_CHECKING:
    from azgreen.findings.finding import Checked, Finding, Rule


def junit(checked: Checked) -> str:
    """Return JUnit XML: a rule with violations fails, one with only waived ones is skipped."""
    by_rule = {
        rule.ref: [it for it in checked.findings if it.rule == rule] for rule in checked.rules
    }
    failed = sum(any(it.state == "violation" for it in found) for found in by_rule.values())
    skipped = sum(_is_skipped(found) for found in by_rule.values())
    counts = {"tests": str(len(by_rule)), "failures": str(failed), "skipped": str(skipped)}
    suite = ET.Element(
        "testsuite", {"name": f"azgreen {checked.project}/{checked.stack}", **counts}
    )
    for rule in checked.rules:
        suite.append(_case(rule, by_rule[rule.ref]))
    root = ET.Element("testsuites", counts)
    root.append(suite)
    ET.indent(root)
    return printable(ET.tostring(root, encoding="unicode", xml_declaration=True)) + "\n"


def _is_skipped(found: list[Finding]) -> bool:
    states = {finding.state for finding in found}
    return "waived" in states and "violation" not in states


def _case(rule: Rule, found: list[Finding]) -> ET.Element:
    case = ET.Element(
        "testcase", classname=f"azgreen.{rule.pillar}", name=f"{rule.ref} {rule.name}"
    )
    wrong = [finding for finding in found if finding.state == "violation"]
    waived = [finding for finding in found if finding.waived is not None]
    advice = [finding for finding in found if finding.state == "advice"]
    if wrong:
        head = f"{len(wrong)} violated: {rule.summary}"
        failure = ET.SubElement(case, "failure", type=rule.severity, message=head)
        failure.text = "\n".join(finding.message for finding in wrong)
    elif waived:
        ET.SubElement(case, "skipped", message="; ".join(_told(finding) for finding in waived))
    if advice:
        ET.SubElement(case, "system-out").text = "\n".join(it.message for it in advice)
    return case


def _told(finding: Finding) -> str:
    waived = finding.waived
    assert waived is not None  # noqa: S101 - asked for those only
    return f"waived until {waived.until} by {waived.owner} ({waived.reason}): {finding.message}"

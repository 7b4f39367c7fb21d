"""How do findings get into code scanning? As SARIF 2.1.0, of which GitHub and Azure read a part."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from azgreen.findings.escape import printable

if TYPE_CHECKING:
    from azgreen.findings.finding import Checked, Finding, Rule, Source

VERSION: Final = "2.1.0"
SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
ELSEWHERE: Final = "Pulumi.yaml"
"""Where a finding is put whose line in the program is not known: code scanning needs a place."""

_LEVELS: Final = {"critical": "error", "high": "error", "medium": "warning", "low": "note"}
_PROBLEMS: Final = {**_LEVELS, "low": "recommendation"}
"""The words that GitHub takes for the severity of a rule that is not of security."""
_SECURITY: Final = {"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "3.0"}
"""CVSS-like figures inside the ranges by which GitHub names the severity of a security rule."""


def sarif(checked: Checked, *, tool_version: str, base: str = "") -> dict[str, Any]:
    """Return a SARIF log with one run.

    Args:
        checked: What was found.
        tool_version: Version of azgreen.
        base: Folder of the project within the repository, without a slash at its end.
    """
    order = {rule.ref: index for index, rule in enumerate(checked.rules)}
    driver = {
        "name": "azgreen",
        "semanticVersion": tool_version,
        "rules": [_rule(rule) for rule in checked.rules],
    }
    return {
        "$schema": SCHEMA,
        "version": VERSION,
        "runs": [
            {
                "tool": {"driver": driver},
                "automationDetails": {"id": f"azgreen/{checked.project}/{checked.stack}/"},
                "columnKind": "unicodeCodePoints",
                "results": [_result(item, order, base) for item in checked.findings],
            }
        ],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "id": rule.ref,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.summary},
        "help": {"text": rule.fix, "markdown": f"{rule.fix}\n\nPage: {rule.page}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.pillar], "problem.severity": _PROBLEMS[rule.severity]},
    }
    if "://" in rule.page:
        entry["helpUri"] = rule.page
    if rule.pillar == "security":
        entry["properties"]["tags"] = ["security"]
        entry["properties"]["security-severity"] = _SECURITY[rule.severity]
    return entry


def _result(finding: Finding, order: dict[str, int], base: str) -> dict[str, Any]:
    known = f"{finding.rule.ref}\n{finding.urn}\n{finding.message}"
    result: dict[str, Any] = {
        "ruleId": finding.rule.ref,
        "ruleIndex": order[finding.rule.ref],
        "level": _LEVELS[finding.rule.severity] if finding.mandatory else "note",
        "message": {"text": finding.message},
        "locations": [_location(finding, base)],
        # a place moves with every edit; what is wrong with which resource does not
        "partialFingerprints": {"azgreen/v1": sha256(printable(known).encode()).hexdigest()},
    }
    if finding.waived is not None:
        why = f"{finding.waived.reason} ({finding.waived.owner}, until {finding.waived.until})"
        suppressed = {"kind": "external", "status": "accepted", "justification": why}
        result["suppressions"] = [suppressed]
    return result


def _location(finding: Finding, base: str) -> dict[str, Any]:
    place: dict[str, Any] = {"physicalLocation": _physical(finding.source, base)}
    if finding.urn:
        place["logicalLocations"] = [
            {"name": finding.resource, "fullyQualifiedName": finding.urn, "kind": "resource"}
        ]
    return place


def _physical(source: Source | None, base: str) -> dict[str, Any]:
    file, line = (ELSEWHERE, 1) if source is None else (source.file, source.line)
    uri = f"{base}/{file}" if base else file
    return {"artifactLocation": {"uri": quote(printable(uri))}, "region": {"startLine": line}}

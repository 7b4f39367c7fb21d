"""What did the rules find in a stack, what is waived, and what could not be judged?"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

SEVERITIES: Final = ("critical", "high", "medium", "low")
"""From worst to least."""

STATES: Final = ("violation", "advice", "waived")
"""What stops a deployment, what does not, and what may stay for now."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a pack says about one of its rules."""

    ref: str
    """Its id, such as AZG-S001; the name where a pack gives none."""
    name: str
    pillar: str
    severity: str
    summary: str
    fix: str
    page: str
    """Where its page is: an address, or a path in the repository of the pack."""


@dataclass(frozen=True, slots=True)
class Waived:
    """The waiver of a finding."""

    owner: str
    reason: str
    until: str
    """Last day, ISO 8601."""


@dataclass(frozen=True, slots=True)
class Source:
    """A place in the program."""

    file: str
    """Path from the project's folder."""
    line: int
    """From 1."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One violation of one rule."""

    rule: Rule
    urn: str
    """URN of the resource; empty for the stack as a whole."""
    message: str
    mandatory: bool
    waived: Waived | None = None
    source: Source | None = None

    @property
    def state(self) -> str:
        """One of `STATES`."""
        if self.waived is not None:
            return "waived"
        return "violation" if self.mandatory else "advice"

    @property
    def resource(self) -> str:
        """The resource's name in the program; the word stack for the stack as a whole."""
        return _resource(self.urn)

    @property
    def order(self) -> tuple[int, int, str, str, str]:
        """What stops first, then the worst first."""
        worst = SEVERITIES.index(self.rule.severity)
        return STATES.index(self.state), worst, self.rule.ref, self.urn, self.message


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A rule that needs a value which a preview does not know."""

    rule: Rule
    urn: str
    what: str

    @property
    def resource(self) -> str:
        """As that of a `Finding`."""
        return _resource(self.urn)


@dataclass(frozen=True, slots=True)
class Checked:
    """Everything that a check found."""

    project: str
    stack: str
    rules: tuple[Rule, ...]
    """Every rule that was asked, by id."""
    findings: tuple[Finding, ...]
    unjudged: tuple[Unjudged, ...] = ()
    idle_waivers: tuple[str, ...] = ()
    """Waivers that excuse nothing, in words."""
    data_version: str = field(kw_only=True)
    """Version of the carbon data."""

    @property
    def counts(self) -> Mapping[str, int]:
        """How many findings there are in each of `STATES`."""
        found = Counter(finding.state for finding in self.findings)
        return {state: found[state] for state in STATES}

    def fails(self, *, strict: bool = False) -> bool:
        """Tell whether something was found that is to stop a deployment; advice too if strict."""
        return bool(self.counts["violation"] or (strict and self.counts["advice"]))

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "schemaVersion": 1,
            "project": self.project,
            "stack": self.stack,
            "dataVersion": self.data_version,
            "counts": dict(self.counts),
            "findings": [
                {
                    "state": finding.state,
                    "rule": finding.rule.ref,
                    "name": finding.rule.name,
                    "severity": finding.rule.severity,
                    "resource": finding.resource,
                    "urn": finding.urn,
                    "message": finding.message,
                    "fix": finding.rule.fix,
                    "waived": finding.waived and asdict(finding.waived),
                    "source": finding.source and asdict(finding.source),
                }
                for finding in self.findings
            ],
            "unjudged": [
                {"rule": item.rule.ref, "urn": item.urn, "what": item.what}
                for item in self.unjudged
            ],
            "idleWaivers": list(self.idle_waivers),
            "rules": [rule.ref for rule in self.rules],
        }


def _resource(urn: str) -> str:
    return urn.rpartition("::")[2] or "stack"

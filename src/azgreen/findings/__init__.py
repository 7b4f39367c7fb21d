"""How are the findings of rules told: to people, to code scanning, to a pipeline?

Pure: from `Checked` to text. Nothing here knows Pulumi.
"""

from azgreen.findings.finding import (
    SEVERITIES,
    STATES,
    Checked,
    Finding,
    Rule,
    Source,
    Unjudged,
    Waived,
)
from azgreen.findings.junit import junit
from azgreen.findings.markdown import markdown
from azgreen.findings.sarif import sarif

__all__ = [
    "SEVERITIES",
    "STATES",
    "Checked",
    "Finding",
    "Rule",
    "Source",
    "Unjudged",
    "Waived",
    "junit",
    "markdown",
    "sarif",
]

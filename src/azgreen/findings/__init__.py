"""How are the findings of rules told: to people, to code scanning, to a pipeline?

Pure: from `Checked` to text. Nothing here knows Pulumi.
"""

from azgreen.findings.change import NOTHING, Change, Row
from azgreen.findings.comment import comment, marker
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
from azgreen.findings.limit import Limit, read_limit
from azgreen.findings.markdown import markdown
from azgreen.findings.sarif import sarif

__all__ = [
    "NOTHING",
    "SEVERITIES",
    "STATES",
    "Change",
    "Checked",
    "Finding",
    "Limit",
    "Row",
    "Rule",
    "Source",
    "Unjudged",
    "Waived",
    "comment",
    "junit",
    "markdown",
    "marker",
    "read_limit",
    "sarif",
]

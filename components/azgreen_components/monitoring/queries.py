"""What does a log alert ask, where a metric alert cannot divide or does not see silence?"""

from collections.abc import Iterable

from azgreen import catalog

VALUE = "value"
"""Column that the threshold is compared with."""


def query(rule: catalog.AlertRule, resource_id: str) -> str:
    """Return the query of a rule over the metrics that a resource exports.

    The sum of the rule's metrics, 0 where there is no row; or, of a share, the percentage, and no
    row where there is nothing to take a share of.
    """
    names = quoted(rule.share_of or rule.metrics)
    rows = ["AzureMetrics", f'| where _ResourceId =~ "{resource_id}" and MetricName in~ ({names})']
    if not rule.share_of:
        return "\n".join([*rows, f"| summarize {VALUE} = coalesce(sum(Total), 0.0)"])
    part = f"sumif(Total, MetricName in~ ({quoted(rule.metrics)}))"
    return "\n".join(
        [
            *rows,
            f"| summarize part = {part}, whole = sum(Total)",
            "| where whole > 0",
            f"| project {VALUE} = 100.0 * part / whole",
        ]
    )


def quoted(names: Iterable[str]) -> str:
    """Return names as KQL writes a list of texts, without the brackets."""
    return ", ".join(f'"{name}"' for name in names)

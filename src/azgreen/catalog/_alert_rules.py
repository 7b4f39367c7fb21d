"""When is it worth telling somebody about a resource, and how is that known?

Sources, units and licences of every column: `data/SOURCES.md`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from azgreen.catalog._load import load
from azgreen.errors import UnknownNameError

if TYPE_CHECKING:
    from azgreen.catalog._load import Row

COLUMNS = (
    "kind",
    "rule",
    "only_for",
    "practice",
    "signal",
    "metric_namespace",
    "metric",
    "share_of",
    "aggregation",
    "operator",
    "threshold",
    "unit",
    "window",
    "frequency",
    "severity",
    "dimension",
    "dimension_values",
    "basis",
    "why",
    "source",
)
PRACTICES = (
    "gpu",
    "cpu",
    "memory",
    "network",
    "latency",
    "errors",
    "throttling",
    "utilisation",
    "cache",
    "waste",
    "carbon",
)
FOR_OPENAI, FOR_PARTNERS, FOR_PTU = "openai", "partner", "provisioned"
"""What a rule may be limited to: models whose format is OpenAI, all others, or PTUs."""

_ONLY_FOR = (FOR_OPENAI, FOR_PARTNERS, FOR_PTU)
_SIGNALS = ("log", "metric")
_BASES = ("documented", "judgement", "stated")
_LEAST_SEVERE = 4


@dataclass(frozen=True, slots=True)
class AlertRule:
    """One rule for all resources of a kind."""

    kind: str
    rule: str
    """Short name, unique among the rules that one resource gets."""
    only_for: str | None
    """None: for every resource of the kind."""
    practice: str
    signal: str
    """`metric`: Azure compares it as it is; `log`: a query over exported metrics divides or sums,
    and sees silence, which a metric alert does not."""
    metric_namespace: str
    metrics: tuple[str, ...]
    """One for a metric alert; a query takes the sum of several."""
    share_of: tuple[str, ...]
    """Of what the sum is a share, in percent; empty: the sum itself is compared."""
    aggregation: str
    operator: str
    threshold: float | None
    """In `unit`; None: only what the user states makes sense."""
    unit: str
    window: str
    frequency: str
    severity: int
    dimension: str | None
    dimension_values: tuple[str, ...]
    """`{deployment}` stands for the name of the deployment that is watched."""
    basis: str
    """Of the threshold: Microsoft's documents, our judgement, or what the user states."""
    why: str
    source: str


def alert_rules(kind: str) -> tuple[AlertRule, ...]:
    """Return the rules of a kind of resource, by name.

    Raises:
        UnknownNameError: no rule is for that kind.
    """
    found = tuple(item for item in _alert_rules() if item.kind == kind)
    if not found:
        raise UnknownNameError("kind of target", kind, alert_kinds())
    return found


def alert_kinds() -> tuple[str, ...]:
    """Return the kinds of resources that rules are for, sorted."""
    return tuple(sorted({item.kind for item in _alert_rules()}))


@cache
def _alert_rules() -> tuple[AlertRule, ...]:
    return tuple(_rule(row) for row in load("alert_rules.csv", COLUMNS, COLUMNS[:3]))


def _rule(row: Row) -> AlertRule:
    return AlertRule(
        kind=row.text("kind"),
        rule=row.text("rule"),
        only_for=row.one_of("only_for", _ONLY_FOR) if row.cells["only_for"] else None,
        practice=row.one_of("practice", PRACTICES),
        signal=row.one_of("signal", _SIGNALS),
        metric_namespace=row.text("metric_namespace"),
        metrics=tuple(row.text("metric").split()),
        share_of=tuple(row.cells["share_of"].split()),
        aggregation=row.text("aggregation"),
        operator=row.text("operator"),
        threshold=_threshold(row),
        unit=row.text("unit"),
        window=row.text("window"),
        frequency=row.text("frequency"),
        severity=row.whole("severity", 0, _LEAST_SEVERE),
        dimension=row.text_or_none("dimension"),
        dimension_values=tuple(row.cells["dimension_values"].split()),
        basis=row.one_of("basis", _BASES),
        why=row.text("why"),
        source=row.text("source"),
    )


def _threshold(row: Row) -> float | None:
    threshold = row.number_or_none("threshold", 0, math.inf)
    if (threshold is None) != (row.one_of("basis", _BASES) == "stated"):
        raise row.fault("threshold is blank where, and only where, the basis is 'stated'")
    return threshold

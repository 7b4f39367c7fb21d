"""Which metrics and logs do resources send to Azure Monitor, and in what grain?

Sources, units and licences of every column: `data/SOURCES.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from azgreen.catalog._load import load
from azgreen.errors import UnknownNameError

if TYPE_CHECKING:
    from azgreen.catalog._load import Row

METRIC_COLUMNS = (
    "namespace",
    "metric",
    "category",
    "unit",
    "aggregations",
    "grains",
    "exportable",
    "dimensions",
    "source",
)
LOG_COLUMNS = ("resource_type", "category", "kept", "why", "source")
_AGGREGATIONS = ("Average", "Count", "Maximum", "Minimum", "Total")
_YES_NO = ("yes", "no")


@dataclass(frozen=True, slots=True)
class Metric:
    """A platform metric of a resource type, as Azure publishes it."""

    namespace: str
    """The resource type; Azure ignores its case."""
    name: str
    category: str | None
    """Group under which Azure lists it: part of its name in workbooks."""
    unit: str
    """As published; `cacheLatency` counts microseconds, `GpuEnergyJoules` joules in a minute."""
    aggregations: tuple[str, ...]
    grains: tuple[str, ...]
    """Intervals at which it is sampled, ISO 8601, finest first."""
    exportable: bool
    """Whether a diagnostic setting can send it to a workspace, without its dimensions."""
    dimensions: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class LogCategory:
    """A log of a resource type; `kept` says whether it is worth its volume without being asked."""

    resource_type: str
    category: str
    kept: bool
    why: str
    source: str


def metric(namespace: str, name: str) -> Metric:
    """Look a metric up; Azure ignores the case of both names.

    Raises:
        UnknownNameError: the catalogue does not list it.
    """
    found = [item for item in metrics(namespace) if item.name.lower() == name.lower()]
    if not found:
        listed = [item.name for item in metrics(namespace)]
        raise UnknownNameError(f"metric of {namespace}", name, listed)
    return found[0]


def metrics(namespace: str | None = None) -> tuple[Metric, ...]:
    """Return the metrics of a resource type, or all; empty for a type that is not listed."""
    wanted = None if namespace is None else namespace.lower()
    return tuple(item for item in _metrics() if wanted in {None, item.namespace.lower()})


@cache
def log_categories() -> tuple[LogCategory, ...]:
    """Return every log category, by resource type."""
    return tuple(
        LogCategory(
            resource_type=row.text("resource_type"),
            category=row.text("category"),
            kept=row.one_of("kept", _YES_NO) == "yes",
            why=row.text("why"),
            source=row.text("source"),
        )
        for row in load("log_categories.csv", LOG_COLUMNS, LOG_COLUMNS[:2])
    )


@cache
def _metrics() -> tuple[Metric, ...]:
    return tuple(
        Metric(
            namespace=row.text("namespace"),
            name=row.text("metric"),
            category=row.text_or_none("category"),
            unit=row.text("unit"),
            aggregations=_aggregations(row),
            grains=tuple(row.text("grains").split()),
            exportable=row.one_of("exportable", _YES_NO) == "yes",
            dimensions=tuple(row.cells["dimensions"].split()),
            source=row.text("source"),
        )
        for row in load("metrics.csv", METRIC_COLUMNS, METRIC_COLUMNS[:2])
    )


def _aggregations(row: Row) -> tuple[str, ...]:
    found = tuple(row.text("aggregations").split())
    if not set(found) <= set(_AGGREGATIONS):
        allowed = f"allowed: some of {', '.join(_AGGREGATIONS)}"
        raise row.fault(f"aggregations is {row.cells['aggregations']!r}; {allowed}")
    return found

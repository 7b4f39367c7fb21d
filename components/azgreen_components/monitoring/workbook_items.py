"""How is one piece of an Azure workbook written?

Shapes: learn.microsoft.com, "Azure Workbooks data sources", and the templates of
microsoft/Application-Insights-Workbooks.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from azgreen.catalog import Metric

Item = dict[str, Any]

_TEXT, _QUERY, _PARAMETERS, _METRICS = 1, 3, 9, 10
_LOGS, _RESOURCE_GRAPH, _RESOURCE_MANAGER = 0, 1, 12
_PARAMETER_TEXT, _PARAMETER_TIME = 1, 4
_LINE_CHART = 2
_AGGREGATIONS = {"Total": 1, "Minimum": 2, "Maximum": 3, "Average": 4, "Count": 7}
_DAY_MS = 24 * 60 * 60 * 1000
_METRICS_API = "2024-02-01"

TIME = "TimeRange"
"""Parameter that every query and chart obeys."""


def text(name: str, markdown: str) -> Item:
    """Return a piece of text."""
    return {"type": _TEXT, "content": {"json": markdown}, "name": name}


def parameters(name: str, items: Sequence[Item]) -> Item:
    """Return a row of parameters."""
    content = {"version": "KqlParameterItem/1.0", "parameters": list(items), "style": "pills"}
    return {"type": _PARAMETERS, "content": content, "name": name}


def time_parameter() -> Item:
    """Return the choice of a time range, a day by default."""
    days = [1, 2, 7, 14, 30]
    return {
        "version": "KqlParameterItem/1.0",
        "name": TIME,
        "label": "Time range",
        "type": _PARAMETER_TIME,
        "isRequired": True,
        "value": {"durationMs": _DAY_MS},
        "typeSettings": {"selectableValues": [{"durationMs": _DAY_MS * count} for count in days]},
    }


def number_parameter(name: str, label: str, value: float) -> Item:
    """Return a number that the reader may change."""
    return {
        "version": "KqlParameterItem/1.0",
        "name": name,
        "label": label,
        "type": _PARAMETER_TEXT,
        "isRequired": True,
        "value": f"{value:g}",
    }


def series_parameter(name: str, resource_id: str, metric: Metric) -> Item:
    """Return a hidden parameter that holds a metric's hourly averages by instance, as JSON.

    Azure Monitor itself is asked, since the metric cannot be exported to the workspace.
    """
    return {
        "version": "KqlParameterItem/1.0",
        "name": name,
        "type": _PARAMETER_TEXT,
        "query": json.dumps(_metrics_request(resource_id, metric)),
        "queryType": _RESOURCE_MANAGER,
        "isHiddenWhenLocked": True,
    }


def _metrics_request(resource_id: str, metric: Metric) -> dict[str, Any]:
    asked = {
        "api-version": _METRICS_API,
        "metricnamespace": metric.namespace,
        "metricnames": metric.name,
        "aggregation": "Average",
        "interval": "PT1H",
        "timespan": f"{{{TIME}:startISO}}/{{{TIME}:endISO}}",
        "$filter": "instanceId eq '*'",
    }
    columns = [{"path": "$.timeseries", "columnid": "series"}]
    settings = {"tablePath": "$.value[0]", "columns": columns}
    return {
        "version": "ARMEndpoint/1.0",
        "data": None,
        "headers": [],
        "method": "GET",
        "path": f"{resource_id}/providers/Microsoft.Insights/metrics",
        "urlParams": [{"key": key, "value": value} for key, value in asked.items()],
        "batchDisabled": False,
        "transformers": [{"type": "jsonpath", "settings": settings}],
    }


def log_query(name: str, title: str, query: str, workspace_id: str) -> Item:
    """Return a table of a query over the workspace."""
    return {
        "type": _QUERY,
        "content": {
            "version": "KqlItem/1.0",
            "query": query,
            "size": 0,
            "title": title,
            "timeContextFromParameter": TIME,
            "queryType": _LOGS,
            "resourceType": "microsoft.operationalinsights/workspaces",
            "crossComponentResources": [workspace_id],
            "visualization": "table",
        },
        "name": name,
    }


def graph_query(name: str, title: str, query: str, subscription_id: str) -> Item:
    """Return a table of a query over Azure Resource Graph."""
    return {
        "type": _QUERY,
        "content": {
            "version": "KqlItem/1.0",
            "query": query,
            "size": 0,
            "title": title,
            "noDataMessage": "None.",
            "queryType": _RESOURCE_GRAPH,
            "resourceType": "microsoft.resourcegraph/resources",
            "crossComponentResources": [subscription_id],
            "visualization": "table",
        },
        "name": name,
    }


@dataclass(frozen=True)
class Chart:
    """A line of one metric of one resource."""

    title: str
    metric: Metric
    aggregation: str
    split_by: str
    """Dimension; one line for each of its values."""


def metric_chart(name: str, chart: Chart, resource_id: str) -> Item:
    """Return a chart of a platform metric, read where it is: nothing is exported."""
    namespace = chart.metric.namespace.lower()
    line = {
        "namespace": namespace,
        "metric": f"{namespace}-{chart.metric.category or ''}-{chart.metric.name}",
        "aggregation": _AGGREGATIONS[chart.aggregation],
        "splitBy": chart.split_by,
    }
    content = {
        "chartId": f"workbook-{name}",
        "version": "MetricsItem/2.0",
        "size": 0,
        "chartType": _LINE_CHART,
        "title": chart.title,
        "resourceType": namespace,
        "metricScope": 0,
        "resourceIds": [resource_id],
        "timeContextFromParameter": TIME,
        "timeContext": {"durationMs": _DAY_MS},
        "metrics": [line],
        "gridSettings": {"rowLimit": 10000},
    }
    return {"type": _METRICS, "content": content, "name": name}

"""Which words does Azure Monitor refuse a query for metrics with?

The metrics API answers with a bare `code` and `message`, the batch API with both inside `error`
(azure-monitor-docs, `migrate-to-batch-api`). Words that issues of Azure's SDKs and that page quote
are Azure's; the others are marked as ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen import catalog

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_METRICS: Final = 20
RETENTION_DAYS: Final = 93


class MetricsRefusalError(Exception):
    """A query that Azure Monitor does not answer."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.body = {"code": "BadRequest", "message": message}


def unknown_metric(namespace: str, name: str, valid: Sequence[str]) -> MetricsRefusalError:
    """The resource type has no such metric (Azure/azure-sdk-for-java, issue 33240)."""
    provider, _, kind = namespace.partition("/")
    return MetricsRefusalError(
        f"Failed to find metric configuration for provider: {provider}, resource Type: {kind},"
        f" metric: {name}, Valid metrics: {','.join(valid)}"
    )


def unknown_namespace(namespace: str) -> MetricsRefusalError:
    """Azure Monitor has no metrics of the type (Azure/azure-sdk-for-js, its tests)."""
    known = ",".join(dict.fromkeys(item.namespace for item in catalog.metrics()))
    return MetricsRefusalError(
        f"{namespace} is not a supported platform metric namespace, supported ones are {known}"
    )


def too_many_metrics(count: int) -> MetricsRefusalError:
    """More names than a query takes."""
    return MetricsRefusalError(
        f"Requested metrics count: {count} bigger than allowed max: {MOST_METRICS}"
    )


def no_such_grain(text: str, grains: Iterable[str]) -> MetricsRefusalError:
    """The interval is none that there is (Azure/azure-sdk-for-python, TROUBLESHOOTING)."""
    known = ",".join(map(clock, grains))
    return MetricsRefusalError(f"Invalid time grain duration: {text}, supported ones are: {known}")


def grain_not_sent(
    interval: str, grains: Iterable[str], metrics: Iterable[str]
) -> MetricsRefusalError:
    """The metrics are not sent so often (digiaiiris/zabbix-azure-monitoring, pull request 45)."""
    return MetricsRefusalError(
        f"Commonly allowed time grains: {','.join(map(clock, grains))} between metrics:"
        f" {','.join(metrics)}, can not support requested time grain: {clock(interval)} please"
        " adjust your interval parameter to use one of the common grains"
    )


def no_timespan(text: str) -> MetricsRefusalError:
    """The timespan cannot be read (Azure/azure-sdk-for-net, issue 40047)."""
    return MetricsRefusalError(
        f"Detected invalid time interval input: {text}, supported Iso 8601 time interval format:"
        " (Datetime/Datetime, Datetime/Duration, Duration/Datetime, Duration)"
    )


def out_of_retention(ends: str) -> MetricsRefusalError:
    """All of the timespan is forgotten (Azure/azure-sdk-for-python, issue 13547)."""
    return MetricsRefusalError(
        f"Query endTime: {ends} is out of the Max metrics retention period:"
        f" {RETENTION_DAYS}.00:00:00"
    )


def no_dimensions(metric: str, asked: Iterable[str], known: Sequence[str]) -> MetricsRefusalError:
    """The metric is not split so (azure-monitor-docs, `migrate-to-batch-api`)."""
    return MetricsRefusalError(
        f"Metric: {metric} does not support requested dimension combination:"
        f" {','.join(name.lower() for name in asked)}, supported ones are: {','.join(known)}"
    )


def no_aggregation(metric: str, asked: str, known: Iterable[str]) -> MetricsRefusalError:
    """The metric is not summed up so; our words."""
    return MetricsRefusalError(
        f"Metric: {metric} does not support requested aggregation: {asked}, supported ones are:"
        f" {','.join(known)}"
    )


def invalid(parameter: str, text: str, expected: str) -> MetricsRefusalError:
    """A parameter cannot be read; our words."""
    return MetricsRefusalError(f"Detected invalid {parameter} input: {text}, expected {expected}")


def clock(grain: str) -> str:
    """Write a time grain as .NET does: 'PT5M' is '00:05:00', 'P1D' is '1.00:00:00'."""
    return _CLOCKS[grain]


_CLOCKS: Final = {
    "PT1M": "00:01:00",
    "PT5M": "00:05:00",
    "PT15M": "00:15:00",
    "PT30M": "00:30:00",
    "PT1H": "01:00:00",
    "PT6H": "06:00:00",
    "PT12H": "12:00:00",
    "P1D": "1.00:00:00",
}
GRAINS: Final = tuple(_CLOCKS)
"""Every interval that metrics can be asked for, finest first."""

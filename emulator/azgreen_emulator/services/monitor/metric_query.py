"""What does a query for metrics ask for, and may it?

Rules: REST reference of metrics (2024-02-01) and azure-monitor-docs, `rest-api-walkthrough`. A
query over more than 30 days is answered for the last 30 (Azure/azure-sdk-for-python, issue 13547).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from azgreen import catalog
from azgreen_emulator.arm.durations import seconds
from azgreen_emulator.services.monitor import metric_refusals as refusals
from azgreen_emulator.services.monitor.metric_filter import Condition, conditions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from azgreen.catalog import Metric

FULL: Final = "FULL"
AGGREGATIONS: Final = ("Average", "Count", "Maximum", "Minimum", "Total")
_MOST_DAYS: Final = 30
_DEFAULT_TOP: Final = 10
_LARGEST_TOP: Final = 2**31 - 1
_SHOWN_FIRST: Final = ("Total", "Average")
_ORDERS: Final = {name.lower(): name.lower() for name in AGGREGATIONS} | {"sum": "total"}


@dataclass(frozen=True)
class Query:
    """A query that Azure Monitor answers."""

    metrics: tuple[Metric, ...]
    start: datetime
    end: datetime
    interval: str
    aggregations: tuple[str, ...]
    """Empty where each metric's own is asked for."""
    conditions: tuple[Condition, ...]
    rolled_up: frozenset[str]
    """Dimensions of the filter that the answer does not keep apart; lower case."""
    top: int
    order: tuple[str, bool] | None
    """An aggregation, and whether the largest comes first."""
    only_dimensions: bool

    @property
    def first_minute(self) -> int:
        """Minutes from 1970 to the start."""
        return int(self.start.timestamp()) // 60

    @property
    def minutes(self) -> int:
        """Whole minutes of the timespan."""
        return int((self.end - self.start).total_seconds()) // 60

    @property
    def split(self) -> tuple[str, ...]:
        """The dimensions that are kept apart."""
        names = dict.fromkeys(item.name.lower() for item in self.conditions)
        return tuple(name for name in names if name not in self.rolled_up)

    def aggregations_of(self, metric: Metric) -> tuple[str, ...]:
        """Return the aggregations to answer with."""
        return self.aggregations or (primary(metric),)


def primary(metric: Metric) -> str:
    """Return the aggregation that Azure shows where none is asked for."""
    return next(
        name for name in (*_SHOWN_FIRST, *metric.aggregations) if name in metric.aggregations
    )


def grains(metric: Metric) -> tuple[str, ...]:
    """Return the intervals of a metric: those published, and of a single one all coarser, too."""
    finest, *coarser = metric.grains
    return metric.grains if coarser else refusals.GRAINS[refusals.GRAINS.index(finest) :]


def read(namespace: str, asked: Mapping[str, str], now: datetime) -> Query:
    """Read the parameters of a query, their names in lower case.

    Raises:
        MetricsRefusalError: Azure Monitor would not answer it.
    """
    metrics = _metrics(namespace, asked.get("metricnames", ""))
    start, end = _span(asked, now)
    found = conditions(asked.get("$filter", asked.get("filter", "")))
    for metric in metrics:
        _check_dimensions(metric, found)
    return Query(
        metrics=metrics,
        start=start,
        end=end,
        interval=_interval(asked, metrics),
        aggregations=_aggregations(asked.get("aggregation", ""), metrics),
        conditions=found,
        rolled_up=frozenset(_names(asked.get("rollupby", "").lower())),
        top=_top(asked.get("top", str(_DEFAULT_TOP))),
        order=_order(asked.get("orderby")),
        only_dimensions=asked.get("resulttype", "data").lower() == "metadata",
    )


def _metrics(namespace: str, text: str) -> tuple[Metric, ...]:
    known = catalog.metrics(namespace)
    if not known:
        raise refusals.unknown_namespace(namespace)
    names = _names(text) or [item.name for item in known]
    if len(names) > refusals.MOST_METRICS:
        raise refusals.too_many_metrics(len(names))
    by_name = {item.name.lower(): item for item in known}
    for name in names:
        if name.lower() not in by_name:
            raise refusals.unknown_metric(namespace, name, [item.name for item in known])
    return tuple(by_name[name.lower()] for name in dict.fromkeys(names))


def _names(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _span(asked: Mapping[str, str], now: datetime) -> tuple[datetime, datetime]:
    given = asked.get("timespan", "")
    if "starttime" in asked or "endtime" in asked:  # the batch API's own way
        given = f"{asked.get('starttime', '')}/{asked.get('endtime', now.isoformat())}"
    start, end = _ends(given, now) if given else (now - timedelta(hours=1), now)
    if start >= end:
        raise refusals.no_timespan(given)
    if end < now - timedelta(days=refusals.RETENTION_DAYS):
        raise refusals.out_of_retention(f"{end:%m/%d/%Y %H:%M:%S}")
    start = max(start, end - timedelta(days=_MOST_DAYS))
    return start.replace(second=0, microsecond=0), end


def _ends(text: str, now: datetime) -> tuple[datetime, datetime]:
    one, slash, other = text.partition("/")
    try:
        if not slash:
            return now - _length(one), now
        if one.startswith("P"):
            end = _moment(other)
            return end - _length(one), end
        start = _moment(one)
        return start, start + _length(other) if other.startswith("P") else _moment(other)
    except ValueError as error:
        raise refusals.no_timespan(text) from error


def _moment(text: str) -> datetime:
    # a '+' that a client has not encoded arrives as a blank, and Azure cannot read it either
    found = datetime.fromisoformat(text)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _length(text: str) -> timedelta:
    length = seconds(text)
    if length <= 0:
        raise ValueError(text)
    return timedelta(seconds=length)


def _interval(asked: Mapping[str, str], metrics: Sequence[Metric]) -> str:
    common = [item for item in refusals.GRAINS if all(item in grains(each) for each in metrics)]
    text = asked.get("interval", "")
    if not text or text.upper() == FULL:
        return FULL if text else common[0]
    length = seconds(text.upper())
    known = {seconds(item): item for item in refusals.GRAINS}
    if asked.get("autoadjusttimegrain", "").lower() == "true" and length > 0:
        return next((item for item in common if seconds(item) >= length), common[-1])
    if length not in known:
        raise refusals.no_such_grain(text, refusals.GRAINS)
    if known[length] not in common:
        raise refusals.grain_not_sent(known[length], common, [item.name for item in metrics])
    return known[length]


def _aggregations(text: str, metrics: Sequence[Metric]) -> tuple[str, ...]:
    known = {name.lower(): name for name in AGGREGATIONS}
    found = list[str]()
    for name in _names(text):
        if name.lower() not in known:
            raise refusals.invalid("aggregation", name, ", ".join(AGGREGATIONS))
        found.append(known[name.lower()])
        for metric in metrics:
            if found[-1] not in metric.aggregations:
                raise refusals.no_aggregation(metric.name, found[-1], metric.aggregations)
    return tuple(dict.fromkeys(found))


def _check_dimensions(metric: Metric, found: Sequence[Condition]) -> None:
    known = {name.lower() for name in metric.dimensions}
    asked = [item.name for item in found]
    if any(name.lower() not in known for name in asked):
        raise refusals.no_dimensions(metric.name, asked, metric.dimensions)


def _top(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _LARGEST_TOP:
        raise refusals.invalid("TopN", text, f"1 to {_LARGEST_TOP}")
    return int(text)


def _order(text: str | None) -> tuple[str, bool] | None:
    if text is None or not text.strip():
        return None
    name, _, way = text.strip().lower().partition(" ")
    if name not in _ORDERS or way.strip() not in {"", "asc", "desc"}:
        raise refusals.invalid("orderby", text, "an aggregation with asc or desc")
    return _ORDERS[name], way.strip() == "desc"

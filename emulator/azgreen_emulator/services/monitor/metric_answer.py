"""How does Azure Monitor answer a query for metrics?"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from azgreen_emulator.arm.durations import seconds
from azgreen_emulator.services.monitor.metric_query import FULL
from azgreen_emulator.traffic.samples import Series, aggregated, bucket, merged
from azgreen_emulator.traffic.sent import RATES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from azgreen.catalog import Metric
    from azgreen_emulator.arm.records import Body, Record
    from azgreen_emulator.services.monitor.metric_query import Query
    from azgreen_emulator.traffic.samples import Sample

_UNITS: Final = {"Milliseconds": "MilliSeconds"}  # the catalogue keeps a slip of Azure's tables


def answered(
    query: Query,
    resource: Record,
    sent: Mapping[str, Sequence[Series]],
    known_until: int,
    fault: Mapping[str, Any],
) -> list[Body]:
    """Return the metrics of a resource.

    Args:
        query: What is asked.
        resource: Whose metrics they are.
        sent: Every series of it, by the metric's name in lower case.
        known_until: The minute since 1970 from which on nothing has come in yet.
        fault: What is to be left out: empty, `gaps` or `late`.
    """
    if fault.get("kind") == "late":
        known_until -= int(fault["minutes"])
    holes = float(fault["share"]) if fault.get("kind") == "gaps" else 0.0
    return [
        _metric(query, metric, resource, sent.get(metric.name.lower(), ()), (known_until, holes))
        for metric in query.metrics
    ]


def span(query: Query) -> tuple[str, str]:
    """Return the start and the end of what is answered."""
    return _stamp(query.start), _stamp(query.end)


def cost(query: Query) -> int:
    """Return what Azure counts for a query: its minutes for each aggregation, less one of each."""
    return max(0, query.minutes - 1) * max(1, len(query.aggregations))


def named(text: str) -> Body:
    """Return a name as Azure writes it; a display name is not kept."""
    return {"value": text, "localizedValue": text}


def unit(metric: Metric) -> str:
    """Return the unit of a metric as Azure's interface writes it."""
    return _UNITS.get(metric.unit, metric.unit)


def _metric(
    query: Query,
    metric: Metric,
    resource: Record,
    sent: Sequence[Series],
    limits: tuple[int, float],
) -> Body:
    kept = [item for item in sent if all(each.holds(item.dimensions) for each in query.conditions)]
    groups = dict[tuple[str, ...], list[Series]]()
    for item in kept:
        low = {name.lower(): value for name, value in item.dimensions.items()}
        groups.setdefault(tuple(low.get(name, "") for name in query.split), []).append(item)
    rates = metric.name.lower() in RATES
    found = [
        (values, merged(group, rates=rates) if len(group) > 1 else group[0])
        for values, group in sorted(groups.items(), key=lambda item: item[0])
    ]
    if query.conditions:
        found = _ordered(query, found)[: query.top]
    return {
        "id": f"{resource.id}/providers/Microsoft.Insights/metrics/{metric.name}",
        "type": "Microsoft.Insights/metrics",
        "name": named(metric.name),
        "unit": unit(metric),
        "timeseries": [_series(query, metric, values, series, limits) for values, series in found],
        "errorCode": "Success",
    }


def _ordered(
    query: Query, found: list[tuple[tuple[str, ...], Series]]
) -> list[tuple[tuple[str, ...], Series]]:
    if query.order is None:
        return found
    name, largest_first = query.order
    first, last = query.first_minute, query.first_minute + query.minutes
    return sorted(
        found,
        key=lambda item: bucket(item[1], first, last).get(name, 0.0),
        reverse=largest_first,
    )


def _series(
    query: Query,
    metric: Metric,
    values: tuple[str, ...],
    series: Series,
    limits: tuple[int, float],
) -> Body:
    shown: Body = {
        "metadatavalues": [
            {"name": named(name), "value": value}
            for name, value in zip(query.split, values, strict=True)
        ]
    }
    if query.only_dimensions:
        return shown
    return {**shown, "data": _points(query, metric, series, limits)}


def _points(query: Query, metric: Metric, series: Series, limits: tuple[int, float]) -> list[Body]:
    known_until, holes = limits
    width = max(1, query.minutes) if query.interval == FULL else int(seconds(query.interval)) // 60
    wanted = [name.lower() for name in query.aggregations_of(metric)]
    points: list[Body] = []
    last = query.first_minute + query.minutes
    # what is left out of it at either end is None, so that minutes are places in it
    begin = query.first_minute
    samples = _window(series, begin, min(last, known_until))
    for first in range(begin, last, width):
        start = first - begin
        is_hole = holes and _chance(f"{metric.name}:{first}") < holes
        found = {} if is_hole else aggregated(samples[start : start + width])
        points.append(
            {"timeStamp": _stamp_of(first), **{key: found[key] for key in wanted if key in found}}
        )
    return points


def _window(series: Series, first: int, last: int) -> list[Sample | None]:
    missing = max(0, min(series.first_minute, last) - first)
    return [*[None] * missing, *series.between(first, last)]


@lru_cache(maxsize=1 << 17)
def _stamp_of(minute: int) -> str:
    return _stamp(datetime.fromtimestamp(60 * minute, UTC))


def _chance(text: str) -> float:
    """Return a number from 0 to 1 that is always the same for the same text."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4]) / 2**32


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"

"""Where are metrics asked for: of one resource, of many, and what is there to ask for?"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from azgreen import catalog
from azgreen_emulator.arm import errors
from azgreen_emulator.arm.call import Reply, Route
from azgreen_emulator.arm.route_table import SUBSCRIPTION
from azgreen_emulator.services.monitor import metric_answer, metric_query
from azgreen_emulator.services.monitor.metric_refusals import (
    RETENTION_DAYS,
    MetricsRefusalError,
    invalid,
    unknown_namespace,
)
from azgreen_emulator.traffic import faults
from azgreen_emulator.traffic.sent import sent

if TYPE_CHECKING:
    from collections.abc import Callable

    from azgreen.catalog import Metric
    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.records import Body, Record

_NAMESPACE: Final = "Microsoft.Insights"
_VERSIONS: Final = ("2018-01-01", "2019-07-01", "2021-05-01", "2023-10-01", "2024-02-01")
_NAMESPACE_VERSIONS: Final = ("2017-12-01-preview", "2024-02-01")
_BATCH_VERSIONS: Final = ("2023-10-01", "2024-02-01")
_MOST_RESOURCES: Final = 50  # azure-monitor-docs, `migrate-to-batch-api`
_DELAY_MINUTES: Final = 1
"""From the end of a minute until its metrics can be read; as in `azgreen.estimate.scaling`."""


def _guarded(handler: Callable[[Call, Body], Reply], call: Call, *, wrapped: bool) -> Reply:
    """Show the fault that is due, if any, and bring refusals into the form of the interface."""
    fault = faults.take(call.world) or {}
    failed = faults.answer(call.world, fault, call.subscription) if fault else None
    if failed is not None:
        return failed
    try:
        return handler(call, fault)
    except MetricsRefusalError as error:
        return Reply(400, {"error": error.body} if wrapped else error.body)


def _one(call: Call, fault: Body) -> Reply:
    resource = _resource(call, call.params["scope"])
    namespace = call.query.get("metricnamespace") or resource.type
    query = metric_query.read(_spelled(namespace), call.query, call.world.clock.now())
    shown = _values(call, query, resource, fault)
    start, end = metric_answer.span(query)
    body: Body = {"timespan": f"{start}/{end}", **shown}
    if query.only_dimensions:
        del body["interval"]
    return Reply(200, body)


def _many(call: Call, fault: Body) -> Reply:
    ids = (call.body or {}).get("resourceids")
    if not isinstance(ids, list) or not 1 <= len(ids) <= _MOST_RESOURCES:  # pyright: ignore[reportUnknownArgumentType]
        raise invalid("resourceids", str(ids), f"a list of 1 to {_MOST_RESOURCES} resource ids")  # pyright: ignore[reportUnknownArgumentType]
    namespace = _spelled(call.query.get("metricnamespace", ""))
    query = metric_query.read(namespace, call.query, call.world.clock.now())
    resources = [_resource(call, str(each)) for each in ids]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    places = {item.location for item in resources}
    if len(places) > 1 or any(item.type.lower() != namespace.lower() for item in resources):
        expected = "resources of one type in one region"
        raise invalid("resourceids", ",".join(item.id for item in resources), expected)
    start, end = metric_answer.span(query)
    values: list[Body] = [
        {
            "starttime": start,
            "endtime": end,
            **_values(call, query, item, fault),
            "resourceid": item.id,
        }
        for item in resources
    ]
    return Reply(200, {"values": values})


def _values(call: Call, query: metric_query.Query, resource: Record, fault: Body) -> Body:
    known_until = int(call.world.now_s()) // 60 - _DELAY_MINUTES
    series = sent(call.store, resource, known_until)
    return {
        "cost": metric_answer.cost(query),
        "interval": query.interval,
        "namespace": query.metrics[0].namespace,
        "resourceregion": resource.location,
        "value": metric_answer.answered(query, resource, series, known_until, fault),
    }


def _resource(call: Call, resource_id: str) -> Record:
    record = call.store.get(resource_id)
    if record is None:
        parts = resource_id.strip("/").split("/")
        group = parts[3] if len(parts) > 3 else ""  # noqa: PLR2004  /subscriptions/{}/resourceGroups/{}
        raise errors.resource_not_found(resource_id.rpartition("/providers/")[2], group)
    return record


def _spelled(namespace: str) -> str:
    """Write a namespace as Azure does."""
    known = catalog.metrics(namespace)
    return known[0].namespace if known else namespace


def _definitions(call: Call, fault: Body) -> Reply:
    del fault
    resource = _resource(call, call.params["scope"])
    namespace = call.query.get("metricnamespace") or resource.type
    known = catalog.metrics(namespace)
    if not known:
        raise unknown_namespace(namespace)
    return Reply(200, {"value": [_definition(resource, item) for item in known]})


def _definition(resource: Record, metric: Metric) -> Body:
    category = {} if metric.category is None else {"category": metric.category}
    return {
        "id": f"{resource.id}/providers/microsoft.insights/metricdefinitions/{metric.name}",
        "resourceId": resource.id,
        "namespace": metric.namespace,
        **category,
        "name": metric_answer.named(metric.name),
        "isDimensionRequired": False,
        "unit": metric_answer.unit(metric),
        "primaryAggregationType": metric_query.primary(metric),
        "supportedAggregationTypes": list(metric.aggregations),
        "metricAvailabilities": [
            {"timeGrain": grain, "retention": f"P{RETENTION_DAYS}D"}
            for grain in metric_query.grains(metric)
        ],
        "dimensions": [metric_answer.named(name) for name in metric.dimensions],
    }


def _namespaces(call: Call, fault: Body) -> Reply:
    del fault
    resource = _resource(call, call.params["scope"])
    names = [resource.type] if catalog.metrics(resource.type) else []
    place = f"{resource.id}/providers/microsoft.insights/metricNamespaces"
    value = [
        {
            "id": f"{place}/{name}",
            "type": "Microsoft.Insights/metricNamespaces",
            "name": name.replace("/", "-"),
            "classification": "Platform",
            "properties": {"metricNamespaceName": name},
        }
        for name in names
    ]
    return Reply(200, {"value": value})


def _below(
    operation: str, kind: str, versions: tuple[str, ...], handler: Callable[[Call, Body], Reply]
) -> Route:
    path = f"{{+scope}}/providers/{_NAMESPACE}/{kind}"
    own = partial(_guarded, handler, wrapped=False)
    return Route(operation, "GET", path, f"{_NAMESPACE}/{kind}", versions, own)


ROUTES: tuple[Route, ...] = (
    _below("Metrics_List", "metrics", _VERSIONS, _one),
    _below("MetricDefinitions_List", "metricDefinitions", _VERSIONS, _definitions),
    _below("MetricNamespaces_List", "metricNamespaces", _NAMESPACE_VERSIONS, _namespaces),
    Route(
        "MetricsBatch_Batch",
        "POST",
        f"{SUBSCRIPTION}/metrics:getBatch",
        f"{_NAMESPACE}/metrics",
        _BATCH_VERSIONS,
        partial(_guarded, _many, wrapped=True),
    ),
)
"""The operations on metrics; the last one is at a region's own address in Azure."""

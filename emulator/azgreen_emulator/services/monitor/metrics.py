"""Does a resource send the metric that a rule asks for, in that aggregation and grain?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from azgreen import catalog
from azgreen.errors import UnknownNameError, nearest
from azgreen_emulator.arm.durations import seconds
from azgreen_emulator.services.monitor.refusals import bad_request

if TYPE_CHECKING:
    from azgreen.catalog import Metric
    from azgreen_emulator.arm.records import Body

_BELOW_GROUP = re.compile(r".*/providers/([^/]+)/(.+)", re.IGNORECASE)


def check_metric(path: str, asked: Body, resource_id: str, window_s: float) -> None:
    """Refuse a metric that the resource does not send so.

    Args:
        path: Where `asked` stands in the body.
        asked: `metricName`, and where they are given `metricNamespace`, `timeAggregation` and
            `dimensions`.
        resource_id: Whose metric it is.
        window_s: Over how long it is looked at.
    """
    namespace: str = asked.get("metricNamespace") or _type_of(resource_id)
    if asked.get("skipMetricValidation") or not catalog.metrics(namespace):
        return  # the catalogue knows nothing of the metrics of that type
    try:
        found = catalog.metric(namespace, asked["metricName"])
    except UnknownNameError as error:
        message = f"Couldn't find a metric named '{asked['metricName']}' in '{namespace}'; "
        hint = nearest(error.name, error.allowed)
        raise bad_request(f"{path}.metricName", f"{message}{hint}.") from None
    _check_aggregation(path, asked.get("timeAggregation"), found)
    _check_dimensions(path, asked.get("dimensions", []), found)
    least = min(map(seconds, found.grains))
    if window_s < least:
        message = f"The metric '{found.name}' is sampled every {found.grains[0]}; a window of"
        raise bad_request(path, f"{message} {window_s:g} s is shorter than that.")


def _check_aggregation(path: str, aggregation: str | None, found: Metric) -> None:
    if aggregation is not None and aggregation not in found.aggregations:
        listed = ", ".join(found.aggregations)
        message = f"The metric '{found.name}' has no aggregation '{aggregation}'; expected {listed}"
        raise bad_request(f"{path}.timeAggregation", f"{message}.")


def _check_dimensions(path: str, dimensions: list[Body], found: Metric) -> None:
    known = {name.lower() for name in found.dimensions}
    for dimension in dimensions:
        if dimension["name"].lower() not in known:
            listed = ", ".join(found.dimensions) or "none"
            message = f"The metric '{found.name}' has no dimension '{dimension['name']}'"
            raise bad_request(f"{path}.dimensions", f"{message}; it has {listed}.")


def _type_of(resource_id: str) -> str:
    match = _BELOW_GROUP.fullmatch(resource_id)
    if match is None:
        return ""
    return "/".join([match[1], *match[2].split("/")[::2]])

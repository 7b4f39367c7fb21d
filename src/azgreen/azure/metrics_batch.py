"""What did up to fifty resources measure, asked in one call of Microsoft's own client?

The batch interface of Azure Monitor takes resources of one type, region and subscription, and is
not counted as a request to the Resource Manager (azure-monitor-docs, `migrate-to-batch-api`). Each
deployment of a model is a value of a dimension of its account, so dimensions are kept apart here
and told from each other afterwards. The client makes an object of every point, which takes thirty
times as long as reading the JSON: it is asked for the bytes instead.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Self

from azgreen.azure.failing import NO_ANSWER, answering
from azgreen.azure.metrics import ROLE
from azgreen.errors import AzureError, EngineError, SignInError
from azgreen.preflight import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from azgreen.azure.metrics import Asked
    from azgreen.azure.patience import Patience
    from azgreen.azure.place import AzurePlace

MOST_RESOURCES: Final = 50
"""In one call (azure-monitor-docs, `migrate-to-batch-api`)."""

_READ: Final = "Success"
_GOOD: Final = 200
_FORBIDDEN: Final = 403
_MOST_SERIES: Final = 10_000
"""Combinations of dimensions to answer with for a resource; ten is Azure's default."""

_CLAUSE: Final = r"(\w+) eq '((?:[^']|'')*)'"
_CLAUSES: Final = re.compile(rf"{_CLAUSE}(?: and {_CLAUSE})*")

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """One metric of several resources, over the same time."""

    subscription: str
    region: str
    """As Azure names it: 'swedencentral'."""
    type: str
    metric: str
    aggregation: str
    interval_s: int
    dimensions: tuple[str, ...]
    """Which are kept apart."""
    resources: tuple[str, ...]
    since: datetime
    until: datetime

    @property
    def what(self) -> str:
        """Name it in a message."""
        others = len(self.resources) - 1
        more = f" and {others} more" if others else ""
        return f"metric {self.metric!r} of {self.resources[0]}{more}"


@dataclass(frozen=True, slots=True)
class Measured:
    """One series: what was measured, and nothing else."""

    resource: str
    """Id, lower case."""
    dimensions: Mapping[str, str]
    """Names lower case."""
    at_s: Sequence[int]
    """Seconds since 1970."""
    amounts: Sequence[float]


def pairs_of(where: str) -> Pairs | None:
    """Read a filter of equal values; None where it says something else."""
    if where and not _CLAUSES.fullmatch(where):
        return None
    found: list[tuple[str, str]] = re.findall(_CLAUSE, where)
    return tuple((name, value.replace("''", "'")) for name, value in found)


def dimensions_of(asked: Asked) -> tuple[str, ...] | None:
    """Return the dimensions to keep apart so that the answer holds what is asked; None: none do."""
    pairs = pairs_of(asked.where)
    if pairs is None:
        return None
    return tuple(name for name in (*(name for name, _ in pairs), asked.apart) if name)


class BatchMetrics:
    """The metrics of a subscription, many resources at once: `with BatchMetrics(place) as ...`.

    Raises:
        ModuleNotFoundError: the extra `azure` is not installed.
    """

    def __init__(self, place: AzurePlace, patience: Patience) -> None:
        self._place, self._patience = place, patience
        self._credential = place.credential()
        self._clients = dict[str, Any]()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for client in self._clients.values():
            client.close()

    def open(self, regions: Sequence[str]) -> None:
        """Make a client for each region, before threads share them."""
        for region in regions:
            self._clients[region] = self._client(region)

    def read(self, batch: Batch) -> Iterator[Measured]:
        """Yield the series of all resources.

        Raises:
            RefusedError: Azure refuses this query of many; each may be asked for by itself.
            SignInError: nobody is signed in, or the caller may not read metrics.
            EngineError: nobody answers, or more series than can be told.
        """
        sent = list[bytes]()

        def keep(_: Any, chunks: Iterator[bytes], __: Any) -> dict[str, list[Any]]:
            sent.extend(chunks)
            return {"values": []}

        try:
            with answering():
                self._clients[batch.region].query_resources(
                    **_query(batch), stream=True, cls=keep, **self._patience.request_options()
                )
        except RefusedError as error:
            raise _told(batch, error) from error
        body = json.loads(b"".join(sent))
        sent.clear()
        yield from _series(batch, body)

    def _client(self, region: str) -> Any:
        from azure.monitor.querymetrics import MetricsClient  # noqa: PLC0415 - heavy

        place, client = self._place, MetricsClient
        options = {**place.client_options(), **self._patience.client_options()}
        options.pop("retry_total", None)
        endpoint = options.pop("base_url", None) or f"https://{region}.metrics.monitor.azure.com"
        return client(endpoint, self._credential, **options)


def _query(batch: Batch) -> dict[str, Any]:
    query: dict[str, Any] = {
        "resource_ids": batch.resources,
        "metric_namespace": batch.type,
        "metric_names": [batch.metric],
        "timespan": (batch.since, batch.until),
        "granularity": timedelta(seconds=batch.interval_s),
        "aggregations": [batch.aggregation],
    }
    if batch.dimensions:
        split = " and ".join(f"{name} eq '*'" for name in dict.fromkeys(batch.dimensions))
        query |= {"filter": split, "max_results": _MOST_SERIES}
    return query


def _series(batch: Batch, body: Any) -> Iterator[Measured]:
    if isinstance(body, str):  # which the client says the service does now and then
        body = json.loads(body)
    key = batch.aggregation.lower()
    for resource in body["values"]:
        for metric in resource["value"]:
            if metric.get("errorCode") not in (None, _READ):
                reason = metric.get("errorMessage") or "no reason given"
                raise RefusedError(_GOOD, metric["errorCode"], f"{batch.what}: {reason}")
            if len(metric["timeseries"]) >= _MOST_SERIES:
                raise EngineError(f"{batch.what}: {_MOST_SERIES:,} series or more; ask for fewer")
            for series in metric["timeseries"]:
                known = [point for point in series["data"] if point.get(key) is not None]
                yield Measured(
                    resource["resourceid"].lower(),
                    {
                        item["name"]["value"].lower(): item["value"]
                        for item in series.get("metadatavalues", ())
                    },
                    [_seconds(point["timeStamp"]) for point in known],
                    [float(point[key]) for point in known],
                )


@lru_cache(maxsize=1 << 17)
def _seconds(stamp: str) -> int:
    """Read a time; all series of a fleet have the same few thousand."""
    moment = datetime.fromisoformat(stamp)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def _told(batch: Batch, error: RefusedError) -> Exception:
    if error.status == NO_ANSWER:
        return EngineError(f"{batch.what}: nobody answers: {error.message}")
    if error.status == _FORBIDDEN:
        fix = f"Microsoft.Insights/metrics/read is needed on the subscription: the role {ROLE!r}"
        return SignInError(f"{batch.what} may not be read: {error.code}; {fix}")
    if error.status in _REFUSED_AS_A_BATCH:
        return error
    return AzureError(error.status, error.code, f"{batch.what}: {error.message}")


_REFUSED_AS_A_BATCH: Final = (400, 404)
"""The query, or one of its resources: asked for one by one, the others still answer."""

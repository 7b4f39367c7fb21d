"""What did a resource measure, as Azure Monitor kept it, read by Microsoft's own client?

A query goes over 30 days at most (Azure/azure-sdk-for-python, issue 13547), so longer times are
read in parts. What was not measured stays out: a gap is no zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Protocol, Self

from azgreen import catalog
from azgreen.azure.failing import NO_ANSWER, answering
from azgreen.azure.rates import mean_rates
from azgreen.errors import AzureError, EngineError, SignInError
from azgreen.preflight import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from azgreen.azure.patience import Patience
    from azgreen.azure.place import AzurePlace

ROLE: Final = "Monitoring Reader"

_ACTION: Final = "Microsoft.Insights/metrics/read"
_MOST: Final = timedelta(days=30)
_MOST_SERIES: Final = 1000
"""Combinations of dimensions to answer with; ten is Azure's default."""

_ADDED_UP: Final = ("Total", "Average", "Count", "Maximum")
_BACK_END_BUSY: Final = 529  # which Azure's clients do not try again by themselves
_GOOD, _FORBIDDEN, _NOT_FOUND = 200, 403, 404
_READ: Final = "Success"
GRAINS_S: Final = {"PT1M": 60, "PT5M": 300, "PT15M": 900, "PT30M": 1800, "PT1H": 3600}
"""What metrics can be asked for, as Azure writes it, and its seconds."""

Points = dict[datetime, "float | None"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One metric of one resource, over the same time as its fellows."""

    resource: str
    """Id of the resource that sends it."""
    type: str
    """Of the resource, as Azure writes it."""
    metric: str
    where: str = ""
    """Filter of dimensions, as Azure writes it."""
    apart: str = ""
    """Dimension whose values are kept apart."""
    grain: str = ""
    """No finer than this: 'PT5M'; the finest that is stored when left out."""
    most: bool = False
    """Whether the highest of a step counts, and not the mean."""
    mean: bool = False
    """Whether the mean of a step counts, where a sum is the usual."""

    @property
    def step_s(self) -> int:
        """The grain of what is read, seconds."""
        return GRAINS_S[self._coarse]

    @property
    def aggregation(self) -> str:
        """How Azure adds it up: the first that the metric has."""
        usual = ("Maximum",) if self.most else ("Average",) if self.mean else _ADDED_UP
        return next(name for name in usual if name in self._known.aggregations)

    @property
    def interval(self) -> str:
        """The grain that Azure is asked for, as it writes it.

        Azure forms a mean over what it has. A rate that is kept apart may have nothing in a minute
        without such requests, and its mean over five would be too high: so it is asked for in full.
        """
        is_rate = self.aggregation == "Average" and self.apart
        return self._known.grains[0] if is_rate else self._coarse

    @property
    def interval_s(self) -> int:
        """The same, seconds."""
        return GRAINS_S[self.interval]

    @property
    def _coarse(self) -> str:
        finest, *coarser = self._known.grains
        # where Azure lists one grain, its metric definitions have every coarser one as well
        steps = [finest, *coarser] if coarser else [*GRAINS_S][[*GRAINS_S].index(finest) :]
        least_s = GRAINS_S[self.grain] if self.grain else 0
        return next(each for each in steps if GRAINS_S[each] >= least_s)

    @property
    def _known(self) -> catalog.Metric:
        return catalog.metric(self.type, self.metric)


class Reader(Protocol):
    """Where metrics are read: Azure Monitor, or what was kept of it."""

    def read(self, asked: Asked, since: datetime, until: datetime) -> dict[str, Points]:
        """Return the points by time, for each value of the dimension that is kept apart."""
        ...


class Metrics:
    """The metrics of a subscription: `with Metrics(place) as metrics`.

    Args:
        place: Whom to ask.
        patience: How to wait when Azure asks to; as Azure's clients do when left out.

    Raises:
        ModuleNotFoundError: the extra `azure` is not installed.
    """

    def __init__(self, place: AzurePlace, patience: Patience | None = None) -> None:
        from azure.mgmt.monitor import MonitorManagementClient  # noqa: PLC0415 - heavy

        options = {**place.client_options(), "retry_on_status_codes": [_BACK_END_BUSY]}
        # a throttled caller waits as it is told to, at a local Azure as well
        options.pop("retry_total", None)
        options |= patience.client_options() if patience else {}
        client: Any = MonitorManagementClient
        self._client: Any = client(place.credential(), place.subscription, **options)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def read(self, asked: Asked, since: datetime, until: datetime) -> dict[str, Points]:
        """Return the points by time, for each value of the dimension that is kept apart.

        Args:
            asked: The metric; its filter keeps one dimension apart, or none, whose value is "".
            since: From when.
            until: Before when.

        Raises:
            SignInError: nobody is signed in, or the caller may not read metrics.
            AzureError: Azure refuses, as it does where the resource has no such metric.
            EngineError: nobody answers.
        """
        found: dict[str, Points] = {}
        aggregation = asked.aggregation.lower()
        for first, last in parts(since, until):
            for series in self._series(asked, first, last):
                kept = found.setdefault(_value(asked, series), {})
                for point in series.data:
                    kept[point.time_stamp] = getattr(point, aggregation)
        return coarsened(found, asked)

    def _series(self, asked: Asked, first: datetime, last: datetime) -> list[Any]:
        query = {
            "timespan": f"{first:%Y-%m-%dT%H:%M:%SZ}/{last:%Y-%m-%dT%H:%M:%SZ}",
            "interval": asked.interval,
            "metricnames": asked.metric,
            "aggregation": asked.aggregation,
            "metricnamespace": asked.type,
        }
        split = f"{asked.apart} eq '*'" if asked.apart else ""
        where = " and ".join(filter(None, (asked.where, split)))
        if where:
            query |= {"filter": where, "top": _MOST_SERIES}
        try:
            with answering():
                answer = self._client.metrics.list(asked.resource, **query)
        except RefusedError as error:
            raise _told(asked, error) from error
        for metric in answer.value:
            _check(asked, metric)
        return [series for metric in answer.value for series in metric.timeseries]


def quoted(text: str) -> str:
    """Write a value for a filter."""
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def parts(since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield the times that a query may go over, one after the other."""
    while since < until:
        yield since, min(since + _MOST, until)
        since += _MOST


def summed(series: Iterable[Points]) -> Points:
    """Return the sum of series by time; None where none of them was measured."""
    first, *others = [*series] or [{}]
    found = dict(first)
    for points in others:
        for at, value in points.items():
            before = found.get(at)
            found[at] = value if before is None else before if value is None else before + value
    return found


def coarsened(found: Mapping[str, Points], asked: Asked) -> dict[str, Points]:
    """Return rates that were asked for in full at the grain that is wanted.

    A mean goes over the minutes in which any of them was measured: without such requests a rate is
    zero there. A minute in which none was measured is a gap.
    """
    if asked.interval_s == asked.step_s:
        return dict(found)
    plain = {
        name: {int(at.timestamp()): value for at, value in points.items()}
        for name, points in found.items()
    }
    return {
        name: {datetime.fromtimestamp(at_s, UTC): value for at_s, value in points.items()}
        for name, points in mean_rates(plain, asked.step_s).items()
    }


def _value(asked: Asked, series: Any) -> str:
    values = {item.name.value.lower(): item.value for item in series.metadatavalues or ()}
    return str(values.get(asked.apart.lower(), ""))


def _check(asked: Asked, metric: Any) -> None:
    """Refuse a metric that Azure could not read: its answer is good all the same, and empty."""
    if metric.error_code not in (None, _READ):
        what = f"metric {asked.metric!r} of {asked.resource}"
        raise AzureError(_GOOD, metric.error_code, f"{what}: {metric.error_message or 'no reason'}")


def _told(asked: Asked, error: RefusedError) -> EngineError | SignInError:
    what = f"metric {asked.metric!r} of {asked.resource}"
    if error.status == NO_ANSWER:
        return EngineError(f"{what}: nobody answers: {error.message}")
    if error.status == _FORBIDDEN:
        fix = f"{_ACTION} is needed: ask for the role {ROLE!r} on the resource group"
        return SignInError(f"{what} may not be read: {error.code}; {fix}")
    if error.status == _NOT_FOUND:
        fix = "it is gone from this Azure; deploy it again or name the Azure that has it"
        return AzureError(error.status, error.code, f"{what}: {error.message}; {fix}")
    return AzureError(error.status, error.code, f"{what}: {error.message}")

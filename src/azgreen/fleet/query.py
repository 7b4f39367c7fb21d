"""What do the samples of a fleet say of each metric, whatever engine adds them up?

Written once, in Ibis, against a table `fleet`; DuckDB answers for the file on this machine, Spark
for many files on a cluster. Times are seconds since 1970, because engines differ in zones.
"""

from __future__ import annotations

import warnings
from dataclasses import asdict, dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from azgreen.traces.expressions import ibis

if TYPE_CHECKING:
    from pathlib import Path

    from azgreen.fleet.store import Store
    from azgreen.traces.expressions import Dialect

TABLE: Final = "fleet"
COLUMNS: Final = {
    "resource": "string",
    "metric": "string",
    "chosen_by": "string",
    "step_s": "int64",
    "since_s": "int64",
    "until_s": "int64",
    "value": "string",
    "at_s": "int64",
    "amount": "float64",
}
"""A sample a row, beside what it is of and the whole time that was asked for."""

_HOUR_S: Final = 3600
_WEEK_HOURS: Final = 168
_MONDAY_S: Final = 4 * 86_400
"""The first Monday after 1970 began."""

_AT_ONCE: Final = 64
"""Metrics that DuckDB adds up at a time: it holds all their samples to find percentiles."""

_FLEET: Final = """
SELECT a.resource, a.metric, a.filter AS chosen_by, a.step_s::BIGINT AS step_s,
  {since}::BIGINT AS since_s, {until}::BIGINT AS until_s, s.value, s.at_s, s.amount
FROM samples s JOIN asked a ON s.asked = a.number
"""


@dataclass(frozen=True, slots=True)
class MetricUse:
    """One metric of one resource over the whole time, values of its dimensions added up."""

    resource: str
    """Id, lower case."""
    metric: str
    chosen_by: str
    """The filter of its dimensions, as Azure writes it."""
    step_s: int
    coverage: float
    """Share of the steps in which something was measured."""
    mean: float
    """As all that follow in the metric's own unit, of a step."""
    p50: float
    p95: float
    p99: float
    most: float
    busiest_hour_of_week: int
    """0 is Monday 00:00 UTC; of several that are as busy the first."""
    busiest_hour_mean: float

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return asdict(self)


def measured(store: Store) -> list[MetricUse]:
    """Return what the samples of a file say."""
    ((last,),) = store.rows("SELECT coalesce(max(number), -1) FROM asked")
    found = list[MetricUse]()
    for first in range(0, last + 1, _AT_ONCE):
        some = f"{_table(store)} WHERE s.asked BETWEEN {first} AND {first + _AT_ONCE - 1}"
        store.rows(f"CREATE OR REPLACE TEMP VIEW {TABLE} AS {some}")
        found += (MetricUse(*row) for row in store.rows(sql("duckdb")))
    return sorted(found, key=_place)


def export(store: Store, path: Path) -> None:
    """Write the samples as Parquet, which Spark reads."""
    text = str(path).replace("'", "''")
    store.rows(f"COPY ({_table(store)}) TO '{text}' (FORMAT parquet)")


def _table(store: Store) -> str:
    since, until = store.header.time
    return _FLEET.format(since=int(since.timestamp()), until=int(until.timestamp()))


def _place(use: MetricUse) -> tuple[str, str, str]:
    return use.resource, use.metric, use.chosen_by


def measured_with_spark(path: str, session: Any) -> list[MetricUse]:
    """Return what `measured` does, of what `export` wrote, wherever Spark reads from.

    Args:
        path: A file, folder or pattern that Spark understands.
        session: The SparkSession, on Databricks `spark`.
    """
    session.read.parquet(path).createOrReplaceTempView(TABLE)
    rows = session.sql(sql("pyspark")).collect()
    return sorted((MetricUse(*row) for row in rows), key=_place)


@cache
def sql(dialect: Dialect) -> str:
    """Return the question in an engine's own words."""
    module: Any = ibis()
    with warnings.catch_warnings():
        # Ibis and Spark warn of their dependencies' future, which a user can do nothing about
        warnings.simplefilter("ignore")
        # what Ibis writes for Spark follows options that come with its Spark back end
        getattr(module, dialect)
        return str(module.to_sql(_question(), dialect=dialect))


def _question() -> Any:
    key = ("resource", "metric", "chosen_by")
    steps = _steps()
    whole = steps.group_by(*key).aggregate(
        step_s=steps.step_s.max(),
        coverage=(
            steps.count() / ((steps.until_s.max() - steps.since_s.max()) / steps.step_s.max())
        ),
        mean=steps.amount.mean(),
        p50=steps.amount.quantile(0.5),
        p95=steps.amount.quantile(0.95),
        p99=steps.amount.quantile(0.99),
        most=steps.amount.max(),
    )
    joined = whole.join(_busiest(steps), key)
    return joined.select(*whole.columns, "busiest_hour_of_week", "busiest_hour_mean")


def _steps() -> Any:
    """Return the samples with the values of a dimension added up in each step."""
    module: Any = ibis()
    table = module.table(COLUMNS, name=TABLE)
    same = ("resource", "metric", "chosen_by", "step_s", "since_s", "until_s", "at_s")
    return table.group_by(*same).aggregate(amount=table.amount.sum())


def _busiest(steps: Any) -> Any:
    module: Any = ibis()
    hour = ((steps.at_s - _MONDAY_S) // _HOUR_S) % _WEEK_HOURS
    marked = steps.mutate(hour=hour.cast("int64"))
    hours = marked.group_by("resource", "metric", "chosen_by", "hour").aggregate(
        hour_mean=marked.amount.mean()
    )
    order = module.window(
        group_by=[hours.resource, hours.metric, hours.chosen_by],
        order_by=[hours.hour_mean.desc(), hours.hour],
    )
    ranked = hours.mutate(place=module.row_number().over(order))
    first = ranked.filter(ranked.place == 0)
    return first.select(
        "resource",
        "metric",
        "chosen_by",
        busiest_hour_of_week=first.hour,
        busiest_hour_mean=first.hour_mean,
    )

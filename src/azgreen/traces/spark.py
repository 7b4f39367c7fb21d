"""How are months of logs read, on a cluster?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from azgreen.errors import Fault, InputError
from azgreen.traces.columns import columns
from azgreen.traces.expressions import TABLE, Dialect, MissingExtraError
from azgreen.traces.load import load_of

if TYPE_CHECKING:
    from azgreen.estimate.scaling import Load

_LOCAL: Final = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "8",
}


class Spark:
    """A Spark session that has the table `requests`; its lines have no numbers."""

    dialect: Dialect = "pyspark"
    has_order = False

    def __init__(self, session: Any, name: str) -> None:
        self._session, self.name = session, name

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Return the rows of a statement."""
        return [tuple(row) for row in self._session.sql(statement).collect()]


def read_load_with_spark(path: str, step_s: int = 10, session: Any = None) -> Load:
    """Read CSV files, or whole folders of them, wherever Spark reads from.

    What `read_load` answers, but for the order of lines: partitions have none, and the sums do not
    need it.

    Args:
        path: a file, folder or pattern that Spark understands.
        step_s: seconds of a step.
        session: the SparkSession to use, on Databricks `spark`; a local one when left out.

    Raises:
        InputError: the files are no trace; every fault at once.
        MissingExtraError: PySpark or Ibis is not installed.
    """
    used = _local() if session is None else session
    before = used.conf.get("spark.sql.session.timeZone")
    # the clock of a trace is taken as UTC, whatever zone the machine is in
    used.conf.set("spark.sql.session.timeZone", "UTC")
    try:
        frame = _frame(used, path)
        frame.createOrReplaceTempView(TABLE)
        return load_of(Spark(used, path), step_s)
    finally:
        used.conf.set("spark.sql.session.timeZone", before)


def _local() -> Any:
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra
    except ImportError as missing:
        raise MissingExtraError("spark", "pyspark") from missing
    builder: Any = SparkSession.builder
    builder = builder.appName("azgreen").master("local[*]")
    for name, value in _LOCAL.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _frame(session: Any, path: str) -> Any:
    from pyspark.errors import AnalysisException  # noqa: PLC0415 - an extra

    try:
        read = session.read.csv(path, header=True)
    except AnalysisException as error:
        said = str(error).splitlines()[0]
        raise InputError([Fault(path, f"cannot be read: {said}; allowed: CSV files")]) from error
    found = columns(path, read.columns)
    chosen = [f"`{raw}` AS {role}" for role, raw in found.items()]
    return read.selectExpr("CAST(0 AS BIGINT) AS line", *chosen)

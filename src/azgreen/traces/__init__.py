"""What load does a trace of requests hold?

A trace is a CSV file with a line a request: its time, its input and its output tokens. The
expressions are written once, in Ibis, and run on the embedded DuckDB or on Spark.
"""

from azgreen.traces.columns import HEADERS
from azgreen.traces.duck import read_load
from azgreen.traces.expressions import MissingExtraError
from azgreen.traces.spark import read_load_with_spark

__all__ = ["HEADERS", "MissingExtraError", "read_load", "read_load_with_spark"]

"""What was a whole fleet used for, and where is that kept?

The metrics of many subscriptions are read in parallel into one DuckDB file, in parts that are not
asked for again when an interrupted walk goes on.
"""

from azgreen.fleet.file import Header
from azgreen.fleet.plan import Wanted
from azgreen.fleet.query import MetricUse, export, measured, measured_with_spark
from azgreen.fleet.reader import StoredReader
from azgreen.fleet.store import Store
from azgreen.fleet.walk import Progress, Walk

__all__ = [
    "Header",
    "MetricUse",
    "Progress",
    "Store",
    "StoredReader",
    "Walk",
    "Wanted",
    "export",
    "measured",
    "measured_with_spark",
]

"""One Spark for all that runs on it; starting one takes seconds."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec

import pytest

NO_SPARK = next(
    (
        f"{name} is not on this machine"
        for name, there in (
            ("pyspark", find_spec("pyspark")),
            ("java", shutil.which("java") or os.environ.get("JAVA_HOME")),
        )
        if not there
    ),
    "",
)


@pytest.fixture(scope="session")
def spark():
    """A session on one core, in a time zone that is not UTC; skips where there is no Spark."""
    if NO_SPARK:
        pytest.skip(NO_SPARK)
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra

    session = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.sql.session.timeZone", "America/New_York")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    yield session
    session.stop()

"""A decision and a replay that every test of the report may look at."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from azgreen.estimate import Traffic
from azgreen.estimate.placement import Residency, Workload, decide
from azgreen.estimate.scaling import Case, Instance, Load, autoscale, compare
from azgreen.report import Replayed


@pytest.fixture(scope="session")
def workload():
    return Workload(
        "<script>alert('x')</script> & \"me\"",
        Traffic(0.5, 1155, 211),
        ("gpt-4.1-mini", "gpt-4o"),
        from_region="westeurope",
        max_round_trip_ms=60,
        residency=Residency(data_zones=frozenset({"eu"})),
    )


@pytest.fixture(scope="session")
def decision(workload):
    return decide(workload, today=date(2026, 9, 2))


@pytest.fixture(scope="session")
def replayed():
    minutes = [60.0] * 20 + [20.0] * 40
    load = Load(
        datetime(2026, 1, 5, 8, tzinfo=UTC),
        60,
        tuple(minutes),
        tuple(value * 1000 for value in minutes),
        tuple(value * 200 for value in minutes),
    )
    case = Case(load, Instance(6, 30, 2, 6))
    return Replayed(case, compare(case, autoscale(case).setting), "<trace>.csv", "<trace>.csv")

"""Do DuckDB and Spark say the same of the samples of a fleet, and is it right?"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from statistics import fmean, quantiles

import pytest

from azgreen.azure.metrics import Asked
from azgreen.fleet import Header, Store, StoredReader, export, measured, measured_with_spark
from azgreen.fleet.plan import Part, Wanted
from azgreen.fleet.store import Rows

START = datetime(2026, 11, 2, 7, tzinfo=UTC)  # a Monday
DAYS, STEP_S = 2, 300
STEPS = DAYS * 86_400 // STEP_S
ACCOUNT = "Microsoft.CognitiveServices/accounts"
BY_CODE = Asked(
    "/Acc", ACCOUNT, "ModelRequests", "ModelDeploymentName eq 'a'", "StatusCode", "PT5M"
)
PLAIN = Asked("/Acc", ACCOUNT, "InputTokens", "ModelDeploymentName eq 'a'", grain="PT5M")
GAPS = 100
"""Steps at the end in which nothing was measured."""


def amount(step):
    return 50 + 40 * math.sin(step / 46) + step % 7


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    ends = (START.isoformat(), (START + timedelta(days=DAYS)).isoformat())
    header = Header("http://127.0.0.1", "2", "PT5M", *ends)
    at_s = [int(START.timestamp()) + STEP_S * step for step in range(STEPS - GAPS)]
    amounts = [amount(step) for step in range(STEPS - GAPS)]
    with Store.opened(tmp_path_factory.mktemp("fleet") / "it's.duckdb", header) as opened:
        first, second = opened.numbers("s", [BY_CODE, PLAIN])
        rows = Rows()
        rows.add(first, "200", at_s, amounts)
        rows.add(first, "429", at_s[::2], amounts[::2])
        rows.add(second, "", at_s, amounts)
        wanted = (Wanted(first, "s", "x", BY_CODE), Wanted(second, "s", "x", PLAIN))
        opened.keep(Part(wanted, *header.time), rows)
        yield opened


def test_what_is_measured_is_summed_up(store):
    tokens, requests = measured(store)
    values = [amount(step) for step in range(STEPS - GAPS)]
    both = [value * (2 - step % 2) for step, value in enumerate(values)]
    for use, amounts in ((tokens, values), (requests, both)):
        cuts = quantiles(amounts, n=100, method="inclusive")
        assert [use.p50, use.p95, use.p99] == pytest.approx([cuts[49], cuts[94], cuts[98]])
        assert (use.mean, use.most) == pytest.approx((fmean(amounts), max(amounts)))
        assert use.coverage == pytest.approx(1 - GAPS / STEPS)
        # each hour of these two days is another hour of the week
        hours = [fmean(amounts[first : first + 12]) for first in range(0, len(amounts), 12)]
        assert use.busiest_hour_of_week == 7 + hours.index(max(hours))
        assert use.busiest_hour_mean == pytest.approx(max(hours))
    assert (requests.resource, requests.metric) == ("/acc", "ModelRequests")
    assert (requests.step_s, tokens.step_s) == (300, 300)
    assert requests.chosen_by == "ModelDeploymentName eq 'a'"


def test_spark_says_the_same(store, spark, tmp_path):
    file = tmp_path / "fleet's.parquet"
    export(store, file)
    for one, other in zip(measured(store), measured_with_spark(str(file), spark), strict=True):
        theirs = other.as_dict()
        assert one.as_dict() == {
            key: pytest.approx(value) if isinstance(value, float) else value
            for key, value in theirs.items()
        }


def test_the_file_is_read_as_azure_is(store):
    found = StoredReader(store).read(BY_CODE, *store.header.time)
    assert {value: len(points) for value, points in found.items()} == {
        "200": STEPS - GAPS,
        "429": (STEPS - GAPS) // 2,
    }
    assert found["429"][START + timedelta(minutes=10)] == pytest.approx(amount(2))

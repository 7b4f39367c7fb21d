"""Is what many resources measured in one answer told from each other, and averaged as it should?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from azgreen.azure import AzurePlace
from azgreen.azure.metrics import Asked, coarsened
from azgreen.azure.metrics_batch import BatchMetrics, Measured
from azgreen.azure.patience import Patience
from azgreen.azure.place import PUBLIC_URL
from azgreen.fleet.plan import Wanted, parts
from azgreen.fleet.walk import _together

START = datetime(2026, 11, 2, 7, tzinfo=UTC)
ONLINE = "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments"
CODE = "envoy_response_code"


class Answered:
    """Answers with series that are at hand."""

    def __init__(self, *series):
        self.series = series

    def read(self, batch):
        assert batch.dimensions == (CODE,)
        assert batch.interval_s == 60
        yield from self.series


def test_rates_of_a_batch_are_averaged_as_those_of_one_resource():
    asked = [Asked(f"/e{n}", ONLINE, "RequestsPerMinute", "", CODE, "PT5M") for n in (1, 2)]
    wanted = [Wanted(n, "s", "x", each) for n, each in enumerate(asked)]
    (part,) = parts(wanted, START, START + timedelta(hours=1), ())
    at_s = [int(START.timestamp()) + 60 * minute for minute in range(10)]
    busy = Measured("/e1", {CODE: "200"}, at_s, [float(n) for n in range(10)])
    refused = Measured("/e1", {CODE: "429"}, at_s[6:7], [50.0])
    other = Measured("/e2", {CODE: "200"}, at_s[:5], [1.0] * 5)
    gone = Measured("/e3", {CODE: "200"}, at_s, [9.0] * 10)
    found = {
        (owner.number, value): dict(zip(times, amounts, strict=True))
        for owner, value, times, amounts in _together(Answered(busy, refused, other, gone), part)
    }
    first = at_s[0]
    assert found == {
        (0, "200"): {first: pytest.approx(2.0), first + 300: pytest.approx(7.0)},
        (0, "429"): {first + 300: pytest.approx(10.0)},
        (1, "200"): {first: pytest.approx(1.0)},
    }
    alone = coarsened(
        {
            each.dimensions[CODE]: {
                datetime.fromtimestamp(at, UTC): amount
                for at, amount in zip(each.at_s, each.amounts, strict=True)
            }
            for each in (busy, refused)
        },
        asked[0],
    )
    for code, points in alone.items():
        assert {int(at.timestamp()): amount for at, amount in points.items()} == found[0, code]


def test_each_region_of_azure_is_asked_at_its_own_address():
    with BatchMetrics(AzurePlace(PUBLIC_URL, "s"), Patience()) as metrics:
        metrics.open(["swedencentral", "eastus"])
        addresses = {client._config.endpoint for client in metrics._clients.values()}
    assert addresses == {
        "https://swedencentral.metrics.monitor.azure.com",
        "https://eastus.metrics.monitor.azure.com",
    }
